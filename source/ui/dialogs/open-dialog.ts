import type {CommandContext} from '../context.ts';
import {popLayer, replaceTop, say, topLayer, type UiState} from '../state.ts';
import type {OperationLayer, OperationPhase} from './operation-layer.ts';

/** What is typed within so many milliseconds of a dialog's drawing was typed at something else. */
export const deafness = 300;

/** The dialog that has the keys, if one has. */
export const openDialog = (state: UiState) => {
	const top = topLayer(state);
	return top?.kind === 'operation' ? top : undefined;
};

export const isOpen = ({ui}: Pick<CommandContext, 'ui'>, {ticket}: OperationLayer) =>
	openDialog(ui.getState())?.ticket === ticket;

/** Shows what comes next in a dialog, or says in a line how it ended if it was closed meanwhile. */
export function show(context: CommandContext, layer: OperationLayer, phase: OperationPhase) {
	// Deaf until `heardFrom` says that it is on screen.
	const isAsking = phase.kind === 'form' || phase.kind === 'review' || phase.kind === 'mend';
	const change = {phase, deafUntil: isAsking ? Number.POSITIVE_INFINITY : 0, hasDroppedKeys: false};

	if (changeDialog(context, layer, change) || phase.kind !== 'outcome') {
		return;
	}

	for (const {outcome} of phase.results) {
		say(context.ui, outcome.sentence, outcome.kind === 'requested' ? 'plain' : 'look');
	}
}

/** Changes the dialog if it is still the one that is open, and answers whether it was. */
export function changeDialog({ui}: CommandContext, {ticket}: OperationLayer, change: Partial<OperationLayer>) {
	const open = openDialog(ui.getState());

	if (open?.ticket !== ticket) {
		return false;
	}

	replaceTop(ui, {...open, ...change});
	return true;
}

/** The question is on screen: keys count from a moment after. */
export function heardFrom({ui, clock}: Pick<CommandContext, 'ui' | 'clock'>, ticket: number) {
	const open = openDialog(ui.getState());

	if (open?.ticket === ticket && open.deafUntil === Number.POSITIVE_INFINITY) {
		replaceTop(ui, {...open, deafUntil: clock() + deafness});
	}
}

export function close(context: CommandContext, layer: OperationLayer) {
	if (isOpen(context, layer)) {
		popLayer(context.ui);
	}
}
