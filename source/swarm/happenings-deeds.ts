import type {Looks} from './happenings.ts';
import {isJob, type Service} from './service.ts';
import {hasEnded, type Task} from './task.ts';
import type {Instant} from './values.ts';

/** What a task did that is worth a word; worst first. */
export const taskDeeds = ['failed', 'waiting', 'ended', 'started', 'stopped', 'done'] as const;

export type TaskDeed = (typeof taskDeeds)[number];

export type Deed = {readonly service: Service; readonly task: Task; readonly did: TaskDeed; readonly node: string};

const endOf = (task: Task, service: Service): TaskDeed | undefined => {
	switch (task.state) {
		case 'failed':
		case 'rejected':
			return 'failed';
		case 'complete':
			return isJob(service) ? 'done' : 'ended';
		default:
			return 'stopped';
	}
};

/** What happened to one task between two looks; what had ended before has been told. */
const deedOf = (before: Task | undefined, after: Task, service: Service): TaskDeed | undefined => {
	if (before !== undefined && hasEnded(before)) {
		return undefined;
	}

	if (hasEnded(after)) {
		const did = endOf(after, service);
		// Came and was told to go between two looks: nobody misses it.
		return before === undefined && did === 'stopped' ? undefined : did;
	}

	if (after.state === 'running') {
		return before?.state === 'running' ? undefined : 'started';
	}

	return after.state === 'pending' && after.error !== undefined && before?.error === undefined ? 'waiting' : undefined;
};

/** What the tasks of one service did between two looks. */
export const deedsOf = (
	service: Service,
	before: readonly Task[],
	after: readonly Task[],
	looks: Looks,
): readonly Deed[] => {
	const known = new Map(before.map(task => [task.id, task]));
	const nodeName = ({nodeId}: Task) =>
		(nodeId && (looks.after.nodes?.get(nodeId)?.hostname ?? nodeId.slice(0, 6))) ?? '';
	const deeds: Deed[] = [];

	for (const task of after) {
		const old = known.get(task.id);
		known.delete(task.id);
		const did = old === task ? undefined : deedOf(old, task, service);
		did && deeds.push({service, task, did, node: nodeName(task)});
	}

	// The engine forgets tasks that have ended; one that hadn't is gone with its slot.
	for (const task of known.values()) {
		hasEnded(task) || deeds.push({service, task, did: 'stopped', node: nodeName(task)});
	}

	return deeds;
};

/** The scheduler writes a pending task's time anew at every attempt; of what is gone the engine tells none. */
export const timeOf = ({did, task}: Deed, now: Instant) =>
	did === 'waiting' ? task.createdAt : hasEnded(task) || did === 'started' ? task.stateAt : now;
