import type {Connection} from '../../store/cluster.ts';
import type {Instant} from '../../swarm/values.ts';
import {exactAge} from '../format/age.ts';
import {clean} from '../text/clean.ts';
import type {NeedsRow} from './needs-rows.ts';

/** When the swarm can't be heard, that comes before all that is known of it. */
export function connectionRow(connection: Connection, now: Instant): NeedsRow | undefined {
	switch (connection.kind) {
		case 'no-quorum':
			return row('NO QUORUM', 'act', connection.since, now, [
				'bring a manager back: nothing can be changed or healed without (Enter: the ways back)',
				'what runs goes on running',
			]);
		case 'disconnected':
			return row('NO ANSWER', 'act', connection.since, now, [
				clean(connection.message),
				'what you see is from before',
				...elsewhere(connection.others ?? []),
			]);
		case 'electing':
			return row('ELECTION', 'look', connection.since, now, [
				'the managers choose a leader, normally within 15 s',
				'what runs goes on running',
			]);
		case 'stale':
			return row('LATE', 'look', connection.since, now, [
				'the engine is slow to answer',
				'what you see is from before',
			]);
		default:
			return undefined;
	}
}

/** They were up when they were last heard of: no more is known. */
const elsewhere = (others: NonNullable<Extract<Connection, {kind: 'disconnected'}>['others']>) => {
	const [first] = others;
	return first === undefined
		? []
		: [
				`other managers, when last heard: ${others.map(({name}) => clean(name)).join(', ')}; try skep --host ${clean(first.host)}`,
			];
};

const row = (
	verdict: string,
	tone: NeedsRow['tone'],
	since: Instant,
	now: Instant,
	cause: readonly string[],
): NeedsRow => ({
	id: 'connection',
	verdict,
	tone,
	name: 'managers',
	standing: '',
	since: exactAge(now - since),
	cause: cause.join('; ').replaceAll('.;', ';'),
	subject: {kind: 'swarm'},
});
