import type {Engine, LogLine, LogOptions, LogTarget} from '../engine/engine.ts';
import {isEngineError} from '../engine/errors.ts';
import type {Instant} from '../swarm/values.ts';
import {backoff, type Clock, pause, realClock} from './clock.ts';
import {asEngineError} from './connection.ts';
import {createLogClocks, type LogClocks} from './log-clocks.ts';
import {createLogFlow, type LogFlow} from './log-flow.ts';
import {createGapWatch} from './log-replay-gap.ts';

export type LogStatus = 'connecting' | 'following' | 'ended' | 'failed';

type FollowOptions = {
	readonly engine: Engine;
	readonly targets: readonly LogTarget[];
	readonly signal: AbortSignal;
	/** New lines, at most ten times a second. `isOpening` while what was there before still comes in. */
	readonly onLines: (lines: readonly LogLine[], isOpening: boolean) => void;
	/** `note` is one sentence for a person. */
	readonly onStatus?: (status: LogStatus, note: string | undefined) => void;
	/** Lines per task to begin with. */
	readonly tail?: number;
	/** Only lines from then on to begin with. */
	readonly since?: Instant;
	readonly clock?: Clock;
	readonly clocks?: LogClocks;
};

const reorderWait = 300;
/** A log that was cut is read again from a little before the last line, as clocks differ between nodes. */
const overlap = 2000;
const replayTail = 2000;
/** So long after a log was opened again, what comes is what was missed. */
const catchingUp = 5000;

/** What follows the logs of some services or tasks together. */
export type FollowedLogs = {
	/** Others from now on; those that stay go on as they are. */
	readonly set: (targets: readonly LogTarget[]) => void;
	/** Settles when the last of them has ended. */
	readonly done: Promise<void>;
};

const keyOf = ({kind, id}: LogTarget) => `${kind} ${id}`;

/**
Follows logs until the signal aborts, or what they belong to is gone; a stream that ends, as it does with a leader, is
opened again where it was (engine.md 1.4).
*/
export const followLogs = (options: FollowOptions): FollowedLogs => {
	const {targets, signal, onStatus, clock = realClock, clocks = createLogClocks()} = options;
	const isAlone = targets.length === 1 && targets[0]?.kind === 'task';
	const flow = createLogFlow({...options, clock, clocks, wait: isAlone ? 0 : reorderWait});
	const streams = new Map<string, {readonly ending: AbortController; state: State}>();
	const done = Promise.withResolvers<void>();
	const tell = () => {
		const {status, note} = together([...streams.values()].map(({state}) => state));
		onStatus?.(status, note);
		if (streams.size > 0 && (status === 'ended' || status === 'failed')) {
			flow.finish();
			done.resolve();
		}
	};
	const start = (target: LogTarget) => {
		const stream = {ending: new AbortController(), state: {status: 'connecting', note: undefined} as State};
		streams.set(keyOf(target), stream);
		const ended = AbortSignal.any([signal, stream.ending.signal]);
		const say = (status: LogStatus, note: string | undefined) => {
			if (!ended.aborted) {
				stream.state = {status, note};
				tell();
			}
		};
		flow.open();
		void followOne({...options, clock, clocks, flow, target, say, signal: ended}).then(() => {
			if (signal.aborted) {
				flow.finish();
				done.resolve();
			}
		});
	};
	const set = (wanted: readonly LogTarget[]) => {
		const keys = new Set(wanted.map(keyOf));
		for (const [key, {ending}] of streams) {
			if (!keys.has(key)) {
				ending.abort();
				streams.delete(key);
			}
		}
		for (const target of wanted) {
			streams.has(keyOf(target)) || start(target);
		}
	};
	set(targets);
	tell();
	return {set, done: done.promise};
};

type State = {readonly status: LogStatus; readonly note: string | undefined};

/** One that still has to be opened says so; what has ended among others is no matter. */
const together = (states: readonly State[]): State => {
	const order: readonly LogStatus[] = ['connecting', 'following', 'failed', 'ended'];
	const status = order.find(one => states.some(state => state.status === one)) ?? 'ended';
	return {status, note: states.find(state => state.status === status && state.note !== undefined)?.note};
};

type OneOptions = Omit<FollowOptions, 'onStatus' | 'targets' | 'onLines'> & {
	readonly clock: Clock;
	readonly clocks: LogClocks;
	readonly flow: LogFlow;
	readonly target: LogTarget;
	readonly say: (status: LogStatus, note: string | undefined) => void;
};

const followOne = async ({engine, target, signal, flow, clock, clocks, say, ...options}: OneOptions) => {
	const {tail = 200, since} = options;
	let from: Omit<LogOptions, 'follow'> = {tail, ...(since === undefined ? {} : {since})};
	let newest: Instant | undefined;
	let failures = 0;
	let openings = 0;
	while (!signal.aborted) {
		const openedAt = clock.now();
		const isAgain = openings > 0 && newest !== undefined;
		const gaps = isAgain ? createGapWatch(replayTail) : undefined;
		let count = 0;
		const take = (batch: readonly LogLine[]) => {
			const fresh = flow.take(batch, openedAt, isAgain);
			for (const {at, stream} of fresh) {
				newest = stream === 'engine' ? newest : Math.max(newest ?? at, at);
			}
			count += fresh.length;
			if (gaps !== undefined && clock.now() - openedAt < catchingUp && gaps.hasGap(batch, fresh)) {
				flow.take([missed(clock.now())], openedAt, isAgain);
			}
		};
		openings += 1;
		const batches = engine.logs(target, {...from, follow: true}, signal);
		say('following', undefined);
		const error = await drain(batches, take).then(() => undefined, asEngineError);
		const note = error?.message ?? 'The engine ended the log.';
		if (signal.aborted) {
			return;
		}
		if (isEngineError(error, 'not-found', 'refused', 'forbidden', 'unsupported')) {
			return say(isEngineError(error, 'not-found') ? 'ended' : 'failed', note);
		}
		from = newest === undefined ? from : {tail: replayTail, since: resumeAt(newest, clock.now(), clocks)};
		say('connecting', note);
		const wasWell = count > 0 || clock.now() - openedAt > 10_000;
		failures = wasWell ? 1 : failures + 1;
		await pause(clock, backoff(failures), signal);
	}
};

/** Before the last line, by the clock of the node that is furthest behind: its next line must not seem older than that. */
const resumeAt = (newest: Instant, now: Instant, clocks: LogClocks) =>
	Math.min(newest, now - (clocks.behind() ?? Number.NEGATIVE_INFINITY)) - overlap;

const missed = (at: Instant): LogLine => ({
	timestamp: new Date(at).toISOString(),
	at,
	stream: 'engine',
	taskId: undefined,
	nodeId: undefined,
	serviceId: undefined,
	text: `the connection was lost: more than ${replayTail.toLocaleString('en')} lines of a task came meanwhile, older ones are missing here`,
});

const drain = async (batches: AsyncIterable<readonly LogLine[]>, take: (batch: readonly LogLine[]) => void) => {
	for await (const batch of batches) {
		take(batch);
	}
};
