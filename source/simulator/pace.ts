import type {Timeline} from './timeline.ts';

/** Lets simulated time follow real time. */
export type Pace = {
	/** Brings simulated time to where it should be by now. */
	readonly catchUp: () => void;
	readonly stop: () => void;
};

type RealTime = {
	readonly now: () => number;
	readonly after: (milliseconds: number, run: () => void) => () => void;
};

const realTime: RealTime = {
	now: () => performance.now(),
	after: (milliseconds, run) => {
		const timer = setTimeout(run, milliseconds);
		return () => clearTimeout(timer);
	},
};

/** The longest it sleeps when nothing is due. */
const longest = 1000;

/** `speed` 1 is real time, 10 ten times as fast. */
export const keepPace = (timeline: Timeline, speed = 1, real = realTime): Pace => {
	const startedAt = {real: real.now(), simulated: timeline.now()};
	let cancel = () => {};

	const catchUp = () => {
		const due = startedAt.simulated + (real.now() - startedAt.real) * speed;
		timeline.advance(Math.max(0, due - timeline.now()));
	};

	const next = () => {
		catchUp();
		const until = timeline.nextAt();
		const wait = until === undefined ? longest : (until - timeline.now()) / speed;
		cancel = real.after(Math.min(longest, Math.max(1, wait)), next);
	};

	next();
	return {
		// Whatever the caller does next may be due before what was waited for.
		catchUp() {
			catchUp();
			cancel();
			cancel = real.after(0, next);
		},
		stop: () => cancel(),
	};
};
