import {guidedOperationOf} from '../../operations/guided/guided-operations.ts';
import type {Operation, Plan} from '../../operations/operation.ts';
import {operationOf} from '../../operations/operations.ts';
import {nameOf, type Result} from '../../operations/outcome.ts';
import {clean} from '../text/clean.ts';
import {cut, wrap} from '../text/fit.ts';
import {type Tone, tone} from '../text/style.ts';
import {bullet, droppedNote, type KeyHint, leave, paragraph, targetsLines} from './dialog-lines.ts';
import type {DialogText} from './dialog-text.ts';
import {formKeys, formText, isRestored} from './draw-form.ts';
import {canRevise, type OperationLayer, type OperationPhase, titleOf} from './operation-layer.ts';
import {steadyPart} from './review.ts';

type Review = Extract<OperationPhase, {kind: 'review'}>;

/** What a dialog says, as lines of at most `width` cells. */
export function dialogText(layer: OperationLayer, width: number, isReadOnly: boolean): DialogText {
	const title = titleOf(layer);
	const {phase} = layer;

	switch (phase.kind) {
		case 'loading':
			return {title, body: ['Reading what this would affect...'], foot: [leave]};
		case 'form':
			return {
				title: isRestored(layer) ? `${title}, as it was left` : title,
				...formText(layer, phase, width),
				foot: formKeys(layer, phase),
			};
		case 'mend':
			return {
				title,
				body: [...droppedNote(layer), ...mendLines(phase, width)],
				foot: [
					['Enter', 'open the editor again'],
					['Esc', 'leave it: nothing is sent'],
				],
			};
		case 'preparing':
			return {
				title,
				body: [
					layer.operation.prepare === undefined
						? 'Working out the plan...'
						: (layer.operation.preparing ?? 'Asking the registry for the digest, 5 s at most...'),
				],
				foot: [leave],
			};
		case 'review':
			return {
				title,
				body: [...droppedNote(layer), ...reviewLines(layer, phase, width)],
				foot: reviewKeys(layer, phase, isReadOnly),
				...askFor(phase, isReadOnly),
			};
		case 'checking':
			return {title, body: ['Checking the plan once more...'], foot: [leave]};
		case 'running':
			return {
				title,
				body: [`${layer.operation.doing}...`, ...resultLines(phase.results, width)],
				foot: [['Esc', 'close; it goes on']],
			};
		case 'failed':
			return {
				title,
				body: paragraph(phase.sentence, width, 'look'),
				foot: [...reviseKey(layer), ['Esc', 'close; nothing was changed']],
			};
		case 'outcome':
			return {title, body: resultLines(phase.results, width), foot: [...reviseKey(layer), ['Esc', 'close']]};
	}
}

/** So many are shown: the editor shows all. */
const mostProblems = 12;

/** What is wrong with the text, by its lines. */
function mendLines({problems, path}: Extract<OperationPhase, {kind: 'mend'}>, width: number): readonly string[] {
	const rest = problems.length - mostProblems;
	return [
		...problems
			.slice(0, mostProblems)
			.flatMap(({line, sentence}) => paragraph(`line ${line}: ${sentence}`, width, 'look')),
		...(rest > 0 ? [tone('dim', `and ${rest} more`)] : []),
		'',
		...paragraph(`The text is in ${path}, and all of this stands above it when the editor opens again.`, width, 'dim'),
	];
}

function reviewLines(layer: OperationLayer, review: Review, width: number): readonly string[] {
	const {plan, again, before} = review;
	return [
		...(again === undefined ? [] : [...paragraph(again, width, 'look'), '']),
		...targetsLines(layer, width),
		...plan.refusals.flatMap(line => bullet('!', line, width, 'act')),
		...plan.warnings.flatMap(line => bullet('!', line, width, 'look')),
		...plan.effects.flatMap(line => bullet(' ', line, width, isSaid(before, line) ? 'plain' : 'fresh')),
		...(plan.forecast ?? []).flatMap(line => bullet(' ', line, width, 'plain')),
		...goneLines(plan, before, width),
		...diffLines(plan, width),
		...(plan.refusals.length > 0 ? [] : commandLines(review, width)),
	];
}

const sentencesOf = ({refusals, warnings, effects}: Plan) => [...refusals, ...warnings, ...effects];

/** Where a plan is asked about again, what it didn't say before stands out. */
const isSaid = (before: Plan | undefined, line: string) =>
	before === undefined || sentencesOf(before).map(steadyPart).includes(steadyPart(line));

/** What it said before, and doesn't any more. */
function goneLines(plan: Plan, before: Plan | undefined, width: number) {
	const now = sentencesOf(plan).map(steadyPart);
	const gone = before === undefined ? [] : sentencesOf(before).filter(line => !now.includes(steadyPart(line)));
	return gone.length === 0 ? [] : ['', ...gone.flatMap(line => bullet(' ', `no longer: ${line}`, width, 'dim'))];
}

/** What does the same by hand; several targets have a command each. */
const commandLines = ({commands, mustType}: Review, width: number) => [
	'',
	...commands.flatMap(line => wrap(`$ ${clean(line)}`, width).map(part => tone('dim', part))),
	tone('dim', `  ${mustType === undefined ? 'c' : 'Ctrl+Y'} copies ${commands.length === 1 ? 'it' : 'them'}`),
];

/** Read-only and refused plans can't be confirmed: nothing is asked. */
function askFor({plan, mustType, typed, isMistyped}: Review, isReadOnly: boolean) {
	if (mustType === undefined || plan.refusals.length > 0 || isReadOnly) {
		return {};
	}

	const ask = `Type ${tone('bold', mustType)} to confirm: ${typedTone(typed, mustType)}_`;
	return {ask: isMistyped ? `${ask}   ${tone('look', 'That is not it: nothing is done.')}` : ask};
}

const typedTone = (typed: string, wanted: string) => tone(wanted.startsWith(typed) ? 'plain' : 'look', clean(typed));

function diffLines({diff = []}: Plan, width: number) {
	return diff.length === 0 ? [] : ['', ...diff.map(line => tone(diffTone(line), cut(clean(line), width)))];
}

const diffTone = (line: string): Tone => (line.startsWith('-') ? 'dim' : line.startsWith('+') ? 'bold' : 'plain');

/** Another way to the same end. */
function otherwiseKey({otherwise}: Operation): readonly KeyHint[] {
	const other = otherwise === undefined ? undefined : guidedOperationOf(otherwise);
	return other === undefined ? [] : [['Tab', `${other.verb} instead`]];
}

/** Back to the form, with all that was entered. */
const reviseKey = (layer: OperationLayer): readonly KeyHint[] => (canRevise(layer) ? [['Shift+Tab', 'back']] : []);

function reviewKeys(layer: OperationLayer, {plan, mustType}: Review, isReadOnly: boolean): readonly KeyHint[] {
	const {operation} = layer;

	if (isReadOnly) {
		return [['Esc', 'close; skep is read-only, nothing can be changed']];
	}

	if (plan.refusals.length > 0) {
		const instead = plan.instead === undefined ? undefined : operationOf(plan.instead);
		const way: readonly KeyHint[] = instead === undefined ? [] : [['r', `${instead.verb} instead`]];
		return [...way, ...reviseKey(layer), leave];
	}

	return mustType === undefined
		? [['y', 'do it'], ...otherwiseKey(operation), ...reviseKey(layer), ['n Esc', 'leave it as it is']]
		: [['Enter', 'do it, once it is typed'], ...otherwiseKey(operation), ...reviseKey(layer), leave];
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
