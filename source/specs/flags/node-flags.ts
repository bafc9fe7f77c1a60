import {specDiff} from '../../swarm/spec-diff.ts';
import type {Json} from '../../swarm/values.ts';
import {at} from '../tree.ts';
import type {FlagRule} from './flag-rule.ts';
import {mapKind} from './list-kinds.ts';
import {lastingText} from './plain-kinds.ts';
import {pruned} from './prune.ts';
import type {Told} from './update-command.ts';

/** Every flag of `docker node update`. */
export const nodeFlags: readonly FlagRule[] = [
	{flag: 'label', path: 'Labels', kind: mapKind},
	{flag: 'role', path: 'Role', kind: lastingText},
	{flag: 'availability', path: 'Availability', kind: lastingText},
];

/** What `docker node update` needs to be told to get from one spec to the other. */
export const nodeUpdateFlags = (before: Json, after: Json): Told => {
	const changed = nodeFlags.filter(
		({path}) => specDiff(at(before, [path]) ?? null, at(after, [path]) ?? null).length > 0,
	);
	const told = changed.map(
		({flag, path, kind}) => [path, kind.update(flag, at(before, [path]), at(after, [path]), {})] as const,
	);
	const known = nodeFlags.map(({path}) => path);
	const rest = specDiff(pruned(before, known), pruned(after, known)).map(({path}) => path);
	return {
		words: told.flatMap(([, words]) => words ?? []),
		beyond: [...told.flatMap(([path, words]) => (words === undefined ? [path.toLowerCase()] : [])), ...rest],
	};
};
