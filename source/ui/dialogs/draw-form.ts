import type {Field} from '../../operations/operation.ts';
import {clean} from '../text/clean.ts';
import {cells, cutStart, fit} from '../text/fit.ts';
import {selectionBar, tone} from '../text/style.ts';
import {windowTop} from '../widgets/table.ts';
import {droppedNote, type KeyHint, leave, paragraph, targetsLines} from './dialog-lines.ts';
import type {DialogText} from './dialog-text.ts';
import type {OperationLayer, OperationPhase} from './operation-layer.ts';

type Form = Extract<OperationPhase, {kind: 'form'}>;

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

	const label = Math.max(...fields.map(({label}) => cells(label))) + 2;
	const blocks = fields.map((_, index) => fieldLines(form, index, label, width));
	const head = [...note, ...targetsLines(layer, width)];
	return {
		body: [...head, ...blocks.flat()],
		below: [...meaningLines(meaning, width), ...hintLines(fields[active], width)],
		keepInView: head.length + blocks.slice(0, active + 1).flat().length - 1,
	};
}

function fieldLines({fields, values, active, untouched, problem}: Form, index: number, label: number, width: number) {
	const field = fields[index];

	if (field === undefined) {
		return [];
	}

	const view = {isActive: index === active, isUntouched: untouched.has(field.name), label, width};
	const complaint = problem?.field === field.name ? paragraph(problem.text, width - label, 'look') : [];
	return [
		...sectionLines(field, index),
		fieldLine(field, values[field.name] ?? '', view),
		...complaint.map(line => ' '.repeat(label) + line),
	];
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

type FieldView = {
	readonly isActive: boolean;
	readonly isUntouched: boolean;
	readonly label: number;
	readonly width: number;
};

function fieldLine(
	{label: text, choices, isMasked}: Field,
	value: string,
	{isActive, isUntouched, label, width}: FieldView,
) {
	const room = Math.max(8, width - label);
	const isTyped = isActive && choices === undefined && !isUntouched;
	const plain = isMasked ? masked(value) : clean(choices === undefined ? value : `< ${value} >`);
	// The end is where one types: what is too long loses its beginning.
	const shown = isTyped ? cutStart(`${plain}_`, room) : plain;
	const padded = fit(shown, Math.min(room, Math.max(24, cells(shown) + 1)));
	return (
		tone(isActive ? 'bold' : 'plain', fit(text, label)) + (isActive ? selectionBar(padded, {focused: true}) : padded)
	);
}

/** One dot more or less tells nobody how long it is. */
const masked = (value: string) => '*'.repeat(Math.min(value.length, 12));

/** What may be typed in the active field. */
const hintLines = (field: Field | undefined, width: number) =>
	field === undefined ? [] : ['', ...paragraph(hintOf(field), width, 'dim')];

const hintOf = ({hint, choices}: Field) => (choices === undefined ? hint : `${hint}: ${choices.join(', ')}`);

/** What is left out makes room at 80 columns. */
const goOn = (field: Field | undefined): readonly KeyHint[] =>
	field?.tagsOf === undefined
		? [['Enter', 'go on to the plan']]
		: [
				['Enter', 'go on'],
				['Ctrl+T', 'tags'],
			];

export const formKeys = ({fields, active}: Form): readonly KeyHint[] => [
	...goOn(fields[active]),
	...(fields.length > 1 ? ([['Tab', 'next field']] as const) : []),
	...(fields[active]?.choices === undefined
		? []
		: ([[fields.length > 1 ? 'Left Right' : 'Up Down', 'choose']] as const)),
	leave,
];
