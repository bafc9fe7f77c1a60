import type {Field} from '../../operations/form.ts';
import {clean} from '../text/clean.ts';
import {cells, cutStart, fit} from '../text/fit.ts';
import {selectionBar, tone} from '../text/style.ts';
import {paragraph} from './dialog-lines.ts';
import type {OperationPhase} from './operation-layer.ts';

export type Form = Extract<OperationPhase, {kind: 'form'}>;

/** Cells of the labels' column, and of a whole line. */
type Widths = {readonly label: number; readonly width: number};

export const labelWidth = (fields: readonly Field[]) => Math.max(...fields.map(({label}) => cells(label))) + 2;

/** A field with what is in it, and what is wrong with that. */
export function fieldLines(form: Form, index: number, {label, width}: Widths): readonly string[] {
	const field = form.fields[index];

	if (field === undefined) {
		return [];
	}

	const {problem} = form;
	const complaint = problem?.field === field.name ? paragraph(withoutKeys(problem.text), width - label, 'look') : [];
	return [fieldLine(form, field, {label, width}), ...complaint.map(line => ' '.repeat(label) + line)];
}

function fieldLine(form: Form, field: Field, {label, width}: Widths) {
	const room = Math.max(8, width - label);
	const isActive = form.fields[form.active] === field;
	const shown = shownIn(form, field, room);
	const padded = fit(shown, Math.min(room, Math.max(24, cells(shown) + 1)));
	const isUnset = field.fallback !== undefined && (form.values[field.name] ?? '') === field.initial;
	const value = isUnset ? tone('dim', padded) : padded;
	return (
		tone(isActive ? 'bold' : 'plain', fit(field.label, label)) +
		(isActive ? selectionBar(value, {focused: true}) : value)
	);
}

function shownIn(form: Form, field: Field, room: number) {
	const value = form.values[field.name] ?? '';
	const isTyped = form.fields[form.active] === field && field.choices === undefined && !form.untouched.has(field.name);
	// The end is where one types: what is too long loses its beginning.
	return isTyped ? cutStart(`${plainText(field, value)}_`, room) : plainText(field, value) || (field.fallback ?? '');
}

/** What stands in a field, uncut. */
export const plainText = ({choices, isMasked}: Field, value: string) =>
	isMasked ? masked(value) : withoutKeys(clean(choices === undefined ? value : `< ${value} >`));

/** A token that lets machines in, or an unlock key, pasted into the wrong field: not on screen there either. */
const withoutKeys = (text: string) => text.replaceAll(/SWM(TKN|KEY)-\S*/g, 'SWM$1-...');

/** One dot more or less tells nobody how long it is. */
const masked = (value: string) => '*'.repeat(Math.min(value.length, 12));
