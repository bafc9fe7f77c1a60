import type {CommandContext} from '../context.ts';
import {layoutOf} from '../layout.ts';
import {atNewest} from '../logs/log-view.ts';
import type {ListId, PaneId} from '../pane-state.ts';
import {cursorAt, type Place} from '../rows/arrange.ts';
import {nodeColumns} from '../rows/node-rows.ts';
import {serviceColumns} from '../rows/service-rows.ts';
import {taskColumns} from '../rows/task-rows.ts';
import {changeList, openCockpit, type UiState} from '../state.ts';
import type {Command} from './command.ts';

const columnsOf: Readonly<
	Record<ListId, readonly {readonly id: string; readonly title: string; readonly sortBy?: unknown}[]>
> = {
	needs: [],
	services: serviceColumns,
	nodes: nodeColumns,
	tasks: taskColumns,
};

/** The list that has the focus; logs are no list. */
const focusedList = ({focus}: UiState): ListId | undefined => (focus === 'logs' ? undefined : focus);

/** Puts the cursor on the row at that place, or on the nearest there is. */
export function moveTo(context: CommandContext, list: ListId, place: number) {
	changeList(context.ui, list, cursorAt(context.view.rowsOf(list), place));
	followWith(context, list);
}

/** Panes 3 and 4 follow the list that moved; the tasks of something else start at their top. */
function followWith({ui}: CommandContext, list: ListId) {
	if (list !== 'tasks') {
		ui.setState(({logs}) => ({
			leading: list,
			showsAllTasks: false,
			logs: {...logs, ...atNewest, pinned: undefined},
		}));
		changeList(ui, 'tasks', {cursor: undefined, index: 0});
	}
}

const move = (title: string, place: Place): Command => ({
	title,
	run(context) {
		const list = focusedList(context.ui.getState());

		if (list !== undefined) {
			const count = context.view.rowsOf(list).length;
			moveTo(context, list, place(context.view.cursor(list), count, pageOf(context, list)));
		}
	},
});

/** How many rows a pane shows. */
export function pageOf({ui, view}: CommandContext, pane: PaneId) {
	const {size, isZoomed, focus} = ui.getState();

	// Its log has the whole screen.
	if (pane === 'logs' && openCockpit(ui.getState()) !== undefined) {
		return size.rows - 2;
	}

	const layout = layoutOf(size, view.content(), isZoomed ? focus : undefined);

	if (layout.kind === 'panes') {
		return (pane === 'needs' ? layout.needsRows : layout[pane].rows) - 2;
	}

	return layout.kind === 'too-small' ? 1 : layout.list.rows - 2;
}

export function focusOn({ui, view}: CommandContext, focus: PaneId) {
	ui.setState({focus, hasChosenFocus: true});

	if (focus === 'services' || focus === 'nodes' || focus === 'needs') {
		const isOther = ui.getState().leading !== focus;
		ui.setState({leading: focus, showsAllTasks: false});

		if (isOther) {
			changeList(ui, 'tasks', {cursor: undefined, index: 0});
			ui.setState(({logs}) => ({logs: {...logs, ...atNewest, pinned: undefined}}));
		}

		// What was under the cursor by its place is chosen by its id from now on.
		const row = view.selected(focus);
		changeList(ui, focus, {cursor: row?.id, index: Math.max(0, view.cursor(focus))});
	}
}

const focus = (title: string, pane: PaneId): Command => ({title, run: context => focusOn(context, pane)});

const around: readonly PaneId[] = ['needs', 'services', 'nodes', 'tasks', 'logs'];

const step = (title: string, by: 1 | -1, hint?: string): Command => ({
	title,
	...(hint === undefined ? {} : {hint}),
	run(context) {
		const panes = around.filter(pane => pane !== 'needs' || context.view.needs().length > 0);
		const index = panes.indexOf(context.ui.getState().focus);
		focusOn(context, panes[(index + by + panes.length) % panes.length] ?? 'services');
	},
});

export const movingCommands = {
	moveDown: move('Move down', index => index + 1),
	moveUp: move('Move up', index => index - 1),
	moveToTop: move('Go to the top', () => 0),
	moveToEnd: move('Go to the end', (_, count) => count - 1),
	pageDown: move('Page down', (index, _, page) => index + page),
	pageUp: move('Page up', (index, _, page) => index - page),
	focusNeeds: focus('Go to Needs you', 'needs'),
	focusServices: focus('Go to services', 'services'),
	focusNodes: focus('Go to nodes', 'nodes'),
	focusTasks: focus('Go to tasks', 'tasks'),
	focusLogs: focus('Go to logs', 'logs'),
	focusNext: step('Next pane', 1, 'next pane'),
	focusPrevious: step('Previous pane', -1),
	mark: {
		title: 'Mark a row; marked rows act together',
		hint: 'mark',
		run(context) {
			const list = focusedList(context.ui.getState());
			const row = list && list !== 'tasks' && list !== 'needs' ? context.view.selected(list) : undefined;

			if (list !== undefined && row !== undefined) {
				const marked = new Set(context.ui.getState().lists[list].marked);
				marked.delete(row.id) || marked.add(row.id);
				changeList(context.ui, list, {marked});
				moveTo(context, list, context.view.cursor(list) + 1);
			}
		},
	},
	sortByNext: {
		title: 'Sort by the next column',
		run(context) {
			const list = focusedList(context.ui.getState());
			const columns = list === undefined ? [] : columnsOf[list].filter(({sortBy}) => sortBy !== undefined);

			if (list !== undefined && columns.length > 0) {
				const index = columns.findIndex(({id}) => id === context.ui.getState().lists[list].sortBy);
				changeList(context.ui, list, {sortBy: columns[(Math.max(0, index) + 1) % columns.length]?.id});
			}
		},
	},
	reverseSort: {
		title: 'Reverse the order',
		run({ui}) {
			const list = focusedList(ui.getState());

			if (list !== undefined) {
				changeList(ui, list, {isDescending: !ui.getState().lists[list].isDescending});
			}
		},
	},
	filter: {
		title: 'Filter (regular expression, ! inverts)',
		hint: 'filter',
		run(context) {
			const {ui} = context;
			const list = focusedList(ui.getState());

			if (list !== undefined) {
				// What needs someone is never filtered: whoever looks for a name looks among all services.
				const pane = list === 'needs' ? 'services' : list;
				focusOn(context, pane);
				const {filter} = ui.getState().lists[pane];
				ui.setState({prompt: {kind: 'filter', pane, text: filter, before: filter}});
			}
		},
	},
	problemsOnly: {
		title: 'Show only what is not as wanted',
		run: ({ui}) => ui.setState(state => ({problemsOnly: !state.problemsOnly})),
	},
} as const satisfies Record<string, Command>;
