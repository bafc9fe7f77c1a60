import {createStore} from 'zustand/vanilla';
import type {Engine, LogLine, LogTarget} from '../engine/engine.ts';
import {type Clock, realClock} from './clock.ts';
import {followLogs, type LogStatus} from './logs-tail.ts';
import {createRing, type Ring} from './ring.ts';

/** The log that is on screen. */
export type LogsState = {
	readonly target: LogTarget | undefined;
	/** The last 10,000 lines. Grows in place: `version` tells that it did. */
	readonly lines: Ring<LogLine>;
	readonly version: number;
	readonly status: LogStatus;
	/** Why it ended, failed or waits, for a person. */
	readonly note: string | undefined;
};

const capacity = 10_000;

export const createLogs = () =>
	createStore<LogsState>(() => ({
		target: undefined,
		lines: createRing<LogLine>(capacity),
		version: 0,
		status: 'ended',
		note: undefined,
	}));

export type LogsStore = ReturnType<typeof createLogs>;

/** Fills the store with the log of what it is pointed at. */
export type LogFollower = {
	/** Follows this from now on, or nothing; the same target again goes on as it is. */
	readonly follow: (target: LogTarget | undefined) => void;
	readonly stop: () => void;
};

type FollowerOptions = {
	readonly engine: Engine;
	readonly logs: LogsStore;
	readonly clock?: Clock;
	/** Lines per task to begin with. */
	readonly tail?: number;
};

export const createLogFollower = ({engine, logs, clock = realClock, tail = 200}: FollowerOptions): LogFollower => {
	let ending = new AbortController();
	const start = (target: LogTarget) => {
		const ring = createRing<LogLine>(capacity);
		const {signal} = ending;
		logs.setState({target, lines: ring, version: 0, status: 'connecting', note: undefined});
		void followLogs({
			engine,
			target,
			signal,
			tail,
			clock,
			onLines: lines => {
				ring.push(lines);
				logs.setState(({version}) => ({version: version + 1}));
			},
			onStatus: (status, note) => {
				if (!signal.aborted) {
					logs.setState({status, note});
				}
			},
		});
	};
	const stop = () => {
		ending.abort();
		ending = new AbortController();
		logs.setState({target: undefined, status: 'ended', note: undefined});
	};
	return {
		follow: target => {
			const current = logs.getState().target;
			if (target?.id === current?.id && target?.kind === current?.kind) {
				return;
			}
			stop();
			if (target !== undefined) {
				start(target);
			}
		},
		stop,
	};
};
