import {type Document, isCollection, isScalar, LineCounter, type Node, parseDocument} from 'yaml';
import type {Json} from '../../swarm/values.ts';
import type {Names} from '../names.ts';
import {editFaults} from './check-spec.ts';
import {type Fault, type Problem, placeText} from './problem.ts';
import {readTree} from './read-tree.ts';
import {resolveReferences} from './references.ts';
import {type Editable, shapes} from './service-shape.ts';
import {yamlProblem} from './yaml-problem.ts';

/** What became of a text: a spec that can be sent, nothing at all, or what is wrong with it, by line. */
export type Reading =
	| {readonly kind: 'spec'; readonly spec: Json}
	| {readonly kind: 'empty'}
	| {readonly kind: 'problems'; readonly problems: readonly Problem[]};

export type Original = {readonly kind: Editable; readonly spec: Json; readonly names: Names};

/** Reads a text that `writeSpec` made and someone edited. A text that says the same gives an equal spec. */
export const readSpec = (text: string, {kind, spec: before, names}: Original): Reading => {
	const lines = new LineCounter();
	const document = parseDocument(text, {lineCounter: lines, prettyErrors: false});
	const lineAt = (offset: number) => lines.linePos(offset).line;

	if (document.errors.length > 0) {
		return problems(document.errors.map(error => ({line: lineAt(error.pos[0]), sentence: `${yamlProblem(error)}.`})));
	}

	if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
		return {kind: 'empty'};
	}

	const {value, faults} = readTree(document, shapes[kind], before, names);
	const resolved = resolveReferences(value, before, names);
	const all = [...faults, ...apart([...resolved.faults, ...editFaults(resolved.spec, before, kind)], faults)];
	return all.length === 0
		? {kind: 'spec', spec: resolved.spec}
		: problems(all.map(fault => ({line: lineAt(offsetOf(document, fault.path)), sentence: sentenceOf(fault)})));
};

/** What can't be read is wrong once, not in what depends on it, too. */
const apart = (later: readonly Fault[], first: readonly Fault[]) =>
	later.filter(({path}) => !first.some(known => isWithin(path, known.path) || isWithin(known.path, path)));

const isWithin = (path: Fault['path'], parent: Fault['path']) => parent.every((key, index) => path[index] === key);

const problems = (found: readonly Problem[]): Reading => ({
	kind: 'problems',
	problems: found.toSorted((a, b) => a.line - b.line),
});

const sentenceOf = ({path, sentence}: Fault) => {
	const whole = path.length === 0 ? sentence : `${placeText(path)}: ${sentence}`;
	return whole.endsWith('?') ? whole : `${whole}.`;
};

/** Where something is, or what it is missing from. */
const offsetOf = (document: Document, path: Fault['path']): number => {
	const parent = path.length === 0 ? undefined : document.getIn(path.slice(0, -1), true);
	const last = path.at(-1);

	if (typeof last === 'string' && isCollection(parent)) {
		const pair = parent.items.find(item => 'key' in (item as object) && keyIs(item as {key?: unknown}, last)) as
			| {readonly key?: Node}
			| undefined;

		if (pair?.key?.range) {
			return pair.key.range[0];
		}
	}

	const node = document.getIn(path, true) as Node | undefined;
	return node?.range?.[0] ?? (path.length === 0 ? 0 : offsetOf(document, path.slice(0, -1)));
};

const keyIs = ({key}: {readonly key?: unknown}, name: string) => String((key as {value?: unknown})?.value) === name;
