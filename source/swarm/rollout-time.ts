import {policyOf, tailOf} from './monitor.ts';
import type {Work} from './rollout-work.ts';
import {isJob, isRolling, type Service, type UpdatePolicy} from './service.ts';
import type {Instant, Seconds} from './values.ts';

/** The mean of the middle half: one slot that hung says nothing of the next. */
const typical = (numbers: readonly number[]): number => {
	const cut = Math.floor(numbers.length / 4);
	const middle = numbers.toSorted((a, b) => a - b).slice(cut, numbers.length - cut);
	return middle.reduce((sum, number) => sum + number, 0) / middle.length;
};

/** What a slot is likely to take, by what others took; undefined where none has. */
export const usualTime = (took: readonly Seconds[]): Seconds | undefined =>
	took.length === 0 ? undefined : typical(took);

/** How long a slot takes; those that already take longer than others did are evidence, too. */
const slotTime = ({took, begun}: Work, now: Instant): Seconds => {
	const usual = typical(took);
	return typical([...took, ...begun.map(at => (now - at) / 1000).filter(elapsed => elapsed > usual)]);
};

/** When each worker is free for the next slot, in seconds from now, its delay included. */
const workersOf = (
	{begun, through, waiting}: Pick<Work, 'begun' | 'through' | 'waiting'>,
	{time, delay, parallelism, now}: {time: Seconds; delay: Seconds; parallelism: number; now: Instant},
) => {
	const limit = parallelism === 0 ? Math.max(1, begun.length + waiting) : parallelism;
	const since = (at: Instant) => (now - at) / 1000;
	const busy = begun.map(at => Math.max(0, time - since(at)) + delay);
	const resting = through
		.map(at => delay - since(at))
		.filter(left => left > 0)
		.toSorted((a, b) => b - a);
	const taken = [...busy, ...resting].slice(0, limit);
	const idle = Math.max(0, Math.min(limit - taken.length, waiting));
	return [...taken, ...Array.from({length: idle}, () => 0)];
};

/** Hands the waiting slots to whichever worker is free first; answers when the last is. */
const lastFree = (workers: readonly Seconds[], waiting: number, round: Seconds): Seconds => {
	const free = workers.toSorted((a, b) => a - b);

	if (waiting === 0 || free.length === 0) {
		return free.at(-1) ?? 0;
	}

	// Every round is as long as the last, so workers take turns in the order in which they got free first.
	const extra = waiting % free.length;
	const rounds = Math.floor(waiting / free.length);
	const ends = free.map((at, index) => at + (rounds + (index < extra ? 1 : 0)) * round);
	return Math.max(...ends);
};

/** The same reckoning for a rollout that hasn't begun, if each slot takes `time`. */
export const secondsFor = (policy: UpdatePolicy, slots: number, time: Seconds): Seconds => {
	const none = {begun: [], through: [], waiting: slots};
	const workers = workersOf(none, {time, delay: policy.delay, parallelism: policy.parallelism, now: 0});
	return Math.ceil(lastFree(workers, slots, time + policy.delay) + tailOf(policy));
};

/**
Roughly how long a rollout still takes, up to the engine's word that it is over. Workers aren't in step: each takes the
next slot when its own delay is over. Undefined until one slot is through, and while nothing moves on its own.
*/
export const secondsLeftOf = (service: Service, work: Work, now: Instant | undefined): Seconds | undefined => {
	if (isJob(service) || !isRolling(service) || work.took.length === 0 || work.blocked > 0) {
		return undefined;
	}

	const policy = policyOf(service);
	const latest = Math.max(...work.through);
	const at = now ?? latest;
	const time = slotTime(work, at);

	if (work.waiting + work.begun.length === 0) {
		return Math.ceil(Math.max(0, policy.delay + tailOf(policy) - (at - latest) / 1000));
	}

	const workers = workersOf(work, {time, delay: policy.delay, parallelism: policy.parallelism, now: at});
	return Math.ceil(lastFree(workers, work.waiting, time + policy.delay) + tailOf(policy));
};
