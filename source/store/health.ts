import type {EngineInfo} from '../engine/engine.ts';
import type {EngineError} from '../engine/errors.ts';
import type {Instant} from '../swarm/values.ts';
import {backoff, type Clock} from './clock.ts';
import type {Cluster, Connection} from './cluster.ts';
import {connectionOf} from './connection.ts';
import {isEqual} from './merge.ts';

/** With several managers, a silence longer than this is most likely an election: every call waits for its end. */
const electionAfter = 6000;

/** Keeps the state of the connection, and how long to wait before it is tried again. */
export const createHealth = (cluster: Cluster, clock: Clock) => {
	const startedAt = clock.now();
	let answeredAt: Instant | undefined;
	let failures = 0;
	let info: EngineInfo | undefined;
	const show = (connection: Connection) => {
		if (!isEqual(cluster.getState().connection, connection)) {
			cluster.setState({connection});
		}
	};
	const since = () => answeredAt ?? startedAt;
	const managers = () => {
		const nodes = cluster.getState().snapshot.nodes?.items.values() ?? [].values();
		return nodes.filter(node => node.manager !== undefined).toArray().length;
	};
	return {
		begin: () => {
			info = undefined;
		},
		informed: (news: EngineInfo) => {
			info = news;
		},
		isWell: () => failures === 0,
		answered: () => {
			answeredAt = clock.now();
			failures = 0;
			show({kind: 'live'});
		},
		silent: (waiting: number) => {
			const isKnown = cluster.getState().connection.kind === 'electing';
			const isElection = isKnown || (managers() > 1 && waiting >= electionAfter);
			show({kind: isElection ? 'electing' : 'stale', since: since()});
		},
		/** Answers the milliseconds to wait. A lost connection is first tried again at once: it may be a restart of the socket. */
		failed: (error: EngineError): number => {
			const wasLive = answeredAt !== undefined;
			failures += 1;
			if (failures === 1 && wasLive && error.kind === 'unreachable') {
				return 0;
			}
			const isPassing = error.kind === 'no-leader' || error.kind === 'too-late' || error.kind === 'starting';
			const delay = isPassing ? Math.min(2000, backoff(failures)) : backoff(failures);
			const now = clock.now();
			show(connectionOf({error, since: since(), now, retryAt: now + delay, info, managers: managers(), wasLive}));
			return delay;
		},
	};
};
