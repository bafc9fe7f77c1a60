import type {CommandContext} from './context.ts';
import type {ListId} from './pane-state.ts';
import {changeCockpit, changeList, openCockpit} from './state.ts';
import {anchorTopology} from './topology/anchor.ts';

const lists: readonly ListId[] = ['needs', 'services', 'nodes', 'tasks'];

/**
Ties every cursor to the row it is on, by id. A row that went hands the cursor to the one that took its place,
once: from then on that one keeps it, whatever comes and goes around it.
*/
export function anchorCursors(context: CommandContext) {
	placeFocus(context);
	anchorFailure(context);
	anchorTopology(context.ui, context.view);

	for (const id of lists) {
		anchor(context, id);
	}

	dropMarks(context, 'services');
	dropMarks(context, 'nodes');
}

/** The failure that a cockpit explains stays the one it is. */
function anchorFailure({ui, view}: CommandContext) {
	const cockpit = openCockpit(ui.getState());
	const failure = cockpit && view.failure(cockpit)?.id;

	if (cockpit !== undefined && cockpit.failure !== failure) {
		changeCockpit(ui, {failure});
	}
}

/** A mark goes with its row; one that a filter hides stays. */
function dropMarks({ui, view}: CommandContext, id: 'services' | 'nodes') {
	const {marked} = ui.getState().lists[id];
	const items: ReadonlyMap<string, unknown> | undefined = view.snapshot()[id]?.items;
	const left = [...marked].filter(mark => items?.has(mark));

	if (items !== undefined && left.length < marked.size) {
		changeList(ui, id, {marked: new Set(left)});
	}
}

function anchor({ui, view}: CommandContext, id: ListId) {
	const {hasChosenFocus, lists} = ui.getState();
	const {cursor, index} = lists[id];
	const rows = view.rowsOf(id);
	// What is wrong becomes known piece by piece: until the first key the worst of it has the cursor.
	const place = id === 'needs' && !hasChosenFocus ? 0 : view.cursor(id);
	const row = rows[place];

	if (row !== undefined && (row.id !== cursor || place !== index)) {
		changeList(ui, id, {cursor: row.id, index: place});
	}
}

/** At the start the focus goes where a hand is needed; after the first key it goes only where the user sends it. */
function placeFocus({ui, view}: CommandContext) {
	const {focus, hasChosenFocus} = ui.getState();
	const isUrgent = view.needs().some(({tone}) => tone !== 'moving');

	if (!hasChosenFocus && isUrgent && focus !== 'needs') {
		ui.setState({focus: 'needs', leading: 'needs'});
	}

	if (ui.getState().focus === 'needs' && view.needs().length === 0) {
		ui.setState({focus: 'services', leading: 'services'});
	}
}
