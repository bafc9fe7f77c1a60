import type {Engine, EngineInfo} from '../engine/engine.ts';
import {EngineError, isEngineError} from '../engine/errors.ts';
import type {Instant} from '../swarm/values.ts';
import {agenda} from './agenda.ts';
import type {Clock} from './clock.ts';
import {refusalOf} from './connection.ts';
import type {Draft} from './draft.ts';
import {followEvents} from './events.ts';
import type {Interest} from './interest.ts';
import {runLanes} from './lanes.ts';
import {type Ledger, noteEvent, noteGap} from './ledger.ts';
import type {Questions} from './questions.ts';

/** An answer so small is here by then, in milliseconds, or never. */
const patience = 5000;
/** A login by ssh may take longer. */
const loginPatience = 14_000;

type SessionOptions = {
	readonly engine: Engine;
	readonly clock: Clock;
	readonly draft: Draft;
	readonly ledger: Ledger;
	readonly questions: Questions;
	readonly interest: () => Interest;
	readonly signal: AbortSignal;
	/** Asks for nodes and services without waiting for what the engine says of itself. */
	readonly isHopeful: boolean;
	readonly onInfo: (info: EngineInfo) => void;
	/** Every answer; the first one says that nodes and services are on screen. */
	readonly onAnswer: () => void;
	readonly onSilence: (waiting: number) => void;
	/** The session has begun. */
	readonly onOpen: (lanes: ReturnType<typeof runLanes>) => void;
};

/** Reads the swarm and keeps reading. Ends only by rejecting: with why it can't go on, or when the signal aborts. */
export const runSession = async (options: SessionOptions): Promise<never> => {
	const {questions, signal, isHopeful, onInfo, onAnswer} = options;
	const early = isHopeful ? questions.overview(signal) : undefined;
	// Judged below; meanwhile a refusal of the engine itself may come first.
	early?.catch(() => {});
	const info = await infoSoon(options);
	onInfo(info);
	const refusal = refusalOf(info);
	if (refusal !== undefined) {
		throw refusal;
	}
	const listening = listen(options);
	const commit = await (early ?? questions.overview(signal));
	commit();
	onAnswer();
	return listening.poll();
};

/** During an election this hangs, too; a new request is answered as soon as there is a leader, an old one may never be. */
const infoSoon = ({engine, clock, signal}: SessionOptions) =>
	new Promise<EngineInfo>((resolve, reject) => {
		const late = new AbortController();
		const isLogin = engine.place().address.startsWith('ssh://');
		const cancel = clock.after(isLogin ? loginPatience : patience, () => {
			late.abort();
			reject(new EngineError('too-late', 'The engine does not answer in time.'));
		});
		engine
			.info(AbortSignal.any([signal, late.signal]))
			.then(resolve, reject)
			.finally(cancel);
	});

/** The event stream opens before the first lists are here, so that nothing falls between them. */
const listen = (options: SessionOptions) => {
	const {engine, clock, draft, ledger, questions, interest, signal, onAnswer, onSilence, onOpen} = options;
	let wake = () => {};
	void followEvents({
		engine,
		clock,
		signal,
		onEvent: event => {
			noteEvent(ledger, event, clock.now());
			wake();
		},
		onGap: () => {
			noteGap(ledger, clock.now());
			wake();
		},
	});
	const poll = () =>
		new Promise<never>((_, reject) => {
			const desk = {draft, ledger, interest, now: clock.now};
			startLedger(ledger, draft, clock.now());
			const lanes = runLanes({
				lanes: agenda({desk, engine, questions}),
				clock,
				signal,
				received: () => engine.traffic().bytes,
				onSilence,
				onAnswer,
				onFailure: (error, askedAt, answeredAt) => {
					if (isFatal(error, askedAt, answeredAt)) {
						reject(error);
					}
				},
			});
			signal.addEventListener('abort', () => reject(signal.reason), {once: true});
			wake = lanes.wake;
			onOpen(lanes);
			wake();
		});
	return {poll};
};

/** Nodes and services have just been read. Tasks known from before are of unknown age: they are read again. */
const startLedger = (ledger: Ledger, draft: Draft, now: Instant) => {
	ledger.askedAt.nodes = now;
	ledger.askedAt.services = now;
	const {services, tasks} = draft.snapshot();
	for (const id of services?.items.keys() ?? []) {
		ledger.service.set(id, now);
	}
	ledger.dirtyTasks.mark(tasks.keys(), now);
};

/** The connection or the swarm is gone. One question may also just be too big, or about something that was removed. */
const isFatal = (error: unknown, askedAt: Instant, answeredAt: Instant) =>
	!isEngineError(error, 'not-found', 'refused', 'aborted') &&
	(!isEngineError(error, 'too-late', 'garbled', 'unexpected') || answeredAt <= askedAt);
