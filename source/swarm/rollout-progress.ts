import {policyOf, reachedAt, tailOf} from './monitor.ts';
import {isJob, type Service} from './service.ts';
import type {Slot} from './slots.ts';
import type {Survey} from './survey.ts';
import type {Task} from './task.ts';
import type {Instant, Seconds} from './values.ts';

/** How far a rollout has come. */
export type RolloutProgress = {
	/** Slots whose running task has the current spec. */
	readonly updated: number;
	readonly of: number;
	/** Slots in which a task of the current spec ended by itself. */
	readonly failed: number;
	/** Roughly; undefined until one slot is through, when a task has nowhere to go, and while paused. */
	readonly secondsLeft: Seconds | undefined;
};

/** The tasks that serve with the current spec. */
const arrivals = (slots: readonly Slot[]): readonly Task[] =>
	slots.flatMap(({serving, isServingUpToDate}) => (serving && isServingUpToDate ? [serving] : []));

const median = (numbers: readonly number[]): number | undefined =>
	numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)];

/** Seconds from creation to running, of the tasks this update made: the stop of the old one is in it. */
const slotTime = ({updateStatus}: Service, slots: readonly Slot[]): Seconds | undefined => {
	const made = arrivals(slots).filter(({createdAt}) => createdAt >= (updateStatus?.startedAt ?? 0));
	const time = median(made.map(task => reachedAt(task) - task.createdAt));
	return time === undefined ? undefined : Math.max(0, time) / 1000;
};

const isOnItsWay = ({isUpToDate, isServingUpToDate}: Slot) => isUpToDate && !isServingUpToDate;

const isBlocked = ({standing, current}: Slot) => standing === 'pending' && current.error !== undefined;

/** Nothing can be said: it stands still, or there is no update to speak of. */
const isTimeless = (service: Service, slots: readonly Slot[]) =>
	isJob(service) || service.updateStatus?.state.endsWith('paused') || slots.some(isBlocked);

/** Slots are taken `parallelism` at a time, each followed by the delay; at the end the engine watches the last ones. */
const secondsLeft = (
	service: Service,
	{slots, wanted, updated}: Survey,
	now: Instant | undefined,
): Seconds | undefined => {
	const time = slotTime(service, slots);

	if (time === undefined || isTimeless(service, slots)) {
		return undefined;
	}

	const policy = policyOf(service);
	const latest = Math.max(...arrivals(slots).map(reachedAt));
	const since = (at: Instant) => Math.max(0, (now ?? latest) - at) / 1000;
	const remaining = Math.max(0, wanted - updated);

	if (remaining === 0) {
		return Math.ceil(Math.max(0, policy.delay + tailOf(policy) - since(latest)));
	}

	const begun = slots.filter(isOnItsWay).map(({current}) => current.createdAt);
	const waiting = Math.max(0, remaining - begun.length);
	const rounds = policy.parallelism === 0 ? Math.min(1, waiting) : Math.ceil(waiting / policy.parallelism);
	const underWay =
		begun.length > 0
			? Math.max(0, time - since(Math.min(...begun))) + policy.delay
			: Math.max(0, policy.delay - since(latest));
	return Math.ceil(underWay + rounds * (time + policy.delay) + tailOf(policy));
};

export const rolloutProgress = (service: Service, survey: Survey, now: Instant | undefined): RolloutProgress => ({
	updated: Math.min(survey.updated, survey.wanted),
	of: survey.wanted,
	failed: survey.slots.filter(slot => slot.failures.length > 0).length,
	secondsLeft: secondsLeft(service, survey, now),
});
