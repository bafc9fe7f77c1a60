import type {Field} from '../../operations/operation.ts';
import {clean} from '../text/clean.ts';
import {cells, fit} from '../text/fit.ts';
import {selectionBar, tone} from '../text/style.ts';
import {windowTop} from '../widgets/table.ts';
import {droppedNote, type KeyHint, leave, paragraph, targetsLines} from './dialog-lines.ts';
import type {OperationLayer, OperationPhase} from './operation-layer.ts';

type Form = Extract<OperationPhase, {kind: 'form'}>;

/** The fields with what is in them, what is wrong, what it comes to, and what may be typed. */
export function formLines(layer: OperationLayer, form: Form, width: number) {
	const {fields, values, active, untouched, problem, meaning} = form;
	const [only] = fields;

	if (only?.choices !== undefined && fields.length === 1) {
		return [
			...droppedNote(layer),
			...choiceLines(only.choices, values[only.name], width),
			...meaningLines(meaning, width),
		];
	}

	const label = Math.max(...fields.map(({label}) => cells(label))) + 2;
	const lines = fields.flatMap((field, index) => [
		fieldLine(field, values[field.name] ?? '', {
			isActive: index === active,
			isUntouched: untouched.has(field.name),
			label,
			width,
		}),
		...(problem?.field === field.name
			? paragraph(problem.text, width - label, 'look').map(line => ' '.repeat(label) + line)
			: []),
	]);
	return [
		...droppedNote(layer),
		...targetsLines(layer, width),
		...lines,
		...meaningLines(meaning, width),
		...hintLines(fields[active], width),
	];
}

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

function fieldLine({label: text, choices}: Field, value: string, {isActive, isUntouched, label, width}: FieldView) {
	const room = Math.max(8, width - label);
	const isTyped = isActive && choices === undefined && !isUntouched;
	const shown = clean(choices === undefined ? value : `< ${value} >`) + (isTyped ? '_' : '');
	const padded = fit(shown, Math.min(room, Math.max(24, cells(shown) + 1)));
	return (
		tone(isActive ? 'bold' : 'plain', fit(text, label)) + (isActive ? selectionBar(padded, {focused: true}) : padded)
	);
}

/** What may be typed in the active field. */
const hintLines = (field: Field | undefined, width: number) =>
	field === undefined ? [] : ['', ...paragraph(hintOf(field), width, 'dim')];

const hintOf = ({hint, choices}: Field) => (choices === undefined ? hint : `${hint}: ${choices.join(', ')}`);

export const formKeys = ({fields, active}: Form): readonly KeyHint[] => [
	['Enter', 'go on to the plan'],
	...(fields.length > 1 ? ([['Tab', 'next field']] as const) : []),
	...(fields[active]?.choices === undefined
		? []
		: ([[fields.length > 1 ? 'Left Right' : 'Up Down', 'choose']] as const)),
	leave,
];
