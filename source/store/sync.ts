import type {Engine} from '../engine/engine.ts';
import {type Clock, pause, realClock} from './clock.ts';
import type {Cluster} from './cluster.ts';
import {asEngineError} from './connection.ts';
import {createDraft} from './draft.ts';
import {fetchNeeds} from './fetch.ts';
import {createHealth} from './health.ts';
import {type Interest, noInterest, type Sync} from './interest.ts';
import {createLedger, forget, type Ledger} from './ledger.ts';
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
	let [wake, hurry] = [() => {}, () => {}];
	let retryNow = () => {};
	const questions = createQuestions({engine, draft, ledger: () => ledger, now: clock.now});
	const health = createHealth(cluster, clock);

	/** Rejects when the swarm can be read no longer. */
	const session = async (isHopeful: boolean): Promise<never> => {
		const ending = new AbortController();
		const signal = AbortSignal.any([stopping.signal, ending.signal]);
		ledger = createLedger(clock.now());
		health.begin();
		cluster.setState({place: engine.place(), places: engine.places});
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
				onInfo: info => {
					draft.takeInfo(info);
					health.informed(info);
				},
				onAnswer: health.answered,
				onSilence: health.silent,
				onOpen: lanes => {
					({wake, hurry} = lanes);
				},
			});
		} finally {
			[wake, hurry] = [() => {}, () => {}];
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
			forget(ledger, clock.now());
			hurry();
			retryNow();
		},
		fetch: (needs, signal) =>
			fetchNeeds(
				{engine, draft, questions},
				needs,
				signal === undefined ? stopping.signal : AbortSignal.any([stopping.signal, signal]),
			).finally(() => wake()),
		stop: () => stopping.abort(),
	};
};
