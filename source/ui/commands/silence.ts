import type {Connection} from '../../store/cluster.ts';

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
