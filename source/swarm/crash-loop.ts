import type {Slot} from './slots.ts';
import type {Task} from './task.ts';
import type {Instant} from './values.ts';

/** A task that has run this long, and three times as long as a round of the loop takes, has left the loop. */
const leastCalm = 30_000;

/** How long, in milliseconds, the loop takes from one end to the next. */
const roundOf = ({failures}: Slot) => {
	const [newest, oldest] = [failures[0], failures.at(-1)];
	return newest && oldest ? (newest.stateAt - oldest.stateAt) / Math.max(1, failures.length - 1) : 0;
};

const lifeOf = ({createdAt, stateAt}: Task) => stateAt - createdAt;

/**
Two failures make a loop unless the first is how a long life ended, as of a node that lost power: what failed once
since then is one try.
*/
const isRepeated = ({failures: [newest, before, ...others]}: Slot) =>
	newest !== undefined &&
	before !== undefined &&
	(others.length > 0 || lifeOf(before) <= Math.max(leastCalm, 3 * lifeOf(newest)));

/**
Its tasks start and end, over and over: two or more of the current spec ended by themselves in a row,
and none has run long since. A slot that nothing follows in doesn't loop: it gave up.
*/
export const isLooping = (slot: Slot, now: Instant): boolean => {
	if (!isRepeated(slot) || slot.standing === 'gave-up' || slot.standing === 'stopped') {
		return false;
	}

	return slot.standing !== 'running' || now - slot.current.stateAt <= Math.max(leastCalm, 3 * roundOf(slot));
};

/** A loop with rounds this long, in milliseconds, serves in between. */
const worthWhile = 120_000;

/** It serves, and will for a while: a task that loops by the second is up in one look and gone in the next. */
export const servesSteadily = (slot: Slot, now: Instant): boolean =>
	slot.serving !== undefined && !(slot.isServingUpToDate && isLooping(slot, now) && roundOf(slot) < worthWhile);
