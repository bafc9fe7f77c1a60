import type {Operation} from '../../operations/operation.ts';
import {nameOf, subjectOf} from '../../operations/outcome.ts';
import type {Target} from '../../operations/target.ts';
import {seenIn} from '../../operations/targets.ts';
import {shortId} from '../../swarm/ids.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import {clean} from '../text/clean.ts';
import type {View} from '../view.ts';

/** What each target is called in a dialog: its name and the start of its id. */
export const namesOf = (targets: readonly Target[]) =>
	targets.map(target => clean(hasId(target) ? `${nameOf(target)} (${shortId(target.id)})` : nameOf(target)));

const hasId = ({kind}: Target) => kind !== 'volume' && kind !== 'stack' && kind !== 'engine' && kind !== 'swarm';

/** The same targets, as the snapshot has them now; one that is gone stays as it was seen. */
export const seenNow = (targets: readonly Target[], view: Pick<View, 'snapshot'>) =>
	targets.map(
		target => ({...target, saw: seenIn(view.snapshot(), target.kind).get(target.id) ?? target.saw}) as Target,
	);

/**
What has to be typed to confirm: the name, also of what is being made; the short id where two share it; for several
targets, how many.
*/
export function wordToType(operation: Operation, targets: readonly Target[], input: unknown, snapshot: Snapshot) {
	const [target, ...more] = targets;

	if (target === undefined) {
		return '';
	}

	if (more.length > 0) {
		return `${targets.length} ${target.kind}s`;
	}

	// A volume that was made for one container is called by 64 digits.
	if (target.kind === 'volume' && target.saw.isAnonymous) {
		return shortId(target.id);
	}

	const name = operation.subject === undefined ? nameOf(target) : lastWord(subjectOf(operation, target, input));
	const typable = clean(name) === name && /^[\x21-\x7e]+$/.test(name);

	if (operation.subject !== undefined && typable) {
		return name;
	}

	return typable && isUnique(target, name, snapshot) ? name : shortId(target.id);
}

const lastWord = (text: string) => text.split(' ').at(-1) ?? '';

function isUnique(target: Target, name: string, snapshot: Snapshot) {
	const all = [...seenIn(snapshot, target.kind).values()];
	return all.filter(saw => nameOf({...target, saw} as Target) === name).length <= 1;
}
