import {remaining} from '../operations/guided/moves.ts';
import type {Interest} from '../store/interest.ts';
import {serviceId} from '../swarm/ids.ts';
import {pageOf} from './commands/moving.ts';
import type {CommandContext} from './context.ts';
import {findTask} from './pages/page.ts';
import {openCockpit, topLayer} from './state.ts';
import {interestOfTopology} from './topology/interest.ts';
import {windowTop} from './widgets/table.ts';

/** What is on screen and waited for, in the store's words. */
export function interestOf(context: CommandContext): Interest {
	const {view, underWay, ui} = context;
	const watches = context.guides.watches();
	const awaited = [
		...underWay
			.getState()
			.items.flatMap(({operation, target, input}) =>
				target.kind === 'service' ? [target.id] : (operation.watches?.(target, input, view.snapshot()) ?? []),
			),
		...(watches === undefined ? [] : guidedServices(view, watches)),
	];
	const cockpit = openCockpit(ui.getState());

	// It hides all panes: what it costs to keep them true goes to what it shows.
	if (cockpit !== undefined) {
		const shown = [cockpit.serviceId];
		return {
			visible: shown,
			tasksOf: shown,
			tasksOn: undefined,
			underWay: awaited,
			watched: cockpit.serviceId,
			allTasks: false,
		};
	}

	const why = ui.getState().layers.find(layer => layer.kind === 'why');

	// What a node has free follows from all tasks: whoever asks why reads them once, however many there are.
	if (why !== undefined) {
		const shown = [why.serviceId];
		const allTasks = !view.snapshot().hasAllTasks;
		return {visible: shown, tasksOf: shown, tasksOn: undefined, underWay: awaited, allTasks};
	}

	const topology = ui.getState().layers.find(layer => layer.kind === 'topology');

	if (topology !== undefined) {
		return {...interestOfTopology(view, topology, ui.getState().size), tasksOn: watches?.node, underWay: awaited};
	}

	const subject = view.subject();
	const rows = view.services();
	const room = Math.max(1, pageOf(context, 'services'));
	const top = windowTop(rows.length, room, view.cursor('services'));
	return {
		visible: rollingInView(context) ?? rows.slice(top, top + room).map(({id}) => serviceId(id)),
		tasksOf: subject?.kind === 'service' ? [subject.id] : shownInPage(context),
		tasksOn: subject?.kind === 'node' && !isGuideOpen(context) ? subject.id : watches?.node,
		underWay: awaited,
		// What each task runs is asked for once, however many there are.
		allTasks: subject?.kind === 'all' || (isImagesOpen(context) && !view.snapshot().hasAllTasks),
	};
}

/** While the list of rollouts covers the panes: those that move in it. */
function rollingInView({ui, view}: CommandContext) {
	const isOpen = topLayer(ui.getState())?.kind === 'rollouts';
	return isOpen
		? view
				.rollouts()
				.filter(({isOver}) => !isOver)
				.map(({id}) => serviceId(id))
		: undefined;
}

/** The service whose page is open, whatever the panes below it follow. */
function shownInPage({ui, view}: CommandContext) {
	const page = ui.getState().layers.find(layer => layer.kind === 'pager');

	if (page?.kind !== 'pager') {
		return [];
	}

	if (page.about.kind === 'service') {
		return [page.about.id];
	}

	const service = page.about.kind === 'task' ? findTask(view.snapshot(), page.about.id)?.serviceId : undefined;
	return service === undefined ? [] : [service];
}

const isImagesOpen = ({ui}: CommandContext) =>
	ui.getState().layers.some(layer => layer.kind === 'shelf' && layer.shelf === 'images');

const isGuideOpen = ({ui}: CommandContext) => topLayer(ui.getState())?.kind === 'guide';

/** What is done step by step waits for these; and for whatever is left on a node that is emptied. */
const guidedServices = (
	view: CommandContext['view'],
	{services, node}: NonNullable<ReturnType<CommandContext['guides']['watches']>>,
) => [
	...new Set([
		...services,
		...(node === undefined ? [] : remaining(view.snapshot(), node)).flatMap(({serviceId}) => serviceId ?? []),
	]),
];
