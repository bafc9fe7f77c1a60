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
export const seenNow = (targets: readonly Target[], {nodeOf, serviceOf}: Pick<View, 'nodeOf' | 'serviceOf'>) =>
	targets.map(
		(target): Target =>
			target.kind === 'node'
				? {...target, saw: nodeOf(target.id) ?? target.saw}
				: {...target, saw: serviceOf(target.id) ?? target.saw},
	);

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
	const names =
		target.kind === 'node'
			? [...(snapshot.nodes?.items.values() ?? [])].map(({hostname}) => hostname)
			: [...(snapshot.services?.items.values() ?? [])].map(service => service.name);
	return names.filter(other => other === name).length <= 1;
}
