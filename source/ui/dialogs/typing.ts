import type {CommandContext} from '../context.ts';
import {replaceTop} from '../state.ts';
import {edit} from '../typing.ts';
import type {OperationLayer} from './operation-layer.ts';

/** The first key typed replaces what was prefilled; Backspace starts editing it instead. */
export function typeInForm({ui}: CommandContext, layer: OperationLayer, text: string, key: string) {
	const {phase} = layer;
	const field = phase.kind === 'form' ? phase.fields[phase.active] : undefined;

	if (phase.kind !== 'form' || field === undefined || field.choices !== undefined) {
		return;
	}

	const before = phase.untouched.has(field.name) && text !== '' ? '' : (phase.values[field.name] ?? '');
	const untouched = new Set([...phase.untouched].filter(name => name !== field.name));
	const values = {...phase.values, [field.name]: edit(before, text, key)};
	replaceTop(ui, {...layer, phase: {...phase, values, untouched, problem: undefined}});
}

export function typeInReview({ui}: CommandContext, layer: OperationLayer, text: string, key: string) {
	const {phase} = layer;

	if (phase.kind === 'review' && phase.mustType !== undefined) {
		replaceTop(ui, {...layer, phase: {...phase, typed: edit(phase.typed, text, key)}});
	}
}

/** Goes through the choices of the active field. */
export function stepChoice({ui}: CommandContext, layer: OperationLayer, step: 1 | -1) {
	const {phase} = layer;
	const field = phase.kind === 'form' ? phase.fields[phase.active] : undefined;

	if (phase.kind !== 'form' || field?.choices === undefined) {
		return;
	}

	const {choices} = field;
	const index = choices.indexOf(phase.values[field.name] ?? '');
	const value = choices[(index + step + choices.length) % choices.length] ?? '';
	replaceTop(ui, {...layer, phase: {...phase, values: {...phase.values, [field.name]: value}, problem: undefined}});
}

export function stepField({ui}: CommandContext, layer: OperationLayer, step: 1 | -1) {
	const {phase} = layer;

	if (phase.kind === 'form') {
		const active = (phase.active + step + phase.fields.length) % phase.fields.length;
		replaceTop(ui, {...layer, phase: {...phase, active}});
	}
}
