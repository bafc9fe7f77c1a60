import type {Json} from '../../swarm/values.ts';
import {isTree, type Tree} from '../tree.ts';

const own = (tree: Tree | undefined, key: string): Json | undefined =>
	tree !== undefined && Object.hasOwn(tree, key) ? tree[key] : undefined;

export const treeAt = (tree: Tree | undefined, key: string): Tree | undefined => {
	const value = own(tree, key);
	return isTree(value) ? value : undefined;
};

/** A tree that is deep in another; undefined where the way there ends. */
export const treeIn = (tree: Tree | undefined, ...path: readonly string[]): Tree | undefined =>
	path.reduce<Tree | undefined>(treeAt, tree);

const listAt = (tree: Tree | undefined, key: string): readonly Json[] => {
	const value = own(tree, key);
	return Array.isArray(value) ? (value as readonly Json[]) : [];
};

export const treesAt = (tree: Tree | undefined, key: string): readonly Tree[] => listAt(tree, key).filter(isTree);

/** Numbers and booleans as they were written, too: YAML has them where Docker means text. */
const textOf = (value: Json | undefined): string | undefined =>
	value === undefined || value === null || typeof value === 'object' ? undefined : String(value);

export const textAt = (tree: Tree | undefined, key: string): string | undefined => textOf(own(tree, key));

export const textsAt = (tree: Tree | undefined, key: string): readonly string[] =>
	listAt(tree, key).flatMap(item => textOf(item) ?? []);

export const numberAt = (tree: Tree | undefined, key: string): number | undefined => {
	const value = own(tree, key);
	const number = typeof value === 'string' && value !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
};

export const flagAt = (tree: Tree | undefined, key: string): boolean | undefined => {
	const value = own(tree, key);
	return typeof value === 'boolean' ? value : undefined;
};

/** A mapping of texts; a key without a value has an empty one, as Docker reads labels and options. */
export const mapAt = (tree: Tree | undefined, key: string): Readonly<Record<string, string>> =>
	Object.fromEntries(Object.entries(treeAt(tree, key) ?? {}).map(([name, value]) => [name, textOf(value) ?? '']));

/** Without what there is none of: undefined, and empty lists and mappings. */
export const compact = (fields: Readonly<Record<string, Json | undefined>>): Tree =>
	Object.fromEntries(
		Object.entries(fields).filter((entry): entry is [string, Json] => entry[1] !== undefined && !isEmpty(entry[1])),
	);

const isEmpty = (value: Json) => typeof value === 'object' && value !== null && Object.keys(value).length === 0;
