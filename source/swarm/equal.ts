import type {Json} from './values.ts';

type Tree = {readonly [key: string]: Json};

/** Whether two plain trees say the same; the order of keys doesn't matter. */
export const isEqualJson = (a: Json, b: Json): boolean => {
	if (a === b) {
		return true;
	}

	if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') {
		return false;
	}

	if (Array.isArray(a) || Array.isArray(b)) {
		return Array.isArray(a) && Array.isArray(b) && isEqualList(a, b);
	}

	return isEqualTree(a as Tree, b as Tree);
};

const isEqualList = (a: readonly Json[], b: readonly Json[]) =>
	a.length === b.length && a.every((item, index) => isEqualJson(item, b[index] as Json));

const isEqualTree = (a: Tree, b: Tree) => {
	const keys = Object.keys(a);
	return (
		keys.length === Object.keys(b).length &&
		keys.every(key => Object.hasOwn(b, key) && isEqualJson(a[key] as Json, b[key] as Json))
	);
};

const verdicts = new WeakMap<object, WeakMap<object, boolean>>();

/** As `isEqualJson`, but asked once for every pair of objects: a thousand tasks share a few templates. */
export const isSameTree = (a: Json, b: Json): boolean => {
	if (a === b || a === null || b === null || typeof a !== 'object' || typeof b !== 'object') {
		return a === b;
	}

	const known = verdicts.get(a) ?? new WeakMap<object, boolean>();
	verdicts.set(a, known);
	const answer = known.get(b) ?? isEqualJson(a, b);
	known.set(b, answer);
	return answer;
};
