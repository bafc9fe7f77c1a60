import type {Instant} from '../swarm/values.ts';

/** Time, handed in so that tests can make a minute pass at once. */
export type Clock = {
	readonly now: () => Instant;
	/** Calls back once, after so many milliseconds; answers how to cancel that. */
	readonly after: (milliseconds: number, callback: () => void) => () => void;
};

export const realClock: Clock = {
	now: () => Date.now(),
	after: (milliseconds, callback) => {
		const timer = setTimeout(callback, milliseconds);
		return () => clearTimeout(timer);
	},
};

/** Resolves after so many milliseconds, or as soon as the signal aborts; never rejects, leaves no timer. */
export const pause = (clock: Clock, milliseconds: number, signal: AbortSignal) =>
	new Promise<void>(resolve => {
		if (signal.aborted) {
			return resolve();
		}
		const cancel = clock.after(milliseconds, () => {
			signal.removeEventListener('abort', end);
			resolve();
		});
		const end = () => {
			cancel();
			resolve();
		};
		signal.addEventListener('abort', end, {once: true});
	});

/** How long to wait before the next try, in milliseconds: 0.5, 1, 2, 4, 8, 10, 10... */
export const backoff = (failures: number) => Math.min(10_000, 500 * 2 ** Math.max(0, Math.min(failures, 10) - 1));
