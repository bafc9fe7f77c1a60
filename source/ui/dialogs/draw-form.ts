import type {Field} from '../../operations/form.ts';
import {clean} from '../text/clean.ts';
import {fit} from '../text/fit.ts';
import {selectionBar, tone} from '../text/style.ts';
import {windowTop} from '../widgets/table.ts';
import {droppedNote, type KeyHint, leave, paragraph, targetsLines} from './dialog-lines.ts';
import type {DialogText} from './dialog-text.ts';
import {columnsText, hasColumns} from './form-columns.ts';
import {type Form, fieldLines, labelWidth} from './form-field.ts';
import type {OperationLayer} from './operation-layer.ts';

type FormText = Pick<DialogText, 'body' | 'below' | 'keepInView'>;

/** The fields with what is in them, what is wrong; below them what it comes to, and what may be typed. */
export function formText(layer: OperationLayer, form: Form, width: number): FormText {
	const {fields, values, active, meaning} = form;
	const [only] = fields;
	const note = droppedNote(layer);

	if (only?.choices !== undefined && fields.length === 1) {
		const choices = choiceLines(only.choices, values[only.name], width);
		return {body: [...note, ...choices, ...meaningLines(meaning, width)]};
	}

	if (hasColumns(form)) {
		const columns = columnsText(form, hintOf(fields[active]), width);
		return {
			body: [...note, ...columns.body],
			below: [...meaningLines(meaning, width), ...columns.below],
			keepInView: note.length + columns.keepInView,
		};
	}

	const label = labelWidth(fields);
	const blocks = fields.map((field, index) => [
		...sectionLines(field, index),
		...fieldLines(form, index, {label, width}),
	]);
	const head = [...note, ...targetsLines(layer, width)];
	return {
		body: [...head, ...blocks.flat()],
		below: [...meaningLines(meaning, width), ...hintLines(fields[active], width)],
		keepInView: head.length + blocks.slice(0, active + 1).flat().length - 1,
	};
}

/** Where a part of a long form begins. */
const sectionLines = ({section}: Field, index: number) =>
	section === undefined ? [] : [...(index === 0 ? [] : ['']), tone('dim', section)];

const meaningLines = (meaning: readonly string[], width: number) =>
	meaning.length === 0 ? [] : ['', ...meaning.flatMap(line => paragraph(line, width, 'plain'))];

/** Choices that are on screen together. */
const choicesShown = 8;

/** A form that is nothing but a choice: one below the other, and the arrows go through them. */
function choiceLines(choices: readonly string[], chosen: string | undefined, width: number) {
	const index = Math.max(0, choices.indexOf(chosen ?? ''));
	const top = windowTop(choices.length, choicesShown, index);
	const lines = choices.slice(top, top + choicesShown).map((choice, place) => {
		const line = fit(clean(choice), width);
		return top + place === index ? selectionBar(line, {focused: true}) : line;
	});
	return choices.length > choicesShown ? [...lines, tone('dim', `${index + 1} of ${choices.length}`)] : lines;
}

/** What may be typed in the active field. */
const hintLines = (field: Field | undefined, width: number) =>
	field === undefined ? [] : ['', ...paragraph(hintOf(field), width, 'dim')];

const hintOf = (field: Field | undefined) =>
	field?.choices === undefined ? (field?.hint ?? '') : `${field.hint}: ${field.choices.join(', ')}`;

/** What is left out makes room at 80 columns. */
const goOn = (field: Field | undefined): readonly KeyHint[] =>
	field?.tagsOf === undefined
		? [['Enter', 'go on to the plan']]
		: [
				['Enter', 'go on'],
				['Ctrl+T', 'tags'],
			];

/** There are parts to go through, and less room for words. */
const columnKeys = ({fields, active}: Form, more: readonly KeyHint[]): readonly KeyHint[] => [
	['Enter', 'go on'],
	...(more.length > 0 ? [] : ([['Tab', 'next']] as const)),
	['PgDn', more.length > 0 ? 'part' : 'next part'],
	...(fields[active]?.choices === undefined ? [] : ([['Left Right', 'choose']] as const)),
	...(fields[active]?.tagsOf === undefined ? [] : ([['Ctrl+T', 'tags']] as const)),
	...more,
	['Esc', 'leave'],
];

/** What was left in the form the last time is in it, or set aside. */
export const isRestored = ({aside, opened}: OperationLayer) => aside !== undefined && aside === opened;

const asideKey = (layer: OperationLayer): readonly KeyHint[] =>
	layer.aside === undefined ? [] : [['Ctrl+N', isRestored(layer) ? 'afresh' : 'as left']];

export const formKeys = (layer: OperationLayer, form: Form): readonly KeyHint[] =>
	hasColumns(form) ? columnKeys(form, asideKey(layer)) : plainKeys(form, asideKey(layer));

const plainKeys = ({fields, active}: Form, more: readonly KeyHint[]): readonly KeyHint[] => [
	...goOn(fields[active]),
	...(fields.length > 1 ? ([['Tab', 'next field']] as const) : []),
	...(fields[active]?.choices === undefined
		? []
		: ([[fields.length > 1 ? 'Left Right' : 'Up Down', 'choose']] as const)),
	...more,
	leave,
];
