import {isEqualJson} from '../../swarm/equal.ts';
import type {Json} from '../../swarm/values.ts';
import {isTree, type Tree} from '../tree.ts';

/** An edit put over what others made of the same spec meanwhile, and the places that both changed. */
export type Merged = {readonly spec: Json; readonly conflicts: readonly (readonly string[])[]};

type Side = Json | undefined;

const isSame = (a: Side, b: Side) => a === b || (a !== undefined && b !== undefined && isEqualJson(a, b));

/** Field by field; a list counts as one field. Where both changed one, the edit's own is taken, and named. */
export const mergeSpecs = (base: Json, edited: Json, now: Json): Merged => {
	const {value, conflicts} = merge(base, edited, now, []);
	return {spec: value ?? null, conflicts};
};

type Step = {readonly value: Side; readonly conflicts: Merged['conflicts']};

const merge = (base: Side, edited: Side, now: Side, path: readonly string[]): Step => {
	if (isSame(edited, base)) {
		return {value: now, conflicts: []};
	}

	if (isSame(now, base) || isSame(now, edited)) {
		return {value: edited, conflicts: []};
	}

	return isTree(edited) && isTree(now)
		? mergeTrees(isTree(base) ? base : {}, edited, now, path)
		: {value: edited, conflicts: [path]};
};

const mergeTrees = (base: Tree, edited: Tree, now: Tree, path: readonly string[]): Step => {
	const keys = [...new Set([...Object.keys(now), ...Object.keys(edited)])];
	const of = (tree: Tree, key: string) => (Object.hasOwn(tree, key) ? tree[key] : undefined);
	const members = keys.map(key => ({
		key,
		...merge(of(base, key), of(edited, key), of(now, key), [...path, key]),
	}));
	const kept = members.flatMap(({key, value}) => (value === undefined ? [] : [[key, value] as const]));
	return {value: Object.fromEntries(kept), conflicts: members.flatMap(({conflicts}) => conflicts)};
};
