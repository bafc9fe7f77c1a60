import type {Json} from '../swarm/values.ts';

/** A mapping of YAML or JSON. */
export type Tree = {readonly [key: string]: Json};

export const isTree = (value: Json | undefined): value is Tree =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The entries of a tree; none of anything else. */
export const treeOf = (value: Json | undefined): Tree => (isTree(value) ? value : {});

/** The items of a list; none of anything else. */
export const itemsOf = (value: Json | undefined): readonly Json[] =>
	Array.isArray(value) ? (value as readonly Json[]) : [];

export const textsOf = (value: Json | undefined): readonly string[] =>
	itemsOf(value).filter(item => typeof item === 'string');

/** What is at a place such as `['TaskTemplate', 'Networks']`; undefined where there is nothing. */
export const at = (spec: Json | undefined, path: readonly string[]): Json | undefined =>
	path.reduce<Json | undefined>(
		(value, key) => (isTree(value) && Object.hasOwn(value, key) ? value[key] : undefined),
		spec,
	);

/** Go leaves zero values out: nothing, an empty text, list or tree, and trees of nothing else all say the same. */
export const isNothing = (value: Json | undefined): boolean => {
	if (value === undefined || value === null || value === '') {
		return true;
	}

	return typeof value === 'object' && Object.values(value).every(inner => isTree(inner) && isNothing(inner));
};

/** As Go sorts texts: by their bytes. */
export const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
