import type {Json} from '../swarm/values.ts';
import type {Operation} from './operation.ts';
import type {Target} from './target.ts';

/** How it went with one target. Every sentence is whole and names the target. */
export type Outcome =
	/** The engine took it; a later snapshot shows what came of it. */
	| {readonly kind: 'requested'; readonly sentence: string; readonly notes: readonly string[]}
	/** It was so already: nothing was written. */
	| {readonly kind: 'unchanged'; readonly sentence: string}
	| {readonly kind: 'gone'; readonly sentence: string}
	/** What the plan relied on is no longer so: nothing was written, ask again over `fresh`. */
	| {readonly kind: 'changed'; readonly sentence: string; readonly fresh: Target['saw']}
	| {readonly kind: 'failed'; readonly sentence: string}
	/** No answer came and the swarm doesn't show it: it may have been applied or still be. */
	| {readonly kind: 'uncertain'; readonly sentence: string}
	/** One before it went wrong. */
	| {readonly kind: 'not-tried'; readonly sentence: string};

export type Result = {readonly target: Target; readonly outcome: Outcome};

/** After these the rest of a set is still wanted: the target is as it should be, or no longer there. */
export const goesOn = (outcome: Outcome) => ['requested', 'unchanged', 'gone'].includes(outcome.kind);

export const nameOf = (target: Target) => {
	switch (target.kind) {
		case 'node':
			return target.saw.hostname || target.saw.id;
		case 'swarm':
			return 'the swarm';
		default:
			return target.saw.name;
	}
};

/** What sentences call what an operation is about. */
export const subjectOf = (operation: Operation, target: Target, input: unknown) =>
	operation.subject?.(input) ?? nameOf(target);

const isObject = (json: Json | undefined): json is {readonly [key: string]: Json} =>
	typeof json === 'object' && json !== null && !Array.isArray(json);

const short = (json: Json | undefined) => {
	const text = typeof json === 'string' ? json : JSON.stringify(json);

	return text !== undefined && text.length > 0 && text.length <= 80 ? text : undefined;
};

/** What differs between two accounts of what was relied on, a clause each: `replicas was 3 and is 5 now`. */
export const differences = (before: Json, after: Json, name = ''): readonly string[] => {
	if (JSON.stringify(before) === JSON.stringify(after)) {
		return [];
	}

	if (isObject(before) && isObject(after)) {
		const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
		return keys.flatMap(key => differences(before[key] ?? null, after[key] ?? null, `${name} ${key}`.trim()));
	}

	const [was, is] = [short(before), short(after)];
	return was === undefined || is === undefined
		? [`${name || 'it'} is another now`]
		: [`${name || 'it'} was ${was === 'null' ? 'unset' : was} and is ${is === 'null' ? 'unset' : is} now`];
};
