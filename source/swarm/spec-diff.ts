import {isEqualJson} from './equal.ts';
import {nameOfPath} from './spec-paths.ts';
import type {Json} from './values.ts';

/** One difference between two specs. */
export type DiffLine = {
	readonly kind: 'added' | 'removed' | 'changed';
	/** In words where the place has a name (`image`, `env CACHE_URL`), else with dots. */
	readonly path: string;
	/** Absent when it was added. */
	readonly before: string | undefined;
	/** Absent when it was removed. */
	readonly after: string | undefined;
};

type DiffOptions = {
	/** Hide the values of environment variables: they may be passwords. That one changed still shows. */
	readonly maskEnv?: boolean;
};

const masked = '•••';

type Tree = {readonly [key: string]: Json};

const isTree = (value: Json | undefined): value is Tree =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isEmpty = (value: Json | undefined) =>
	value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);

/** What tells one object of a list from another, by the fields Docker's specs have. */
const identities: readonly ((item: Tree) => Json | undefined)[] = [
	item => (isTree(item['File']) ? item['File']['Name'] : undefined),
	item => item['SecretName'] ?? item['ConfigName'],
	item => item['Target'],
	item => (item['Soft'] === undefined ? undefined : item['Name']),
	item => (item['TargetPort'] === undefined ? undefined : `${item['TargetPort']}/${item['Protocol'] ?? 'tcp'}`),
];

const keyOfItem = (item: Json, isEnv: boolean): string => {
	if (typeof item === 'string') {
		return isEnv ? item.split('=', 1).join('') : item;
	}

	const name = isTree(item) ? identities.map(identity => identity(item)).find(key => key !== undefined) : undefined;
	return typeof name === 'string' ? name : JSON.stringify(item);
};

const isEnvPath = (path: readonly string[]) => path.at(-1) === 'Env';

/** Where the order carries the meaning: what runs, and the spread, outermost first. */
const isOrdered = (path: readonly string[]) => ['Command', 'Args', 'Test', 'Preferences'].includes(path.at(-1) ?? '');

/** A list as a tree by what names its items; undefined where the order matters or names repeat. */
const asTree = (items: readonly Json[], path: readonly string[]): Tree | undefined => {
	const isEnv = isEnvPath(path);
	const entries = items.map((item): [string, Json] => {
		const key = keyOfItem(item, isEnv);
		return [key, isEnv && typeof item === 'string' ? item.slice(key.length + 1) : item];
	});
	const isNamed = new Set(entries.map(([key]) => key)).size === entries.length;
	return isOrdered(path) || !isNamed ? undefined : Object.fromEntries(entries);
};

const treeOf = (value: Json | undefined, path: readonly string[]): Tree | undefined => {
	if (isTree(value)) {
		return value;
	}

	return Array.isArray(value) ? asTree(value as readonly Json[], path) : undefined;
};

const isLabels = (path: readonly string[]) => path.at(-1) === 'Labels';

const textOf = (value: Json | undefined): string | undefined => {
	if (value === undefined) {
		return undefined;
	}

	return typeof value === 'string' ? value : JSON.stringify(value);
};

const lineOf = (
	path: readonly string[],
	before: Json | undefined,
	after: Json | undefined,
	isMasked: boolean,
): DiffLine => {
	const show = (value: Json | undefined) => (isMasked && value !== undefined ? masked : textOf(value));
	const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
	return {kind, path: nameOfPath(path), before: show(before), after: show(after)};
};

type Walk = {readonly path: readonly string[]; readonly isMasked: boolean; readonly maskEnv: boolean};

/** `linux/amd64, linux/arm64`: noted with an image's digest, and of no use field by field. */
const platformsOf = (items: readonly Json[]): string =>
	items
		.filter(isTree)
		.map(item => [item['OS'], item['Architecture']].filter(Boolean).join('/'))
		.toSorted()
		.join(', ');

/** Empty objects and lists say the same as none; empty strings do so, too, but for values of labels and variables. */
const normal = (value: Json | undefined, {path}: Walk): Json | undefined => {
	if (path.at(-1) === 'Platforms' && Array.isArray(value)) {
		return platformsOf(value as readonly Json[]) || undefined;
	}

	const isNamedValue = isLabels(path.slice(0, -1)) || isEnvPath(path.slice(0, -1));
	return isEmpty(value) || (value === '' && !isNamedValue) ? undefined : value;
};

const own = (tree: Tree | undefined, key: string) => (tree && Object.hasOwn(tree, key) ? tree[key] : undefined);

const diff = (before: Json | undefined, after: Json | undefined, walk: Walk): readonly DiffLine[] => {
	const [left, right] = [normal(before, walk), normal(after, walk)];

	if (left === right || (left !== undefined && right !== undefined && isEqualJson(left, right))) {
		return [];
	}

	const isMasked = walk.isMasked || (walk.maskEnv && isEnvPath(walk.path));
	const [leftTree, rightTree] = [treeOf(left, walk.path), treeOf(right, walk.path)];
	const areTrees = (left === undefined || leftTree !== undefined) && (right === undefined || rightTree !== undefined);

	if (!areTrees) {
		return [lineOf(walk.path, left, right, isMasked)];
	}

	const keys = new Set([...Object.keys(leftTree ?? {}), ...Object.keys(rightTree ?? {})]);
	return [...keys].flatMap(key =>
		diff(own(leftTree, key), own(rightTree, key), {...walk, isMasked, path: [...walk.path, key]}),
	);
};

/**
What differs between two specs, place by place. Lists whose items have names (environment variables by theirs, mounts
by their target, constraints by themselves) are compared as sets.
*/
export const specDiff = (before: Json, after: Json, {maskEnv = false}: DiffOptions = {}): readonly DiffLine[] =>
	diff(before, after, {path: [], isMasked: false, maskEnv});

const signs = {added: '+', removed: '-', changed: '~'} as const;

/** One line of text: `~ image: web:1 -> web:2`, `+ env CACHE_URL: redis://cache`. */
export const diffText = ({kind, path, before, after}: DiffLine): string => {
	const values = [before, after].filter(value => value !== undefined);
	const change = kind === 'changed' && before === after ? 'changed' : values.join(' -> ');
	return `${signs[kind]} ${path}: ${change}`;
};
