import {secondsLeftOf} from './rollout-time.ts';
import {workOf} from './rollout-work.ts';
import type {Service} from './service.ts';
import type {Survey} from './survey.ts';
import type {Instant, Seconds} from './values.ts';

/** How far a rollout has come. */
export type RolloutProgress = {
	/** Slots whose running task has the current spec. */
	readonly updated: number;
	readonly of: number;
	/** Slots in which a task of the current spec ended by itself. */
	readonly failed: number;
	/** Roughly; undefined until one slot is through, when a task has nowhere to go or died with its node, and while paused. */
	readonly secondsLeft: Seconds | undefined;
};

export const rolloutProgress = (service: Service, survey: Survey, now: Instant | undefined): RolloutProgress => ({
	updated: Math.min(survey.updated, survey.wanted),
	of: survey.wanted,
	failed: survey.slots.filter(slot => slot.failures.length > 0).length,
	secondsLeft: survey.hungOn ? undefined : secondsLeftOf(service, workOf(service, survey.slots), now),
});
