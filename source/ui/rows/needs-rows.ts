import type {Connection} from '../../store/cluster.ts';
import type {Problem, Subject, Urgency} from '../../swarm/problems.ts';
import type {Instant} from '../../swarm/values.ts';
import {age} from '../format/age.ts';
import {clean} from '../text/clean.ts';
import type {Tone} from '../text/style.ts';
import {connectionRow} from './connection-row.ts';

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

const needsRow = ({urgency, verdict, subject, name, standing, since, cause}: Problem, now: Instant): NeedsRow => ({
	id: `${subject.kind}:${subject.kind === 'swarm' ? verdict : subject.id}`,
	verdict,
	tone: tones[urgency],
	name: clean(name),
	standing: clean(standing),
	since: since === undefined ? '' : age(now - since),
	cause: clean(cause),
	subject,
});

/** That the swarm can't be heard comes first; quorum that is lost is said once. */
export function needsRows(connection: Connection, problems: readonly Problem[], now: Instant): readonly NeedsRow[] {
	const silence = connectionRow(connection, now);
	const rest = silence === undefined ? problems : problems.filter(({subject}) => subject.kind !== 'swarm');
	return [...(silence === undefined ? [] : [silence]), ...rest.map(problem => needsRow(problem, now))];
}
