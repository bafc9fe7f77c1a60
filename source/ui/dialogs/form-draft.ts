import type {Field, FormValues} from '../../operations/form.ts';
import type {CommandContext} from '../context.ts';
import {replaceTop, say, type Ui} from '../state.ts';
import {close} from './open-dialog.ts';
import {canRevise, type OperationLayer, type OperationPhase} from './operation-layer.ts';

type Form = Extract<OperationPhase, {kind: 'form'}>;

/**
What was entered in the form of something new and not sent: offered when that opens again, and gone with skep.
Forms that change something have none: what was meant for yesterday's state would ride along unseen.
*/
export type FormDraft = {
	/** Only what differs from the form as it opens. */
	readonly values: FormValues;
	/** The field that was in use. */
	readonly active: string | undefined;
};

const keyOf = ({operation, targets}: OperationLayer) => [operation.id, ...targets.map(({id}) => id)].join(' ');

/** The value of a secret, a token, what is to be in a config: kept nowhere, not even until the next time. */
const isContent = ({isMasked, isVerbatim}: Field) => isMasked === true || isVerbatim === true;

/** With what was left of this form the last time; `aside` is then the form as it opens. */
export function withDraft({ui}: CommandContext, layer: OperationLayer, opened: Form): Partial<OperationLayer> {
	const draft = ui.getState().drafts.get(keyOf(layer));
	const kept = opened.fields.map(({name}) => name).filter(name => draft?.values[name] !== undefined);

	if (draft === undefined || kept.length === 0) {
		return {opened, phase: opened};
	}

	const values = {...opened.values, ...Object.fromEntries(kept.map(name => [name, draft.values[name] ?? '']))};
	const untouched = new Set([...opened.untouched].filter(name => !kept.includes(name)));
	const place = opened.fields.findIndex(({name}) => name === draft.active);
	return {opened, phase: {...opened, values, untouched, active: Math.max(0, place)}, aside: opened};
}

/** From what was left the last time to the form as it opens, and back: neither is lost. */
export function startAfresh({ui}: CommandContext, layer: OperationLayer) {
	const {phase, aside} = layer;

	if (phase.kind === 'form' && aside !== undefined) {
		replaceTop(ui, {...layer, phase: aside, aside: phase});
	}
}

/** The form, while what is in it was not sent, or failed as a whole. */
function unsentForm(layer: OperationLayer): Form | undefined {
	const {phase, form} = layer;

	if (phase.kind === 'form') {
		return phase;
	}

	return phase.kind === 'preparing' || phase.kind === 'checking' || canRevise(layer) ? form : undefined;
}

const enteredIn = (form: Form, {opened}: OperationLayer) =>
	form.fields.filter(({name}) => form.values[name] !== opened?.values[name]);

/** A line is typed again in no time. */
const isWork = (fields: readonly Field[]) => fields.length > 1 || fields.some(isContent);

const twice = 'Esc once more leaves this form: what was entered here is kept nowhere.';

/** Leaves a dialog; what was entered is kept for the next time, and where it can't be, the second time counts. */
export function leaveDialog(context: CommandContext, layer: OperationLayer) {
	const {phase, operation} = layer;
	const form = unsentForm(layer);
	const entered = form === undefined ? [] : enteredIn(form, layer);
	const kept = operation.isMade === undefined ? [] : entered.filter(field => !isContent(field));
	const lost = entered.filter(field => !kept.includes(field));

	if (phase.kind === 'form' && isWork(lost) && phase.problem?.text !== twice) {
		const field = phase.fields[phase.active]?.name ?? '';
		return replaceTop(context.ui, {...layer, phase: {...phase, problem: {field, text: twice}}});
	}

	close(context, layer);

	if (form !== undefined && kept.length > 0) {
		keepDraft(context.ui, layer, form, kept);
		say(context.ui, `${operation.title}: what was entered is kept for the next time`);
	}
}

function keepDraft(ui: Ui, layer: OperationLayer, form: Form, kept: readonly Field[]) {
	const values = Object.fromEntries(kept.map(({name}) => [name, form.values[name] ?? '']));
	const draft: FormDraft = {values, active: form.fields[form.active]?.name};
	ui.setState(({drafts}) => ({drafts: new Map(drafts).set(keyOf(layer), draft)}));
}

/** It was sent: nothing is left to be done about it. */
export function dropDraft({ui}: CommandContext, layer: OperationLayer) {
	ui.setState(({drafts}) => ({drafts: new Map([...drafts].filter(([key]) => key !== keyOf(layer)))}));
}
