import type {Clock} from '../../source/store/clock.ts';

type Timer = {readonly at: number; readonly callback: () => void};

/** A clock that stands still until it is told to go on. */
export const createFakeClock = (settled: () => Promise<void>) => {
	let now = 1_700_000_000_000;
	const timers = new Set<Timer>();
	const clock: Clock = {
		now: () => now,
		after: (milliseconds, callback) => {
			const timer = {at: now + Math.max(0, milliseconds), callback};
			timers.add(timer);
			return () => timers.delete(timer);
		},
	};
	const nextBefore = (end: number) => {
		const due = [...timers].filter(({at}) => at <= end).sort((a, b) => a.at - b.at)[0];
		if (due !== undefined) {
			timers.delete(due);
			now = Math.max(now, due.at);
		}
		return due;
	};
	return {
		clock,
		now: () => now,
		/** How many timers are set. */
		timers: () => timers.size,
		/** Lets time pass, timer by timer; whatever a timer sets off has its answer before the next. */
		advance: async (milliseconds: number) => {
			const end = now + milliseconds;
			await settled();
			for (let due = nextBefore(end); due !== undefined; due = nextBefore(end)) {
				due.callback();
				await settled();
			}
			now = end;
		},
	};
};
