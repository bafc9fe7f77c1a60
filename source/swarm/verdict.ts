import type {ServiceVerdict} from './convergence.ts';
import {jobState} from './job-state.ts';
import {believedNodes} from './living.ts';
import {type RolloutProgress, rolloutProgress} from './rollout-progress.ts';
import {isJob, type Service} from './service.ts';
import {serviceState} from './service-state.ts';
import type {Snapshot} from './snapshot.ts';
import {surveyOf} from './survey.ts';
import type {Task} from './task.ts';
import type {Instant} from './values.ts';

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

export type {RolloutProgress};

/** How far a rollout has come, and about how long it still takes. Without `now`, as of the last slot that got through. */
export const progressOf = (
	service: Service,
	tasks: readonly Task[],
	snapshot: Snapshot,
	now?: Instant,
): RolloutProgress | undefined => {
	const nodes = believedNodes(snapshot, now ?? snapshot.nodes?.at ?? 0);
	return nodes && rolloutProgress(service, surveyOf(service, tasks, nodes), now);
};
