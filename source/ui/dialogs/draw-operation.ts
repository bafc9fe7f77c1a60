import type {Field, Plan} from '../../operations/operation.ts';
import {nameOf, type Result} from '../../operations/outcome.ts';
import {clean} from '../text/clean.ts';
import {cells, cut, fit, wrap} from '../text/fit.ts';
import {selectionBar, type Tone, tone} from '../text/style.ts';
import {type OperationLayer, type OperationPhase, titleOf} from './operation-layer.ts';

export type DialogText = {
	readonly title: string;
	readonly body: readonly string[];
	/** The line of keys, always in view. */
	readonly foot: string;
};

type Form = Extract<OperationPhase, {kind: 'form'}>;
type Review = Extract<OperationPhase, {kind: 'review'}>;

/** What a dialog says, as lines of at most `width` cells. */
export function dialogText(layer: OperationLayer, width: number, isReadOnly: boolean): DialogText {
	const title = titleOf(layer);
	const {phase} = layer;

	switch (phase.kind) {
		case 'loading':
			return {title, body: ['Reading what this would affect...'], foot: 'Esc leave it'};
		case 'form':
			return {title, body: formLines(layer, phase, width), foot: formKeys(phase)};
		case 'preparing':
			return {title, body: ['Asking the registry for the digest, 5 s at most...'], foot: 'Esc leave it'};
		case 'review':
			return {
				title,
				body: [...droppedNote(layer), ...reviewLines(layer, phase, width)],
				foot: reviewKeys(phase, isReadOnly),
			};
		case 'checking':
			return {title, body: ['Checking the plan once more...'], foot: 'Esc leave it'};
		case 'running':
			return {
				title,
				body: [`${layer.operation.doing}...`, ...resultLines(phase.results, width)],
				foot: 'Esc close; it goes on',
			};
		case 'failed':
			return {title, body: paragraph(phase.sentence, width, 'look'), foot: 'Esc close; nothing was changed'};
		case 'outcome':
			return {title, body: resultLines(phase.results, width), foot: 'Esc close'};
	}
}

const droppedNote = ({hasDroppedKeys}: OperationLayer) =>
	hasDroppedKeys ? [tone('look', 'Keys typed before this was on screen were dropped.'), ''] : [];

function formLines(layer: OperationLayer, {fields, values, active, untouched, problem}: Form, width: number) {
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
	return [...droppedNote(layer), ...targetsLines(layer, width), ...lines];
}

type FieldView = {
	readonly isActive: boolean;
	readonly isUntouched: boolean;
	readonly label: number;
	readonly width: number;
};

function fieldLine(
	{label: text, hint, choices}: Field,
	value: string,
	{isActive, isUntouched, label, width}: FieldView,
) {
	const room = Math.max(8, width - label);
	const shown = isActive && choices === undefined && !isUntouched ? `${value}_` : value;
	const padded = fit(clean(shown), Math.min(room, Math.max(24, cells(shown) + 1)));
	const box = isActive ? selectionBar(padded, {focused: true}) : padded;
	const tip = choices === undefined ? hint : `Left and Right: ${choices.join(', ')}`;
	const left = room - cells(padded) - 2;
	return `${tone(isActive ? 'bold' : 'plain', fit(text, label))}${box}  ${isActive && left > 10 ? tone('dim', cut(tip, left)) : ''}`;
}

const formKeys = ({fields}: Form) =>
	`Enter go on to the plan   ${fields.length > 1 ? 'Tab next field   ' : ''}Esc leave it as it is`;

/** Several targets are listed; one is in the title. */
const targetsLines = ({names}: OperationLayer, width: number) =>
	names.length > 1 ? [...wrap(names.join(', '), width).map(line => tone('bold', line)), ''] : [];

function reviewLines(layer: OperationLayer, review: Review, width: number): readonly string[] {
	const {plan, commands, again, mustType, typed} = review;
	return [
		...(again === undefined ? [] : [...paragraph(again, width, 'look'), '']),
		...targetsLines(layer, width),
		...plan.refusals.flatMap(line => bullet('!', line, width, 'act')),
		...plan.warnings.flatMap(line => bullet('!', line, width, 'look')),
		...plan.effects.flatMap(line => bullet(' ', line, width, 'plain')),
		...diffLines(plan, width),
		'',
		...commands.flatMap(line => wrap(`$ ${clean(line)}`, width).map(part => tone('dim', part))),
		...(mustType === undefined || plan.refusals.length > 0
			? []
			: ['', `Type ${tone('bold', mustType)} to confirm: ${typedTone(typed, mustType)}_`]),
	];
}

const typedTone = (typed: string, wanted: string) => tone(wanted.startsWith(typed) ? 'plain' : 'look', clean(typed));

function diffLines({diff = []}: Plan, width: number) {
	return diff.length === 0 ? [] : ['', ...diff.map(line => tone(diffTone(line), cut(clean(line), width)))];
}

const diffTone = (line: string): Tone => (line.startsWith('-') ? 'dim' : line.startsWith('+') ? 'bold' : 'plain');

function reviewKeys({plan, mustType}: Review, isReadOnly: boolean) {
	if (isReadOnly) {
		return 'skep is read-only: nothing can be changed   Esc close';
	}

	if (plan.refusals.length > 0) {
		return 'Esc leave it as it is';
	}

	return mustType === undefined
		? 'y do it   n Esc leave it as it is'
		: 'Enter do it, once it is typed   Esc leave it as it is';
}

const resultTones: Readonly<Partial<Record<Result['outcome']['kind'], Tone>>> = {
	failed: 'act',
	uncertain: 'look',
	changed: 'look',
	gone: 'look',
	'not-tried': 'dim',
};

const resultLines = (results: readonly Result[], width: number) =>
	results.flatMap(({target, outcome}) => [
		...paragraph(outcome.sentence || nameOf(target), width, resultTones[outcome.kind] ?? 'plain'),
		...('notes' in outcome ? outcome.notes.flatMap(note => bullet(' ', note, width, 'plain')) : []),
	]);

const paragraph = (text: string, width: number, meaning: Tone) =>
	wrap(clean(text), width).map(line => tone(meaning, line));

const bullet = (sign: string, text: string, width: number, meaning: Tone) =>
	wrap(clean(text), width - 2).map((line, index) => tone(meaning, `${index === 0 ? sign : ' '} ${line}`));
