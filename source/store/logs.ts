import {createStore} from 'zustand/vanilla';
import type {Engine, LogTarget} from '../engine/engine.ts';
import type {ServiceId} from '../swarm/ids.ts';
import type {Instant} from '../swarm/values.ts';
import {type Clock, realClock} from './clock.ts';
import {asEngineError} from './connection.ts';
import {createLogBuffer, type LogBuffer, type LogLines} from './log-buffer.ts';
import {type ClockSkew, createLogClocks} from './log-clocks.ts';
import {readOlder} from './logs-older.ts';
import {type FollowedLogs, followLogs, type LogStatus} from './logs-tail.ts';

/** What a log is of: a service, a task, or several services together. */
type LogSource =
	| LogTarget
	| {
			readonly kind: 'services';
			/** Tells one set from another, whoever comes and goes in it: `stack shop`. */
			readonly id: string;
			readonly ids: readonly ServiceId[];
	  };

/** The log that is on screen. */
export type LogsState = {
	readonly target: LogSource | undefined;
	/** Grows in place: `version` tells that it did. */
	readonly lines: LogLines;
	readonly version: number;
	readonly status: LogStatus;
	/** Why it ended, failed or waits, for a person. */
	readonly note: string | undefined;
	/** What became of reading further back. */
	readonly older: Further;
	/** Clocks of its nodes that differ: its order is not that of what happened. */
	readonly skew: ClockSkew | undefined;
};

export type Further =
	| {readonly kind: 'unread' | 'reading' | 'full'}
	/** `from` is where nothing of any task is missing any more. */
	| {readonly kind: 'read'; readonly added: number; readonly isAll: boolean; readonly from: Instant | undefined}
	| {readonly kind: 'failed'; readonly why: string};

/** So many services are listened to together: each is a stream of its own to the manager. */
export const mostTogether = 16;

export const createLogs = () =>
	createStore<LogsState>(() => ({
		target: undefined,
		lines: createLogBuffer(),
		version: 0,
		status: 'ended',
		note: undefined,
		older: {kind: 'unread'},
		skew: undefined,
	}));

export type LogsStore = ReturnType<typeof createLogs>;

/** Fills the store with the log of what it is pointed at. */
export type LogFollower = {
	/** Follows this from now on, or nothing; the same target again goes on as it is. */
	readonly follow: (target: LogSource | undefined) => void;
	/** Reads lines from before those that are there. */
	readonly readFurther: () => Promise<void>;
	/** Someone reads there: nothing from that line back is let go. */
	readonly hold: (line: ReturnType<LogLines['at']>) => void;
	readonly stop: () => void;
};

type FollowerOptions = {
	readonly engine: Engine;
	readonly logs: LogsStore;
	readonly clock?: Clock;
	/** Lines per task to begin with. */
	readonly tail?: number;
};

const targetsOf = (source: LogSource): readonly LogTarget[] =>
	source.kind === 'services' ? source.ids.slice(0, mostTogether).map(id => ({kind: 'service', id})) : [source];

const isSame = (one: LogSource, other: LogSource | undefined) => one.kind === other?.kind && one.id === other.id;

type Followed = {
	readonly buffer: LogBuffer;
	readonly ending: AbortController;
	readonly streams: FollowedLogs;
	targets: readonly LogTarget[];
};

export const createLogFollower = ({engine, logs, clock = realClock, tail = 200}: FollowerOptions): LogFollower => {
	let followed: Followed | undefined;
	const grown = (change: Partial<LogsState> = {}) => logs.setState(({version}) => ({...change, version: version + 1}));
	const start = (target: LogSource) => {
		const buffer = createLogBuffer();
		const clocks = createLogClocks();
		const ending = new AbortController();
		const {signal} = ending;
		logs.setState({target, lines: buffer, version: 0, status: 'connecting', note: undefined});
		logs.setState({older: {kind: 'unread'}, skew: undefined});
		const streams = followLogs({
			engine,
			targets: targetsOf(target),
			signal,
			tail,
			clock,
			clocks,
			onLines: (lines, isOpening) => {
				isOpening ? buffer.merge(lines) : buffer.push(lines);
				const skew = clocks.skew();
				grown(skew === undefined ? {} : {skew});
			},
			onStatus: (status, note) => {
				if (!signal.aborted) {
					logs.setState({status, note});
				}
			},
		});
		followed = {buffer, ending, streams, targets: targetsOf(target)};
	};
	const stop = () => {
		followed?.ending.abort();
		followed = undefined;
		logs.setState({target: undefined, status: 'ended', note: undefined});
	};
	return {
		follow: target => {
			const {target: current} = logs.getState();
			if (target === undefined || !isSame(target, current)) {
				stop();
				target && start(target);
			} else if (target.kind === 'services' && followed !== undefined) {
				followed.targets = targetsOf(target);
				followed.streams.set(followed.targets);
				logs.setState({target});
			}
		},
		readFurther: async () => {
			const reading = followed;
			if (reading === undefined || logs.getState().older.kind === 'reading') {
				return;
			}
			if (reading.buffer.isFull()) {
				return grown({older: {kind: 'full'}});
			}
			grown({older: {kind: 'reading'}});
			const {buffer: lines, targets, ending} = reading;
			const answer = await readOlder({engine, targets, lines, signal: ending.signal}).catch(asEngineError);
			if (ending.signal.aborted) {
				return;
			}
			if (answer instanceof Error) {
				return grown({older: {kind: 'failed', why: answer.message}});
			}
			reading.buffer.merge(answer.lines);
			const {isAll, completeFrom} = answer;
			grown({older: {kind: 'read', added: answer.lines.length, isAll, from: completeFrom}});
		},
		hold: line => {
			followed?.buffer.hold(line);
			line === undefined && grown();
		},
		stop,
	};
};
