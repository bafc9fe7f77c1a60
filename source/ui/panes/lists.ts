import {shortImage} from '../../swarm/image-name.ts';
import type {Known} from '../../swarm/snapshot.ts';
import type {ListId} from '../pane-state.ts';
import {nodeColumns} from '../rows/node-rows.ts';
import {serviceColumns} from '../rows/service-rows.ts';
import {type TaskRow, taskColumns} from '../rows/task-rows.ts';
import type {UiState} from '../state.ts';
import {clean} from '../text/clean.ts';
import type {Tone} from '../text/style.ts';
import type {View} from '../view.ts';
import type {Column} from '../widgets/column.ts';
import {drawTable, hasColumn, type TableView} from '../widgets/table.ts';
import {drawTitle} from '../widgets/title.ts';
import {type Unfolding, unfold} from './unfold.ts';

export type PaneView = {
	readonly view: View;
	readonly ui: UiState;
	readonly width: number;
	readonly height: number;
	/** Drawn below tabs that already carry the titles. */
	readonly hasTitle: boolean;
};

type List<Row> = {
	readonly id: Exclude<ListId, 'needs'>;
	readonly title: string;
	readonly columns: readonly Column<Row>[];
	readonly rows: readonly Row[];
	/** What a heading means, said where that column is shown. */
	readonly note?: {readonly text: string; readonly columnId: string};
	readonly empty: string;
	readonly unfolds?: Unfolding<Row>;
};

export function drawServices(pane: PaneView): readonly string[] {
	const {view, ui} = pane;
	const known = view.snapshot().services;
	return drawList(pane, {
		id: 'services',
		title: `1 Services ${countWords(known)}`,
		columns: serviceColumns,
		rows: view.services(),
		empty: emptyWords(known, ui, 'services', 'No services yet: a creates one'),
	});
}

export function drawNodes(pane: PaneView): readonly string[] {
	const {view, ui} = pane;
	const known = view.snapshot().nodes;
	return drawList(pane, {
		id: 'nodes',
		title: `2 Nodes ${countWords(known)}`,
		columns: nodeColumns,
		rows: view.nodes(),
		note: {text: '* reserved, not used', columnId: 'cpu'},
		empty: emptyWords(known, ui, 'nodes', 'No nodes'),
	});
}

export function drawTasks(pane: PaneView): readonly string[] {
	const {view, ui} = pane;
	return drawList(pane, {
		id: 'tasks',
		title: tasksTitle(view) + tasksAbout(view),
		columns: columnsFor(view),
		rows: view.tasks(),
		empty: tasksEmpty(view, ui),
		unfolds: {columnId: 'error', text: row => `${row.slot || row.node}: ${row.error}`},
	});
}

const countWords = (known: Known<ReadonlyMap<unknown, unknown>> | undefined) =>
	known === undefined ? '?' : String(known.items.size);

function emptyWords(known: unknown, {lists, problemsOnly}: UiState, id: ListId, none: string) {
	if (known === undefined) {
		return 'Reading...';
	}

	if (lists[id].filter !== '') {
		return `Nothing matches /${lists[id].filter}; Esc shows all again`;
	}

	return problemsOnly ? 'Nothing is out of order here; ! shows all again' : none;
}

/** Whose tasks are shown. */
export function tasksTitle(view: View) {
	const subject = view.subject();

	if (subject?.kind === 'service') {
		const name = view.serviceOf(subject.id)?.name;
		return name === undefined ? '3 Tasks' : clean(`3 Tasks of ${name}`);
	}

	if (subject?.kind === 'node') {
		return clean(`3 Tasks on ${view.nodeOf(subject.id)?.hostname ?? subject.id}`);
	}

	return subject?.kind === 'all' ? '3 Tasks of all services' : '3 Tasks';
}

