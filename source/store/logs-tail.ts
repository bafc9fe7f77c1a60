import type {Engine, LogLine, LogTarget} from '../engine/engine.ts';
import {isEngineError} from '../engine/errors.ts';
import type {Instant} from '../swarm/values.ts';
import {backoff, type Clock, pause, realClock} from './clock.ts';
import {asEngineError} from './connection.ts';
import {createReorder, createReplayFilter} from './log-order.ts';

export type LogStatus = 'connecting' | 'following' | 'ended' | 'failed';

export type FollowOptions = {
	readonly engine: Engine;
	readonly target: LogTarget;
	readonly signal: AbortSignal;
	/** New lines, at most ten times a second. */
	readonly onLines: (lines: readonly LogLine[]) => void;
	/** `note` is one sentence for a person. */
	readonly onStatus?: (status: LogStatus, note: string | undefined) => void;
	/** Lines per task to begin with. */
	readonly tail?: number;
	readonly clock?: Clock;
};

const flushEvery = 100;
const reorderWait = 300;
/** A log that was cut is read again from a little before the last line, as clocks differ between nodes. */
const overlap = 2000;
const replayTail = 2000;

/**
Follows a log until the signal aborts, or what it belongs to is gone; a stream that ends, as it does with a leader, is
opened again where it was (engine.md 1.4).
*/
export const followLogs = async (options: FollowOptions): Promise<void> => {
	const {engine, target, signal, onStatus, tail = 200, clock = realClock} = options;
	const flow = createFlow(options, clock);
	let failures = 0;
	onStatus?.('connecting', undefined);
	while (!signal.aborted) {
		const since = flow.newest();
		const from = since === undefined ? {tail} : {tail: replayTail, since: since - overlap};
		const received = flow.count();
		const openedAt = clock.now();
		const batches = engine.logs(target, {...from, follow: true}, signal);
		onStatus?.('following', undefined);
		const error = await drain(batches, flow.take).then(() => undefined, asEngineError);
		const note = error?.message ?? 'The engine ended the log.';
		if (signal.aborted) {
			break;
		}
		if (isEngineError(error, 'not-found', 'refused', 'forbidden', 'unsupported')) {
			flow.finish();
			return onStatus?.(isEngineError(error, 'not-found') ? 'ended' : 'failed', note);
		}
		onStatus?.('connecting', note);
		const wasWell = flow.count() > received || clock.now() - openedAt > 10_000;
		failures = wasWell ? 1 : failures + 1;
		await pause(clock, backoff(failures), signal);
	}
	flow.finish();
};

/** What a leader says as it goes. The log goes on with the next one where it was: to a reader nothing happened. */
const hangUp = /^(context canceled|transport is closing|closing transport due to|error reading from server)/i;

const isHangUp = ({stream, text}: LogLine) => stream === 'engine' && hangUp.test(text);

const drain = async (batches: AsyncIterable<readonly LogLine[]>, take: (batch: readonly LogLine[]) => void) => {
	for await (const batch of batches) {
		take(batch);
	}
};

/** Takes batches in, gives lines out: no line twice, sorted within a short window, in few notifications. */
const createFlow = ({target, signal, onLines}: FollowOptions, clock: Clock) => {
	const isNew = createReplayFilter();
	const reorder = createReorder(target.kind === 'service' ? reorderWait : 0);
	let newest: Instant | undefined;
	let count = 0;
	let cancelTimer: (() => void) | undefined;
	const flush = () => {
		cancelTimer = undefined;
		const lines = reorder.release(clock.now());
		if (lines.length > 0) {
			onLines(lines);
		}
		if (!reorder.isEmpty()) {
			schedule();
		}
	};
	const schedule = () => {
		if (cancelTimer === undefined && !signal.aborted) {
			cancelTimer = clock.after(flushEvery, flush);
		}
	};
	return {
		newest: () => newest,
		/** Lines taken so far. */
		count: () => count,
		take: (batch: readonly LogLine[]) => {
			const fresh = batch.filter(line => isNew(line) && !isHangUp(line));
			for (const {at, stream} of fresh) {
				newest = stream === 'engine' ? newest : Math.max(newest ?? at, at);
			}
			count += fresh.length;
			reorder.add(fresh, clock.now());
			schedule();
		},
		/** Gives out what still waits, unless nobody listens any more. */
		finish: () => {
			cancelTimer?.();
			const rest = signal.aborted ? [] : reorder.release(Number.POSITIVE_INFINITY);
			if (rest.length > 0) {
				onLines(rest);
			}
		},
	};
};
