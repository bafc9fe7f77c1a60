import {type Tree, textsOf, treeOf} from '../../specs/tree.ts';
import {durationText} from '../../specs/units.ts';
import {quoted} from '../../swarm/shell-words.ts';
import type {Json} from '../../swarm/values.ts';

/** Pieces of a spec in words; undefined or nothing where it says nothing. */
export const words = (value: Json | undefined) => textsOf(value).map(quoted).join(' ');
export const pairsOf = (value: Json | undefined) =>
	Object.entries(treeOf(value)).map(([key, inner]) => (inner === '' ? key : `${key}=${inner}`));
export const plain = (value: Json | undefined) =>
	typeof value === 'string' || typeof value === 'number' ? value : undefined;
export const time = (value: Json | undefined) =>
	typeof value === 'number' && value > 0 ? durationText(value) : undefined;
export const joined = (...parts: readonly (string | undefined)[]) =>
	parts.filter(part => part !== undefined && part !== '').join(', ');

export const driver = (from: Tree): readonly string[] =>
	plain(from['Name']) === undefined ? [] : [[String(from['Name']), ...pairsOf(from['Options'])].join('  ')];

export const prefixed = (word: string, value: string | number | undefined) =>
	value === undefined ? undefined : `${word} ${value}`;
