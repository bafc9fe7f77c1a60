import type {Engine} from '../engine/engine.ts';
import type {EngineError} from '../engine/errors.ts';
import type {Instant} from '../swarm/values.ts';
import {backoff, type Clock, pause, realClock} from './clock.ts';
import type {Cluster, Connection} from './cluster.ts';
import {asEngineError, connectionOf} from './connection.ts';
import {createDraft} from './draft.ts';
import {fetchNeeds} from './fetch.ts';
import {type Interest, noInterest, type Sync} from './interest.ts';
import {createLedger, forget, type Ledger} from './ledger.ts';
import {isEqual} from './merge.ts';
import {createQuestions} from './questions.ts';
import {runSession} from './session.ts';

export type SyncOptions = {
	readonly engine: Engine;
	readonly cluster: Cluster;
	readonly clock?: Clock;
};

/** Starts to read the swarm into the store, and keeps it true until it is stopped: events say what to ask, polls find the rest. */
export const startSync = ({engine, cluster, clock = realClock}: SyncOptions): Sync => {
	const stopping = new AbortController();
	const draft = createDraft(cluster, clock);
	let interest: Interest = noInterest;
	let ledger: Ledger = createLedger(clock.now());
	let wake = () => {};
	let retryNow = () => {};
	const questions = createQuestions({engine, draft, ledger: () => ledger, now: clock.now});
	const health = createHealth(cluster, clock);

	/** Rejects when the swarm can be read no longer. */
	const session = async (isHopeful: boolean): Promise<never> => {
		const ending = new AbortController();
		const signal = AbortSignal.any([stopping.signal, ending.signal]);
		ledger = createLedger(clock.now());
		try {
			return await runSession({
				engine,
				clock,
				draft,
				ledger,
				questions,
				interest: () => interest,
				signal,
				isHopeful,
				onAnswer: health.answered,
				onSilence: health.silent,
				onOpen: look => {
					wake = look;
				},
			});
		} finally {
			wake = () => {};
			ending.abort();
		}
	};
	const keepReading = async () => {
		while (!stopping.signal.aborted) {
			const error = await session(health.isWell()).catch(asEngineError);
			if (stopping.signal.aborted) {
				return;
			}
			const delay = health.failed(error);
			const waiting = new AbortController();
			retryNow = () => waiting.abort();
			await pause(clock, delay, AbortSignal.any([stopping.signal, waiting.signal]));
		}
	};
	void keepReading();

	return {
		setInterest: next => {
			interest = next;
			wake();
		},
		refresh: () => {
			forget(ledger);
			wake();
			retryNow();
		},
		fetch: (needs, signal) =>
			fetchNeeds(
				{engine, draft, questions},
				needs,
				signal === undefined ? stopping.signal : AbortSignal.any([stopping.signal, signal]),
			),
		stop: () => stopping.abort(),
	};
};

/** Keeps the state of the connection, and how long to wait before it is tried again. */
const createHealth = (cluster: Cluster, clock: Clock) => {
	const startedAt = clock.now();
	let answeredAt: Instant | undefined;
	let failures = 0;
	const show = (connection: Connection) => {
		if (!isEqual(cluster.getState().connection, connection)) {
			cluster.setState({connection});
		}
	};
	return {
		isWell: () => failures === 0,
		answered: () => {
			answeredAt = clock.now();
			failures = 0;
			show({kind: 'live'});
		},
		silent: (since: Instant) => show({kind: 'stale', since}),
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
			const {info, snapshot} = cluster.getState();
			const managers =
				snapshot.nodes?.items
					.values()
					.filter(node => node.manager !== undefined)
					.toArray().length ?? 0;
			const since = answeredAt ?? startedAt;
			show(connectionOf({error, since, now, retryAt: now + delay, info, managers, wasLive}));
			return delay;
		},
	};
};
