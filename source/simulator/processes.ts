import type {Timeline} from './timeline.ts';

/** What a process waits for: time, or a condition that is looked at whenever one of its topics is touched. */
export type Wait =
	| {readonly kind: 'sleep'; readonly milliseconds: number}
	| {
			readonly kind: 'until';
			readonly topics: readonly string[];
			readonly test: () => boolean;
			/** Goes on after so many milliseconds even if the test never held. */
			readonly timeout?: number;
	  };

/** Work with pauses in it, written top to bottom: an update's worker, a delayed start. */
export type Process = Generator<Wait, void, void>;

export type Processes = {
	/** Starts at once. Answers how to end it early. */
	readonly start: (process: Process) => () => void;
	/** Something about this object changed. */
	readonly touch: (topic: string) => void;
};

export const sleep = (milliseconds: number): Wait => ({kind: 'sleep', milliseconds});

export const until = (topics: readonly string[], test: () => boolean, timeout?: number): Wait =>
	timeout === undefined ? {kind: 'until', topics, test} : {kind: 'until', topics, test, timeout};

type Waiter = {readonly topics: readonly string[]; readonly test: () => boolean; readonly resume: () => void};

export const createProcesses = (timeline: Timeline): Processes => {
	const waiters = new Map<string, Set<Waiter>>();

	const add = (waiter: Waiter) => {
		for (const topic of waiter.topics) {
			const those = waiters.get(topic) ?? new Set();
			waiters.set(topic, those.add(waiter));
		}
	};

	const remove = (waiter: Waiter) => {
		for (const topic of waiter.topics) {
			const those = waiters.get(topic);
			those?.delete(waiter);
			if (those?.size === 0) {
				waiters.delete(topic);
			}
		}
	};

	const start = (process: Process) => {
		let cancel = () => {};
		let isGoing = false;
		let isEnded = false;

		const wait = (milliseconds: number | undefined, waiter?: Waiter) => {
			const off = milliseconds === undefined ? undefined : timeline.after(milliseconds, () => go());
			if (waiter) {
				add(waiter);
			}
			cancel = () => {
				off?.();
				if (waiter) {
					remove(waiter);
				}
			};
		};

		const proceed = () => {
			for (let step = process.next(); !step.done && !isEnded; step = process.next()) {
				const {value} = step;
				if (value.kind === 'sleep') {
					return wait(value.milliseconds);
				}
				if (!value.test()) {
					return wait(value.timeout, {topics: value.topics, test: value.test, resume: go});
				}
			}
		};

		const go = () => {
			cancel();
			cancel = () => {};
			isGoing = true;
			proceed();
			isGoing = false;
		};

		go();
		return () => {
			isEnded = true;
			cancel();
			// A generator can't be ended from within itself; one that is going sees `isEnded` at its next pause.
			if (!isGoing) {
				process.return();
			}
		};
	};

	return {
		start,
		touch(topic) {
			for (const waiter of [...(waiters.get(topic) ?? [])]) {
				if (waiters.get(topic)?.has(waiter) && waiter.test()) {
					waiter.resume();
				}
			}
		},
	};
};
