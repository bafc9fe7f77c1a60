import type {Convergence} from './convergence.ts';
import {isLooping} from './crash-loop.ts';
import {failureOf, waitingSlots} from './failure.ts';
import type {Survey} from './survey.ts';
import type {Instant} from './values.ts';

/** How a job's latest run stands. */
export const jobState = ({slots, serving, wanted}: Survey, now: Instant): Convergence => {
	if (serving >= wanted) {
		const ends = slots.map(({current}) => current.stateAt);
		return {kind: 'job-done', at: ends.length === 0 ? undefined : Math.max(...ends)};
	}

	const failing = slots.filter(slot => slot.standing === 'gave-up' || isLooping(slot, now));

	if (failing.length > 0) {
		const {error, exitCode} = failureOf(failing);
		return {kind: 'job-failing', error, exitCode};
	}

	const waiting = waitingSlots(slots, now).map(({current}) => current);
	return waiting.length > 0
		? {kind: 'pending', since: Math.min(...waiting.map(task => task.createdAt)), reason: waiting[0]?.error}
		: {kind: 'job-running'};
};
