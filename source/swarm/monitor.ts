import {isRolling, type Service, type UpdatePolicy} from './service.ts';
import type {Slot} from './slots.ts';
import {isUnwanted, type Task} from './task.ts';
import type {Instant, Seconds} from './values.ts';

/** The policy that decides how tasks are replaced now: a rollback has its own. */
export const policyOf = (service: Service): UpdatePolicy =>
	service.updateStatus?.state.startsWith('rollback') ? service.rollback : service.update;

/** What the updater still waits after the last task runs, its own delay apart (orchestrator/update, Updater.Run). */
export const tailOf = ({delay, monitor}: UpdatePolicy): Seconds => (delay >= monitor ? delay + 1 : monitor);

/** When a task reached the state it is in; a node's clock that is ahead of the managers' isn't believed. */
export const reachedAt = (task: Task): Instant => Math.min(task.stateAt, task.updatedAt);

const latestStart = (tasks: readonly Task[]) => Math.max(...tasks.map(reachedAt));

const rollingUntil = (service: Service, tasks: readonly Task[]): Instant => {
	const policy = policyOf(service);
	return latestStart(tasks) + 1000 * (policy.delay + tailOf(policy));
};

/** The update made it, or it took the place of one that it made, before it was called complete. */
const isMadeByUpdate = (service: Service, {createdAt}: Task): boolean => {
	const {startedAt, completedAt} = service.updateStatus ?? {};
	const last = completedAt === undefined ? Infinity : completedAt + 1000 * policyOf(service).monitor;
	return startedAt !== undefined && createdAt >= startedAt && createdAt <= last;
};

/**
It took the place of a task of another spec that Swarm had stopped: an update made it, though the engine tells of none any
more (a POST of the same spec wipes its word).
*/
const isReplacement = ({history, fresh}: Slot, {createdAt}: Task): boolean => {
	const before = history.find(task => task.createdAt < createdAt);
	return before !== undefined && isUnwanted(before) && !fresh.includes(before);
};

const isWatched = (service: Service, slot: Slot, task: Task) =>
	service.updateStatus === undefined ? isReplacement(slot, task) : isMadeByUpdate(service, task);

/** What has just taken the place of a task that ended by itself; it may go the same way. */
const restarted = (slots: readonly Slot[]) =>
	slots.flatMap(({failures, current}) => (failures.length > 0 ? [current] : []));

/**
Until when tasks are watched: during an update until the engine calls it complete; then each task it made, and each that
took the place of a failed one, for the monitor time. Undefined when nothing is watched: a new service's tasks and those
of a scale aren't, as the engine doesn't watch them either.
*/
export const watchedUntil = (service: Service, slots: readonly Slot[], now: Instant): Instant | undefined => {
	const tasks = slots.map(({current}) => current);

	if (isRolling(service)) {
		return tasks.length === 0 ? undefined : rollingUntil(service, tasks);
	}

	const made = slots.filter(slot => isWatched(service, slot, slot.current)).map(({current}) => current);
	const watched = [...made, ...restarted(slots)];
	const until = watched.length === 0 ? 0 : latestStart(watched) + 1000 * policyOf(service).monitor;
	return until > now ? until : undefined;
};

/**
When the engine has seen enough of a slot's new task; undefined where nothing is watched. Failures count for so long
after it ran (`Updater.Run` stretches the window to a longer delay).
*/
export const windowEnd = (service: Service, slot: Slot, task: Task): Instant | undefined =>
	slot.failures.length > 0 || isRolling(service) || isWatched(service, slot, task)
		? reachedAt(task) + 1000 * tailOf(policyOf(service))
		: undefined;
