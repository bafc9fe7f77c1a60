import {policyOf, reachedAt, tailOf} from './monitor.ts';
import type {Rollout} from './rollout.ts';
import {begunAt, updaterTask, type Work} from './rollout-work.ts';
import type {Service, UpdatePolicy} from './service.ts';
import type {Slot} from './slots.ts';
import {isFailure} from './standing.ts';
import {hasEnded, type Task} from './task.ts';
import type {Instant} from './values.ts';

/** Otherwise it ended before it ran, and so within any window. */
const hasRun = ({message}: Task) => message === 'started' || message === 'finished';

/** When it can have begun to run at the earliest: the engine keeps no time of it once it has ended. */
const earliestStart = (task: Task, {history}: Slot): Instant => {
	const before = history.find(({createdAt}) => createdAt < task.createdAt);
	return Math.max(task.createdAt, before && hasEnded(before) ? reachedAt(before) : 0);
};

const isNamed = ({updateStatus}: Service, {id}: Task) => updateStatus?.message?.includes(id) ?? false;

/** It ended by itself, inside the window or before it ran. */
const isCounted = (service: Service, slot: Slot, task: Task) => {
	if (!isFailure(task, service)) {
		return false;
	}

	const window = 1000 * tailOf(policyOf(service));
	return isNamed(service, task) || !hasRun(task) || reachedAt(task) - earliestStart(task, slot) <= window;
};

/** How many slots may fail before Swarm acts: more than the ratio, strictly, in single precision as it reckons. */
const allowedOf = ({maxFailureRatio}: UpdatePolicy, slots: number): number => {
	const ratio = Math.fround(maxFailureRatio);
	let allowed = Math.min(slots, Math.floor(slots * ratio) + 1);

	while (allowed > 0 && Math.fround(allowed / slots) > ratio) {
		allowed -= 1;
	}

	return allowed;
};

/**
Failures as the engine counts them (`Updater.Run`): only of tasks that the updater made, within the window, out of the
slots that were dirty when it began. Tasks show those that it has begun and those that are still old; what isn't known: a
slot that was removed since, one that was added since and counts here, a task that took long to get up and then failed
(taken for one that outlived the window, unless the engine named it), and first tasks that the history no longer keeps.
*/
export const failureCount = (service: Service, slots: readonly Slot[], work: Work): Rollout['failures'] => {
	if (service.updateStatus === undefined) {
		return {slots: 0, allowed: 0, of: 0};
	}

	const since = begunAt(service);
	const of = work.waiting + work.begun.length + work.through.length;
	let failed = 0;

	for (const slot of slots) {
		const task = slot.failures.length === 0 ? undefined : updaterTask(slot, since);
		failed += task && isCounted(service, slot, task) ? 1 : 0;
	}

	return {slots: failed, allowed: allowedOf(policyOf(service), of), of};
};
