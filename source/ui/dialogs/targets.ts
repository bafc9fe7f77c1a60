import type {Target} from '../../operations/operation.ts';
import {nameOf} from '../../operations/outcome.ts';
import {shortId} from '../../swarm/ids.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import {clean} from '../text/clean.ts';
import type {View} from '../view.ts';

/** What each target is called in a dialog: its name and the start of its id. */
export const namesOf = (targets: readonly Target[]) =>
	targets.map(target => `${clean(nameOf(target))} (${shortId(target.id)})`);

/** The same targets, as the snapshot has them now; one that is gone stays as it was seen. */
export const seenNow = (targets: readonly Target[], view: Pick<View, 'snapshot'>) =>
	targets.map(target => ({...target, saw: allOf(target.kind, view.snapshot()).get(target.id) ?? target.saw}) as Target);

const allOf = (kind: Target['kind'], snapshot: Snapshot): ReadonlyMap<string, Target['saw']> =>
	snapshot[`${kind}s`]?.items ?? new Map();

/** What has to be typed to confirm: the name; the short id where two share it; for several targets, how many. */
export function wordToType(targets: readonly Target[], snapshot: Snapshot) {
	const [target, ...more] = targets;

	if (target === undefined) {
		return '';
	}

	if (more.length > 0) {
		return `${targets.length} ${target.kind}s`;
	}

	const name = nameOf(target);
	const typable = clean(name) === name && /^[\x21-\x7e]+$/.test(name);
	return typable && isUnique(target, name, snapshot) ? name : shortId(target.id);
}

function isUnique(target: Target, name: string, snapshot: Snapshot) {
	const all = [...allOf(target.kind, snapshot).values()];
	return all.filter(saw => ('hostname' in saw ? saw.hostname : saw.name) === name).length <= 1;
}
