import {reachedAt} from './monitor.ts';
import type {Service} from './service.ts';
import type {Slot} from './slots.ts';
import {isFailure} from './standing.ts';
import {compareStates, hasEnded, isUnwanted, type Task} from './task.ts';
import type {Instant, Seconds} from './values.ts';

/** What the updater's workers did and have to do, as far as the tasks tell. */
export type Work = {
	/** Slots that Swarm is to replace and hasn't begun. */
	readonly waiting: number;
	/** When the slots that are being replaced now were begun. */
	readonly begun: readonly Instant[];
	/** When the slots that are through got there: their workers waited the delay from then on. */
	readonly through: readonly Instant[];
	/** How long slots took, old task's stop included; those that failed or moved on since can't be told. */
	readonly took: readonly Seconds[];
	/** New tasks that fit on no node. */
	readonly blocked: number;
};

/** Since when tasks of the current spec are this rollout's. An automatic rollback keeps the start of its update. */
export const begunAt = ({updateStatus}: Service): Instant => updateStatus?.startedAt ?? 0;

/**
The task that the updater put into a slot: the first of the current spec since the rollout began. Restarts follow it,
and once they have pushed it out of the history that the engine keeps, the oldest of them is taken for it.
*/
export const updaterTask = ({current, isUpToDate, history, fresh}: Slot, since: Instant): Task | undefined => {
	if (history.length === 0) {
		return isUpToDate && current.createdAt >= since ? current : undefined;
	}

	return fresh.findLast(({createdAt}) => createdAt >= since);
};

/** Up, or over: its worker has gone on. */
const isThrough = (task: Task) => compareStates(task.state, 'running') >= 0;

/** When it ended says nothing of when it ran, unless it failed: it may have had to leave its node much later. */
const throughAt = (task: Task, service: Service): Instant =>
	task.state === 'running' || isFailure(task, service) ? reachedAt(task) : task.createdAt;

const isWaiting = ({current, isUpToDate}: Slot) => !isUpToDate && !hasEnded(current) && !isUnwanted(current);

export const workOf = (service: Service, slots: readonly Slot[]): Work => {
	const since = begunAt(service);
	const [begun, through, took]: [Instant[], Instant[], Seconds[]] = [[], [], []];
	let [waiting, blocked] = [0, 0];

	for (const slot of slots) {
		const task = updaterTask(slot, since);
		blocked += slot.isUpToDate && slot.standing === 'pending' && slot.current.error !== undefined ? 1 : 0;

		if (task === undefined) {
			waiting += isWaiting(slot) ? 1 : 0;
		} else if (isThrough(task)) {
			through.push(throughAt(task, service));
			task.state === 'running' && took.push(Math.max(0, reachedAt(task) - task.createdAt) / 1000);
		} else {
			begun.push(task.createdAt);
		}
	}

	return {waiting, begun, through, took, blocked};
};
