import type {Slot} from './slots.ts';
import type {Instant} from './values.ts';

/** A task that has run this long, and three times as long as a round of the loop takes, has left the loop. */
const leastCalm = 30_000;

const calmAfter = ({failures}: Slot) => {
	const [newest, oldest] = [failures[0], failures.at(-1)];
	const round = newest && oldest ? (newest.stateAt - oldest.stateAt) / Math.max(1, failures.length - 1) : 0;
	return Math.max(leastCalm, 3 * round);
};

/**
Its tasks start and end, over and over: two or more of the current spec ended by themselves in a row,
and none has run long since. A slot that nothing follows in doesn't loop: it gave up.
*/
export const isLooping = (slot: Slot, now: Instant): boolean => {
	if (slot.failures.length < 2 || slot.standing === 'gave-up' || slot.standing === 'stopped') {
		return false;
	}

	return slot.standing !== 'running' || now - slot.current.stateAt <= calmAfter(slot);
};
