import {Box, Text} from 'ink';
import {useStore} from 'zustand';
import type {Connection} from '../../store/cluster.ts';
import type {CommandContext} from '../context.ts';
import {air, gutter, type Layout, type Rectangle} from '../layout.ts';
import type {PaneId} from '../pane-state.ts';
import {dimmed} from '../text/style.ts';
import {Lines} from '../widgets/lines.tsx';
import {drawDetail} from './detail.ts';
import {drawNodes, drawServices, drawTasks, type PaneView, stateWords} from './lists.ts';
import {drawLogs} from './logs.ts';
import {calmWords, drawNeeds} from './needs.ts';
import {drawTabs, type Tab} from './tabs.ts';

type Props = {readonly context: CommandContext; readonly layout: Layout; readonly style: (line: string) => string};

/** The Needs you block and the panes, side by side, one at a time as tabs, or one alone. */
export function Panes({context, layout, style}: Props) {
	const logs = useStore(context.logs);
	const ui = context.ui.getState();
	const {view} = context;

	if (layout.kind === 'too-small') {
		return null;
	}

	// What was true when the swarm was last heard stays on screen, and looks it.
	const isOld = silent.includes(context.cluster.getState().connection.kind);
	const {columns} = ui.size;
	const draw = (pane: Exclude<PaneId, 'needs'>, {columns: width, rows: height}: Rectangle, hasTitle = true) => {
		const paneView: PaneView = {view, ui, width, height, hasTitle};
		const lines = pane === 'logs' ? drawLogs(paneView, logs) : drawList[pane](paneView);
		return <Lines lines={lines.map(isOld ? dimmed : style)} width={width} />;
	};
	const needs = <Lines lines={needsLines(context, columns, layout.needsRows).map(style)} width={columns} />;
	const focused = ui.focus === 'needs' ? (ui.leading === 'nodes' ? 'nodes' : 'services') : ui.focus;

	if (layout.kind === 'zoomed') {
		return (
			<>
				{needs}
				{draw(focused, layout.list)}
			</>
		);
	}

	if (layout.kind === 'tabs') {
		return (
			<>
				{needs}
				<Lines lines={[style(drawTabs(tabsOf(context), focused, columns))]} width={columns} />
				{draw(focused, {...layout.list, rows: layout.list.rows - 1}, false)}
				<Lines lines={drawDetail(view, ui, columns, layout.detailRows).map(style)} width={columns} />
			</>
		);
	}

	return (
		<>
			{needs}
			<Box>
				{draw('services', layout.services)}
				<Text>{' '.repeat(gutter)}</Text>
				{draw('nodes', layout.nodes)}
			</Box>
			<Box height={air} />
			<Box>
				{draw('tasks', layout.tasks)}
				<Text>{' '.repeat(gutter)}</Text>
				{draw('logs', layout.logs)}
			</Box>
		</>
	);
}

/** What is on screen then was true when the swarm was last heard. */
export const silent: readonly Connection['kind'][] = ['disconnected', 'no-quorum', 'stale', 'electing'];

const drawList = {services: drawServices, nodes: drawNodes, tasks: drawTasks};

function needsLines({view, ui}: CommandContext, width: number, height: number) {
	const snapshot = view.snapshot();
	const isKnown = snapshot.hasAllTasks;
	return drawNeeds({
		rows: view.needs(),
		cursor: view.cursor('needs'),
		isFocused: ui.getState().focus === 'needs' && ui.getState().layers.length === 0,
		width,
		height,
		calm: isKnown
			? calmWords(snapshot.services?.items.size ?? 0, snapshot.nodes?.items.size ?? 0)
			: 'Nothing known so far; reading the tasks',
	});
}

function tabsOf({view, ui}: CommandContext): readonly Tab[] {
	const snapshot = view.snapshot();
	const words = (id: 'services' | 'nodes' | 'tasks') => stateWords(id, ui.getState());
	return [
		{pane: 'services', title: `1 Services ${snapshot.services?.items.size ?? '?'}${words('services')}`},
		{pane: 'nodes', title: `2 Nodes ${snapshot.nodes?.items.size ?? '?'}${words('nodes')}`},
		{pane: 'tasks', title: `3 Tasks${words('tasks')}`},
		{pane: 'logs', title: '4 Logs'},
	];
}
