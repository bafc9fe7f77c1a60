import type {LogLine} from '../engine/engine.ts';
import {forgetFirst} from '../swarm/forgetting.ts';
import type {Instant} from '../swarm/values.ts';
import type {Clock} from './clock.ts';
import type {LogClocks} from './log-clocks.ts';
import {createReorder, createReplayFilter} from './log-order.ts';

type FlowOptions = {
	readonly clock: Clock;
	readonly signal: AbortSignal;
	/** New lines, at most ten times a second. `isOpening` while what was there before still comes in. */
	readonly onLines: (lines: readonly LogLine[], isOpening: boolean) => void;
	readonly clocks: LogClocks;
	/** Milliseconds that a line waits for those of other nodes which belong before it. */
	readonly wait: number;
};

const flushEvery = 100;
/** So long after a log was opened its lines may be old ones, whatever their times say. */
const opening = 5000;

/** Tasks of which it is known where their logs began: those of a service that crashes for weeks are too many. */
const remembered = 10_000;

/** What a leader says as it goes. The log goes on with the next one where it was: to a reader nothing happened. */
const hangUp = /^(context canceled|transport is closing|closing transport due to|error reading from server)/i;

const isHangUp = ({stream, text}: LogLine) => stream === 'engine' && hangUp.test(text);

/** Takes batches in, gives lines out: no line twice, sorted within a short window, in few notifications. */
export const createLogFlow = ({clock, signal, onLines, clocks, wait}: FlowOptions) => {
	const isNew = createReplayFilter();
	/** Where each task's log began here: what is older was left out by the tail, and stays out when it is read again. */
	const begins = new Map<string, string>();
	const isWanted = ({taskId, timestamp}: LogLine, isAgain: boolean) => {
		const begun = taskId === undefined ? undefined : begins.get(taskId);
		if (begun === undefined && taskId !== undefined) {
			begins.set(taskId, timestamp);
			forgetFirst(begins, remembered);
		}
		return !isAgain || begun === undefined || timestamp >= begun;
	};
	const reorder = createReorder(wait);
	let openedAt = clock.now();
	let cancelTimer: (() => void) | undefined;
	const flush = () => {
		cancelTimer = undefined;
		const lines = reorder.release(clock.now());
		if (lines.length > 0) {
			onLines(lines, clock.now() - openedAt < opening);
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
		/** Another log comes in: its first lines are old ones. */
		open: () => {
			openedAt = clock.now();
		},
		/** Answers the lines that weren't known yet. `isAgain` when the log was cut and is read again. */
		take: (batch: readonly LogLine[], openedAt: Instant, isAgain: boolean): readonly LogLine[] => {
			const fresh = batch.filter(line => isNew(line) && !isHangUp(line) && isWanted(line, isAgain));
			if (clock.now() - openedAt >= opening) {
				clocks.note(fresh, clock.now());
			}
			reorder.add(fresh, clock.now());
			schedule();
			return fresh;
		},
		/** Gives out what still waits, unless nobody listens any more. */
		finish: () => {
			cancelTimer?.();
			const rest = signal.aborted ? [] : reorder.release(Number.POSITIVE_INFINITY);
			if (rest.length > 0) {
				onLines(rest, false);
			}
		},
	};
};

export type LogFlow = ReturnType<typeof createLogFlow>;
