import type {CommandContext} from '../context.ts';
import {replaceTop} from '../state.ts';
import {edit} from '../typing.ts';
import {partsOf} from './form-parts.ts';
import type {OperationLayer, OperationPhase} from './operation-layer.ts';

type Form = Extract<OperationPhase, {kind: 'form'}>;

const notOneLine =
	'What was pasted has a line break, a tab or another control character in it: put it in a file, or paste it without.';

/** The first key typed replaces what was prefilled; Backspace starts editing it instead. */
export function typeInForm(context: CommandContext, layer: OperationLayer, text: string, key: string) {
	const {phase} = layer;
	const field = phase.kind === 'form' ? phase.fields[phase.active] : undefined;

	if (phase.kind !== 'form' || field === undefined || field.choices !== undefined) {
		return;
	}

	if (field.isVerbatim && /\p{Control}/u.test(text)) {
		return replaceTop(context.ui, {...layer, phase: {...phase, problem: {field: field.name, text: notOneLine}}});
	}

	const before = phase.untouched.has(field.name) && text !== '' ? '' : (phase.values[field.name] ?? '');
	const untouched = new Set([...phase.untouched].filter(name => name !== field.name));
	const values = {...phase.values, [field.name]: edit(before, text, key)};
	changeValues(context, layer, {...phase, values, untouched});
}

export function typeInReview({ui}: CommandContext, layer: OperationLayer, text: string, key: string) {
	const {phase} = layer;

	if (phase.kind === 'review' && phase.mustType !== undefined) {
		replaceTop(ui, {...layer, phase: {...phase, typed: edit(phase.typed, text, key), isMistyped: false}});
	}
}

/** Goes through the choices of the active field. */
export function stepChoice(context: CommandContext, layer: OperationLayer, step: 1 | -1) {
	const {phase} = layer;
	const field = phase.kind === 'form' ? phase.fields[phase.active] : undefined;

	if (phase.kind !== 'form' || field?.choices === undefined) {
		return;
	}

	const {choices} = field;
	const index = choices.indexOf(phase.values[field.name] ?? '');
	const value = choices[(index + step + choices.length) % choices.length] ?? '';
	changeValues(context, layer, {...phase, values: {...phase.values, [field.name]: value}});
}

/** New values: what was wrong with the old ones is no longer said, and what these come to is. */
function changeValues({ui, view}: CommandContext, layer: OperationLayer, phase: Form) {
	const meaning = layer.operation.meaning?.(phase.values, layer.targets, view.snapshot()) ?? [];
	replaceTop(ui, {...layer, phase: {...phase, problem: undefined, meaning}});
}

/** To the next field; in a form that is nothing but a choice, to the next choice. */
export function stepField(context: CommandContext, layer: OperationLayer, step: 1 | -1) {
	const {phase} = layer;

	if (phase.kind === 'form' && phase.fields.length === 1) {
		return stepChoice(context, layer, step);
	}

	if (phase.kind === 'form') {
		const active = (phase.active + step + phase.fields.length) % phase.fields.length;
		replaceTop(context.ui, {...layer, phase: {...phase, active}});
	}
}

/** To the first field of the next part of a long form; in a short one, to the next field. */
export function stepSection(context: CommandContext, layer: OperationLayer, step: 1 | -1) {
	const {phase} = layer;

	if (phase.kind !== 'form') {
		return;
	}

	const parts = partsOf(phase.fields);

	if (parts.length < 2) {
		return stepField(context, layer, step);
	}

	const here = parts.findLastIndex(({start}) => start <= phase.active);
	const active = parts.at((here + step) % parts.length)?.start ?? 0;
	replaceTop(context.ui, {...layer, phase: {...phase, active}});
}
