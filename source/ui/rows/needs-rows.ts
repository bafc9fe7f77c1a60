import type {Problem, Subject, Urgency} from '../../swarm/problems.ts';
import type {Instant} from '../../swarm/values.ts';
import {age} from '../format/age.ts';
import {clean} from '../text/clean.ts';
import type {Tone} from '../text/style.ts';

/** A line of the Needs you block. */
export type NeedsRow = {
	readonly id: string;
	readonly verdict: string;
	readonly tone: Tone;
	readonly name: string;
	readonly standing: string;
	readonly since: string;
	readonly cause: string;
	readonly subject: Subject;
};

const tones: Readonly<Record<Urgency, Tone>> = {act: 'act', look: 'look', moving: 'moving'};

export const needsRow = (
	{urgency, verdict, subject, name, standing, since, cause}: Problem,
	now: Instant,
): NeedsRow => ({
	id: `${subject.kind}:${subject.kind === 'swarm' ? '' : subject.id}`,
	verdict,
	tone: tones[urgency],
	name: clean(name),
	standing: clean(standing),
	since: since === undefined ? '' : age(now - since),
	cause: clean(cause),
	subject,
});
