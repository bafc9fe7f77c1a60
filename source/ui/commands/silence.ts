import type {Connection} from '../../store/cluster.ts';
import type {Instant} from '../../swarm/values.ts';

/** Why nothing can be changed at all. */
export function silenceOf(connection: Connection) {
	switch (connection.kind) {
		case 'live':
			return undefined;
		case 'electing':
			return 'no leader at the moment';
		case 'no-quorum':
			return 'the managers have no quorum';
		default:
			return 'no answer from the swarm at the moment';
	}
}

/** Why nothing goes on by itself either: all that the swarm does passes a leader. */
export function standstillOf({kind}: Connection) {
	switch (kind) {
		case 'electing':
			return 'Nothing goes on until the managers have chosen a leader, normally within 15 s.';
		case 'no-quorum':
			return 'Nothing goes on until enough managers are up again. What ends meanwhile stays down.';
		default:
			return undefined;
	}
}

/** The instant to judge at. Time that passes unheard proves nothing: what was starting then isn't late now. */
export const judgedAt = (connection: Connection, now: Instant): Instant =>
	'since' in connection ? Math.min(now, connection.since) : now;
