import type {Engine} from '../engine/engine.ts';
import {EngineError} from '../engine/errors.ts';
import {type Clock, pause, realClock} from './clock.ts';
import type {Cluster} from './cluster.ts';
import {asEngineError} from './connection.ts';
import {createDraft} from './draft.ts';
import {fetchNeeds} from './fetch.ts';
import {createHealth} from './health.ts';
import {type Interest, noInterest, type Sync} from './interest.ts';
import {createLedger, forget, type Ledger} from './ledger.ts';
import {createQuestions} from './questions.ts';
import {createRoute} from './route.ts';
import {runSession} from './session.ts';

type SyncOptions = {
	readonly engine: Engine;
	readonly cluster: Cluster;
	readonly clock?: Clock;
};

/** Milliseconds that one of several engines may be silent. An election takes longer, and then the next one is silent, too. */
const longestSilence = 8000;

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
	const route = createRoute(engine, cluster, draft);

	/** Rejects when the swarm can be read no longer. */
	const session = async (isHopeful: boolean): Promise<never> => {
		const ending = new AbortController();
		const signal = AbortSignal.any([stopping.signal, ending.signal]);
		ledger = createLedger(clock.now());
		health.begin();
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
					route.arrive(info);
					health.informed(info);
				},
				onAnswer: health.answered,
				onSilence: waiting => {
					health.silent(waiting);
					if (engine.places.length > 1 && waiting >= longestSilence) {
						ending.abort(new EngineError('too-late', `${engine.place().address} does not answer in time.`));
					}
				},
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
			const {delay, shown} = health.failed(error, engine.place().address, engine.places.length);
			route.leave(shown);
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
