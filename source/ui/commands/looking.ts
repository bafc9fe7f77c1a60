import type {NodeId} from '../../swarm/ids.ts';
import type {CommandContext} from '../context.ts';
import {atNewest} from '../logs/log-view.ts';
import {findTask} from '../pages/page.ts';
import {emptyList} from '../pane-state.ts';
import {guideRowId} from '../rows/guide-row.ts';
import {usualSshNode, wayInto} from '../shell/way-in.ts';
import {pushLayer, say} from '../state.ts';
import type {Command} from './command.ts';
import {focusOn, moveTo} from './moving.ts';
import {showLogs} from './show-logs.ts';
import {openNoQuorum, openSwarm} from './swarm-pages.ts';
import {
	isQuorumLostUnderCursor,
	isSwarmUnderCursor,
	nothingThere,
	nothingToDescribe,
	shelfSubjectUnderCursor,
	type Thing,
	thingUnderCursor,
} from './under-cursor.ts';

/** Shows the row of something in its own list. */
export function goTo(context: CommandContext, about: Thing) {
	if (about.kind === 'task') {
		return;
	}

	const list = about.kind === 'service' ? 'services' : 'nodes';
	focusOn(context, list);
	moveTo(
		context,
		list,
		context.view.rowsOf(list).findIndex(({id}) => id === about.id),
	);
}

function drillIn(context: CommandContext) {
	const {ui, view} = context;
	const {focus} = ui.getState();
	const about = thingUnderCursor(context);
	const shelved = shelfSubjectUnderCursor(context);

	if (focus === 'needs' && view.selected('needs')?.id === guideRowId) {
		return pushLayer(ui, {kind: 'guide', top: 0});
	}

	if (isQuorumLostUnderCursor(context)) {
		return openNoQuorum(context);
	}

	if (isSwarmUnderCursor(context)) {
		return openSwarm(context);
	}

	if (shelved !== undefined) {
		return pushLayer(ui, {kind: 'shelf', shelf: shelved.shelf, list: {...emptyList, cursor: shelved.id}});
	}

	if (about === undefined) {
		return;
	}

	if (focus === 'needs') {
		return goTo(context, about);
	}

	if (focus === 'tasks') {
		return showLogs(context);
	}

	if (focus !== 'logs' && view.subject() !== undefined) {
		focusOn(context, 'tasks');
	}
}

/** One step back: the search and the filter of a log, the zoom, a filter, the marks, then the list that the lower panes follow. */
function goBack({ui}: CommandContext) {
	const {isZoomed, focus, lists, leading, logs, message} = ui.getState();

	if (message !== undefined) {
		return ui.setState({message: undefined});
	}

	if (focus === 'logs' && (logs.search !== '' || logs.filter !== '')) {
		return ui.setState({logs: {...logs, ...(logs.search === '' ? {filter: ''} : {search: '', hit: undefined})}});
	}

	if (isZoomed) {
		return ui.setState({isZoomed: false});
	}

	const list = focus === 'logs' ? undefined : lists[focus];

	if (focus !== 'logs' && list !== undefined && (list.filter !== '' || list.marked.size > 0)) {
		return ui.setState(state => ({lists: {...state.lists, [focus]: {...list, filter: '', marked: new Set()}}}));
	}

	if (focus === 'logs') {
		return ui.setState({
			focus: logs.pinned?.kind === 'task' ? 'tasks' : leading,
			logs: {...logs, ...atNewest, pinned: undefined},
		});
	}

	ui.setState({problemsOnly: false, showsAllTasks: false, focus: focus === 'tasks' ? leading : focus});
}

export const lookingCommands = {
	drillIn: {title: 'Look into it: tasks, then logs', hint: 'look into it', blockedBy: nothingToDescribe, run: drillIn},
	goBack: {title: 'Back', run: goBack},
	zoom: {
		title: 'Zoom the pane, or back',
		hint: 'zoom',
		run: ({ui}) => ui.setState(({isZoomed}) => ({isZoomed: !isZoomed})),
	},
	toggleTimes: {
		title: 'Ages, or times with their zone',
		run: ({ui}) => ui.setState(({hasAbsoluteTimes}) => ({hasAbsoluteTimes: !hasAbsoluteTimes})),
	},
	toggleHistory: {
		title: 'Show or hide ended tasks',
		hint: 'ended',
		run: ({ui}) => ui.setState(({showsHistory}) => ({showsHistory: !showsHistory})),
	},
	showAllTasks: {
		title: 'Tasks of all services',
		run({ui}) {
			ui.setState({showsAllTasks: true, focus: 'tasks', isZoomed: true});
		},
	},
	copy: {
		title: 'Copy its name; of a task, the way in',
		blockedBy: nothingThere,
		run(context) {
			const text = textUnderCursor(context);
			context.copy(text);
			say(context.ui, `copied: ${text}`);
		},
	},
} as const satisfies Record<string, Command>;

function textUnderCursor(context: CommandContext) {
	const about = thingUnderCursor(context);

	if (about?.kind === 'task') {
		const snapshot = context.view.snapshot();
		const task = findTask(snapshot, about.id);
		const way = task && wayInto(task, snapshot, {command: ['sh'], sshNode: context.shell?.sshNode ?? usualSshNode});
		return way === undefined || way.kind === 'none' ? about.id : way.command;
	}

	if (about?.kind === 'service') {
		return context.view.serviceOf(about.id)?.name ?? about.id;
	}

	return about === undefined ? '' : (context.view.nodeOf(about.id as NodeId)?.hostname ?? about.id);
}
