import type {Slot} from './slots.ts';
import type {Task} from './task.ts';
import type {Instant} from './values.ts';

/** A task that has run this long, and three times as long as a round of the loop takes, has left the loop. */
const leastCalm = 30_000;

/** A task that ends so long, in milliseconds, after another took its place was given up with its node. Clocks differ. */
const givenUp = 10_000;

/** What ended and was replaced then, newest first: what a node says of its tasks when it is back is no try of theirs. */
const triesOf = (failures: readonly Task[], others: readonly Task[]) =>
	failures.length < 2
		? failures
		: failures.filter(
				({createdAt, stateAt}) =>
					!others.some(other => other.createdAt > createdAt && stateAt - other.createdAt > givenUp),
			);

/** How long, in milliseconds, the loop takes from one end to the next. */
const roundOf = (tries: readonly Task[]) => {
	const [newest, oldest] = [tries[0], tries.at(-1)];
	return newest && oldest ? (newest.stateAt - oldest.stateAt) / Math.max(1, tries.length - 1) : 0;
};

const lifeOf = ({createdAt, stateAt}: Task) => stateAt - createdAt;

/**
Two failures make a loop unless the first is how a long life ended, as of a node that lost power: what failed once
since then is one try.
*/
const isRepeated = ([newest, before, ...others]: readonly Task[]) =>
	newest !== undefined &&
	before !== undefined &&
	(others.length > 0 || lifeOf(before) <= Math.max(leastCalm, 3 * lifeOf(newest)));

const isCalm = (running: Task, tries: readonly Task[], now: Instant) =>
	now - running.stateAt > Math.max(leastCalm, 3 * roundOf(tries));

/**
Its tasks start and end, over and over: two or more of the current spec ended by themselves in a row,
and none has run long since. A slot that nothing follows in doesn't loop: it gave up.
*/
export const isLooping = (slot: Slot, now: Instant): boolean => {
	const tries = triesOf(slot.failures, slot.fresh);

	if (!isRepeated(tries) || slot.standing === 'gave-up' || slot.standing === 'stopped') {
		return false;
	}

	return slot.standing !== 'running' || !isCalm(slot.current, tries, now);
};

/** A loop with rounds this long, in milliseconds, serves in between. */
const worthWhile = 120_000;

/**
It serves, and will for a while: a task that loops by the second is up in one look and gone in the next. One of the
spec before loops on until its turn in the rollout comes.
*/
export const servesSteadily = (slot: Slot, now: Instant): boolean => {
	const {serving, isServingUpToDate} = slot;

	if (serving === undefined) {
		return false;
	}

	if (isServingUpToDate) {
		return !isLooping(slot, now) || roundOf(triesOf(slot.failures, slot.fresh)) >= worthWhile;
	}

	const tries = triesOf(slot.failuresBefore, slot.history);
	return !isRepeated(tries) || isCalm(serving, tries, now) || roundOf(tries) >= worthWhile;
};
