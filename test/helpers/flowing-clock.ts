import type {Clock} from '../../source/store/clock.ts';

type Timer = {readonly at: number; readonly callback: () => void; handle: NodeJS.Timeout};

const steady = () => Number(process.hrtime.bigint() / 1000n) / 1000;

/** A clock that starts at a fixed moment, flows as time does, and can be told to skip ahead. */
export const createFlowingClock = (start: number) => {
	const began = steady();
	let skipped = 0;
	const timers = new Set<Timer>();
	const now = () => Math.floor(start + skipped + steady() - began);

	const fire = (timer: Timer) => {
		clearTimeout(timer.handle);
		if (timers.delete(timer)) {
			timer.callback();
		}
	};
	const arm = (at: number, callback: () => void) => {
		const timer: Timer = {at, callback, handle: setTimeout(() => fire(timer), Math.max(0, at - now()))};
		timers.add(timer);
		return timer;
	};
	const clock: Clock = {
		now,
		after: (milliseconds, callback) => {
			const timer = arm(now() + Math.max(0, milliseconds), callback);
			return () => {
				clearTimeout(timer.handle);
				timers.delete(timer);
			};
		},
	};
	const nextBefore = (end: number) => [...timers].filter(({at}) => at <= end).sort((a, b) => a.at - b.at)[0];

	/** Jumps, timer by timer; what a timer sets off has `settled` before the next. */
	const skip = async (milliseconds: number, settled: () => Promise<void> = async () => {}) => {
		const end = now() + milliseconds;
		for (let due = nextBefore(end); due !== undefined; due = nextBefore(end)) {
			skipped += Math.max(0, due.at - now());
			fire(due);
			await settled();
		}
		skipped += Math.max(0, end - now());
		for (const late of [...timers]) {
			clearTimeout(late.handle);
			late.handle = setTimeout(() => fire(late), Math.max(0, late.at - now()));
		}
	};

	return {clock, now, skip, stop: () => timers.forEach(timer => void clearTimeout(timer.handle))};
};
