import type {ServiceVerdict} from './convergence.ts';
import {jobState} from './job-state.ts';
import {believedNodes} from './living.ts';
import {policyOf, reachedAt, tailOf} from './monitor.ts';
import {isJob, type Service} from './service.ts';
import {serviceState} from './service-state.ts';
import type {Slot} from './slots.ts';
import type {Snapshot} from './snapshot.ts';
import {type Survey, surveyOf} from './survey.ts';
import type {Task} from './task.ts';
import type {Instant, Seconds} from './values.ts';

const unknownVerdict = ({mode}: Service): ServiceVerdict => {
	const wanted = mode.kind === 'replicated' ? mode.replicas : mode.kind === 'replicated-job' ? mode.completions : 0;
	return {alive: 0, wanted, updated: 0, lost: 0, state: {kind: 'unknown'}};
};

/**
How a service stands, from its tasks on living nodes, its spec, its update and the monitor window; the engine's counts
play no part. It depends on `now` too: a window ends (`verifying` says when), a crash loop calms down after half a minute.
*/
export const verdictOf = (
	service: Service,
	tasks: readonly Task[] | undefined,
	snapshot: Snapshot,
	now: Instant,
): ServiceVerdict => {
	const nodes = believedNodes(snapshot, now);

	if (tasks === undefined || nodes === undefined) {
		return unknownVerdict(service);
	}

	const survey = surveyOf(service, tasks, nodes);
	const {wanted, updated, lost} = survey;
	const state = isJob(service) ? jobState(survey, now) : serviceState({service, survey, now});
	return {alive: Math.min(survey.serving, wanted), wanted, updated: Math.min(updated, wanted), lost, state};
};

/** How far a rollout has come. */
export type RolloutProgress = {
	/** Slots whose running task has the current spec. */
	readonly updated: number;
	readonly of: number;
	/** Slots of the current spec that failed since. */
	readonly failed: number;
	/** Roughly; undefined until one slot is through, and when a task has nowhere to go. */
	readonly secondsLeft: Seconds | undefined;
};

const median = (numbers: readonly number[]): number | undefined =>
	numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)];

/** Milliseconds from creation to running, of the tasks this update made. */
const slotTimes = (service: Service, slots: readonly Slot[]): readonly number[] => {
	const since = service.updateStatus?.startedAt ?? 0;
	return slots.flatMap(({serving, isServingUpToDate}) =>
		serving && isServingUpToDate && serving.createdAt >= since ? [reachedAt(serving) - serving.createdAt] : [],
	);
};

/** The slots still to go in rounds of `parallelism`, each a median slot's time and the delay; then the watch at the end. */
const secondsLeft = (service: Service, {slots, wanted, updated}: Survey): Seconds | undefined => {
	const policy = policyOf(service);
	const slotTime = median(slotTimes(service, slots));
	const isBlocked = slots.some(slot => slot.standing === 'pending' && slot.current.error !== undefined);

	if (slotTime === undefined || isBlocked) {
		return undefined;
	}

	const remaining = Math.max(0, wanted - updated);
	const rounds = policy.parallelism === 0 ? Math.min(1, remaining) : Math.ceil(remaining / policy.parallelism);
	return Math.ceil(rounds * (slotTime / 1000 + policy.delay) + tailOf(policy));
};

/** How far a rollout has come, and about how long it still takes. Without `now`, as of the last slot that got through. */
export const progressOf = (
	service: Service,
	tasks: readonly Task[],
	snapshot: Snapshot,
	now?: Instant,
): RolloutProgress | undefined => {
	const nodes = believedNodes(snapshot, now ?? snapshot.nodes?.at ?? 0);

	if (nodes === undefined) {
		return undefined;
	}

	const survey = surveyOf(service, tasks, nodes);
	const latest = Math.max(
		0,
		...survey.slots.flatMap(slot => (slot.isServingUpToDate && slot.serving ? [reachedAt(slot.serving)] : [])),
	);
	const left = secondsLeft(service, survey);
	const passed = now === undefined ? 0 : Math.max(0, Math.floor((now - latest) / 1000));
	return {
		updated: Math.min(survey.updated, survey.wanted),
		of: survey.wanted,
		failed: survey.slots.filter(slot => slot.failures.length > 0).length,
		secondsLeft: left === undefined ? undefined : Math.max(0, left - passed),
	};
};
