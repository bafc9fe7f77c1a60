import type {EngineInfo} from '../engine/engine.ts';
import type {EngineError, EngineErrorKind} from '../engine/errors.ts';
import type {Instant} from '../swarm/values.ts';
import {backoff, type Clock} from './clock.ts';
import type {Cluster, Connection} from './cluster.ts';
import {connectionOf} from './connection.ts';
import {isEqual} from './merge.ts';
import {otherManagers} from './other-managers.ts';

/** With several managers, a silence longer than this is most likely an election: every call waits for its end. */
const electionAfter = 6000;

/** Of several engines that fail, the one whose trouble says most; the rest of the kinds come after these. */
const telling: readonly EngineErrorKind[] = [
	'no-leader',
	'too-late',
	'starting',
	'locked',
	'not-a-manager',
	'forbidden',
	'unsupported',
	'garbled',
	'unexpected',
	'not-in-a-swarm',
];

/** Engines that are tried without an answer are noticed on screen after so long. */
const noticed = 4000;

type Failure = {readonly error: EngineError; readonly info: EngineInfo | undefined; readonly address: string};

const rankOf = ({error}: Failure) => (telling.indexOf(error.kind) + telling.length + 1) % (telling.length + 1);

export type Verdict = {
	/** Milliseconds until the next try. */
	readonly delay: number;
	/** Whose trouble is shown; absent while others are still to be tried. */
	readonly shown?: Failure;
};

/** Keeps the state of the connection, and how long to wait before it is tried again. */
export const createHealth = (cluster: Cluster, clock: Clock) => {
	const startedAt = clock.now();
	let answeredAt: Instant | undefined;
	let failures = 0;
	let info: EngineInfo | undefined;
	/** The last of each engine since one answered. */
	const latest = new Map<string, Failure>();
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
			latest.clear();
			show({kind: 'live'});
		},
		silent: (waiting: number) => {
			const isKnown = cluster.getState().connection.kind === 'electing';
			const isElection = isKnown || (managers() > 1 && waiting >= electionAfter);
			show({kind: isElection ? 'electing' : 'stale', since: since()});
		},
		/** A lost connection is first tried again at once: it may be a restart of the socket. So are other engines, if any. */
		failed: (error: EngineError, address: string, engines: number): Verdict => {
			const wasLive = answeredAt !== undefined;
			const now = clock.now();
			failures += 1;
			latest.set(address, {error, info, address});
			if (failures % engines !== 0) {
				if (wasLive && now - since() >= noticed) {
					show({kind: 'stale', since: since()});
				}
				return {delay: 0};
			}
			if (engines === 1 && failures === 1 && wasLive && error.kind === 'unreachable') {
				return {delay: 0};
			}
			const [shown = {error, info, address}] = [...latest.values()].sort((one, other) => rankOf(one) - rankOf(other));
			const delay = delayAfter(shown.error, failures / engines);
			const retryAt = now + delay;
			const others = engines === 1 ? otherManagers(cluster.getState().snapshot, address) : [];
			show(connectionOf({...shown, since: since(), now, retryAt, managers: managers(), wasLive, others}));
			return {delay, shown};
		},
	};
};

const delayAfter = ({kind}: EngineError, rounds: number) => {
	const isPassing = kind === 'no-leader' || kind === 'too-late' || kind === 'starting';
	return isPassing ? Math.min(2000, backoff(rounds)) : backoff(rounds);
};
