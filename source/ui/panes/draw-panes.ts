import type {Connection} from '../../store/cluster.ts';
import type {LogsState} from '../../store/logs.ts';
import type {CommandContext} from '../context.ts';
import {air, gutter, type Layout, layoutOf, type Rectangle} from '../layout.ts';
import type {PaneId} from '../pane-state.ts';
import {fitStyled} from '../text/fit.ts';
import {dimmed} from '../text/style.ts';
import {drawDetail} from './detail.ts';
import {drawFooter} from './footer.ts';
import {drawHeader} from './header.ts';
import {drawNodes, drawServices, drawTasks, type PaneView, stateWords, tasksTitle} from './lists.ts';
import {drawLogs} from './logs.ts';
import {calmWords, drawNeeds} from './needs.ts';
import {drawTabs, type Tab} from './tabs.ts';
import {drawTips} from './tips.ts';

/** The header, the Needs you block, the panes and the footer: the screen that everything else lies over. */
export function drawPanes(context: CommandContext): readonly string[] {
	const ui = context.ui.getState();
	const {columns} = ui.size;
	const layout = layoutOf(ui.size, context.view.content(), ui.isZoomed ? ui.focus : undefined);
	return [
		headerLine(context, columns),
		...drawLayout(context, context.logs.getState(), layout),
		...(context.tips === undefined ? [] : [drawTips(context.tips, columns)]),
		drawFooter(context, ui, columns),
	];
}

function headerLine({view, cluster, isReadOnly}: CommandContext, width: number) {
	return drawHeader(
		{state: cluster.getState(), services: view.allServices(), tasks: view.taskCounts(), isReadOnly, now: view.now()},
		width,
	);
}

/** Side by side, one at a time as tabs, or one alone. */
function drawLayout(context: CommandContext, logs: LogsState, layout: Layout): readonly string[] {
	if (layout.kind === 'too-small') {
		return [];
	}

	const {view} = context;
	const ui = context.ui.getState();
	const {columns} = ui.size;
	// What was true when the swarm was last heard stays on screen, and looks it.
	const isOld = silent.includes(context.cluster.getState().connection.kind);
	const draw = (pane: Exclude<PaneId, 'needs'>, {columns: width, rows: height}: Rectangle, hasTitle = true) => {
		const paneView: PaneView = {view, ui, width, height, hasTitle};
		const lines = pane === 'logs' ? drawLogs(paneView, logs) : drawList[pane](paneView);
		return (isOld ? lines.map(dimmed) : lines).map(line => fitStyled(line, width));
	};
	const needs = needsLines(context, columns, layout.needsRows);
	const focused = ui.focus === 'needs' ? (ui.leading === 'nodes' ? 'nodes' : 'services') : ui.focus;

	if (layout.kind === 'zoomed') {
		return [...needs, ...draw(focused, layout.list)];
	}

	if (layout.kind === 'tabs') {
		return [
			...needs,
			drawTabs(tabsOf(context), focused, columns),
			...draw(focused, {...layout.list, rows: layout.list.rows - 1}, false),
			...drawDetail(view, ui, logs, {columns, rows: layout.detailRows}),
		];
	}

	return [
		...needs,
		...besides(draw('services', layout.services), draw('nodes', layout.nodes)),
		...Array<string>(air).fill(' '.repeat(columns)),
		...besides(draw('tasks', layout.tasks), draw('logs', layout.logs)),
	];
}

const besides = (left: readonly string[], right: readonly string[]) =>
	left.map((line, index) => line + ' '.repeat(gutter) + (right[index] ?? ''));

/** What is on screen then was true when the swarm was last heard. */
export const silent: readonly Connection['kind'][] = ['disconnected', 'no-quorum', 'stale', 'electing'];

const drawList = {services: drawServices, nodes: drawNodes, tasks: drawTasks};

function needsLines({view, ui}: CommandContext, width: number, height: number) {
	const snapshot = view.snapshot();
	const isKnown = snapshot.hasAllTasks;
	const services = view.allServices();
	return drawNeeds({
		rows: view.needs(),
		cursor: view.cursor('needs'),
		isFocused: ui.getState().focus === 'needs' && ui.getState().layers.length === 0,
		width,
		height,
		calm: isKnown
			? calmWords(services.filter(({isWhole}) => isWhole).length, services.length, snapshot.nodes?.items.size ?? 0)
			: 'Nothing known so far; reading the tasks',
	});
}

function tabsOf({view, ui}: CommandContext): readonly Tab[] {
	const snapshot = view.snapshot();
	const words = (id: 'services' | 'nodes' | 'tasks') => stateWords(id, ui.getState());
	return [
		{pane: 'services', title: `1 Services ${snapshot.services?.items.size ?? '?'}${words('services')}`},
		{pane: 'nodes', title: `2 Nodes ${snapshot.nodes?.items.size ?? '?'}${words('nodes')}`},
		{pane: 'tasks', title: `${ui.getState().focus === 'tasks' ? tasksTitle(view) : '3 Tasks'}${words('tasks')}`},
		{pane: 'logs', title: '4 Logs'},
	];
}
