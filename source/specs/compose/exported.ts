import type {Json} from '../../swarm/values.ts';
import {isTree, type Tree} from '../tree.ts';
import {descoped} from './stack-name.ts';

/** What an export knows of the swarm: names of ids, and which of them are the stack's own. */
export type ExportScope = {
	readonly stack: string;
	readonly networks: ReadonlyMap<string, {readonly name: string; readonly isOwn: boolean}>;
};

/** A part of an export: what goes into the file, and what no compose file can say. */
export type Exported<T = Tree> = {readonly tree: T; readonly lost: readonly string[]};

/** Texts with `$` doubled: the command line would take `$NAME` for a variable. Keys stay as they are. */
export const literal = (value: Json): Json => {
	if (typeof value === 'string') {
		return value.replaceAll('$', '$$$$');
	}

	if (Array.isArray(value)) {
		return (value as readonly Json[]).map(literal);
	}

	return isTree(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, literal(inner)])) : value;
};

/** What a secret, config, network or volume is called in the file: its name without the stack's, where it has that. */
export const keyOf = (stack: string, name: string) => descoped(stack, name);

/** The name is said where the stack's and the key don't make it up. */
export const nameUnlessScoped = (stack: string, name: string) =>
	name === `${stack}_${keyOf(stack, name)}` ? undefined : name;

/** Fields that are in a tree and that nothing in a compose file says. */
export const lostFields = (tree: Tree | undefined, known: readonly string[]): readonly string[] =>
	Object.entries(tree ?? {})
		.filter(([name, value]) => !known.includes(name) && !isNothing(value))
		.map(([name]) => name);

const isNothing = (value: Json): boolean =>
	value === null ||
	value === '' ||
	value === false ||
	value === 0 ||
	(typeof value === 'object' && Object.values(value).every(inner => isNothing(inner as Json)));