/** The full story of the selected service without a key: its image and its stack. */
function tasksAbout(view: View) {
	const subject = view.subject();
	const service = subject?.kind === 'service' ? view.serviceOf(subject.id) : undefined;
	const stack = service?.stack === undefined ? '' : `, stack ${service.stack}`;
	return service === undefined ? '' : clean(`  ${shortImage(service.image)}${stack}`);
}

function tasksEmpty(view: View, ui: UiState) {
	const subject = view.subject();

	if (subject === undefined) {
		return 'Nothing is selected';
	}

	const isKnown = subject.kind === 'service' ? view.snapshot().tasks.has(subject.id) : view.snapshot().hasAllTasks;
	return emptyWords(isKnown || undefined, ui, 'tasks', 'No tasks');
}

const serviceColumn: Column<TaskRow> = {
	id: 'slot',
	title: 'TASK',
	cell: row =>
		row.slot === ''
			? row.service
			: row.service === '' || row.slot.startsWith(row.service)
				? row.slot
				: `${row.service}.${row.slot}`,
	sortBy: row => `${row.service} ${row.order}`,
	tone: row => (row.isHistory ? 'dim' : 'bold'),
	shrinksTo: 12,
};
const withServices = taskColumns.map(column => (column.id === 'slot' ? serviceColumn : column));
const withoutNode = withServices.filter(({id}) => id !== 'node');

function columnsFor(view: View) {
	const kind = view.subject()?.kind;
	return kind === 'service' || kind === undefined ? taskColumns : kind === 'node' ? withoutNode : withServices;
}

function drawList<Row extends {readonly id: string; readonly sign: string; readonly tone: Tone | undefined}>(
	pane: PaneView,
	list: List<Row>,
): readonly string[] {
	const {ui, view, width, height, hasTitle} = pane;
	const state = ui.lists[list.id];
	const isFocused = ui.focus === list.id && ui.layers.length === 0;
	const isLeading = ui.leading === list.id;
	const table: TableView<Row> = {
		columns: list.columns,
		rows: list.rows,
		width,
		height: height - (hasTitle ? 1 : 0),
		cursor: isFocused || isLeading ? view.cursor(list.id) : -1,
		isFocused,
		isMarked: row => state.marked.has(row.id),
		sign: row => row.sign,
		urgency: row => row.tone,
		empty: list.empty,
	};
	const body = unfold(drawTable(table), {...table, cursor: view.cursor(list.id)}, list.unfolds);
	return hasTitle
		? [drawTitle(list.title + stateWords(list.id, ui), width, isFocused, asideOf(list, table)), ...body]
		: body;
}

const columnsOf: Readonly<Record<List<never>['id'], readonly {readonly id: string; readonly title: string}[]>> = {
	services: serviceColumns,
	nodes: nodeColumns,
	tasks: taskColumns,
};

/** What there is besides the rows in view. */
function asideOf<Row extends object>({rows, note}: List<Row>, table: TableView<Row>) {
	const hidden = rows.length - (table.height - 1);
	const isNoted = note !== undefined && hasColumn(table, note.columnId);
	return [hidden > 0 ? `${hidden} more` : '', isNoted ? note.text : ''].filter(part => part !== '').join('   ');
}

/** What of the list is not as usual: sorted otherwise, filtered, marked. */
export function stateWords(id: List<never>['id'], {lists, problemsOnly}: UiState) {
	const {sortBy, isDescending, filter, marked} = lists[id];
	const columns = columnsOf[id];
	const column = columns.find(column => column.id === sortBy);
	const parts = [
		column === undefined && !isDescending
			? ''
			: `by ${(column ?? columns[0])?.title.toLowerCase()}${isDescending ? ', last first' : ''}`,
		filter === '' ? '' : `matching /${clean(filter)}`,
		problemsOnly ? 'not as wanted only' : '',
		marked.size === 0 ? '' : `${marked.size} marked`,
	].filter(part => part !== '');
	return parts.length === 0 ? '' : `, ${parts.join(', ')}`;
}
