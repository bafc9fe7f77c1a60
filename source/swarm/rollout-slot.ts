import {servesSteadily} from './crash-loop.ts';
import type {Nodes} from './living.ts';
import type {RolloutSlot} from './rollout.ts';
import {begunAt} from './rollout-work.ts';
import type {Service} from './service.ts';
import {phaseOf} from './slot-phase.ts';
import type {Slot} from './slots.ts';
import {isRunning, type Task} from './task.ts';
import type {Instant} from './values.ts';

const oldTaskOf = ({serving, isServingUpToDate, current, history, fresh}: Slot): Task | undefined => {
	if (serving && !isServingUpToDate) {
		return serving;
	}

	return fresh.length === history.length + 1 ? undefined : [current, ...history].find(task => !fresh.includes(task));
};

/** Of a spec that is being returned to, the tasks from before the other one are no news. */
const newTaskOf = ({serving, isServingUpToDate, current, isUpToDate, fresh}: Slot, oldTask: Task | undefined) => {
	if (serving && isServingUpToDate) {
		return serving;
	}

	const newest = isUpToDate ? current : fresh[0];
	return newest && (isUpToDate || oldTask === undefined || newest.createdAt > oldTask.createdAt) ? newest : undefined;
};

const servesOf = (slot: Slot, now: Instant): RolloutSlot['serves'] => {
	if (!servesSteadily(slot, now)) {
		return undefined;
	}

	return slot.isServingUpToDate ? 'new' : 'old';
};

const oldStaysOf = (slot: Slot, oldTask: Task | undefined): RolloutSlot['oldStays'] => {
	if (oldTask === undefined) {
		return undefined;
	}

	if (slot.lost.includes(oldTask)) {
		return 'lost';
	}

	return slot.isServingUpToDate && isRunning(oldTask) ? 'serves' : undefined;
};

const lostOf = ({lost}: Slot, nodes: Nodes): RolloutSlot['lost'] => {
	const [first, ...more] = lost;
	const task = more.reduce((a, b) => (a && a.createdAt >= b.createdAt ? a : b), first);
	const node = task?.nodeId === undefined ? undefined : nodes.get(task.nodeId);
	return task && node && {task, at: node.updatedAt};
};

/** Where one slot is in its service's rollout, decided from its tasks on living nodes. */
export const rolloutSlotOf = (service: Service, slot: Slot, nodes: Nodes, now: Instant): RolloutSlot => {
	const since = begunAt(service);
	const oldTask = oldTaskOf(slot);
	const newTask = newTaskOf(slot, oldTask);
	const failures =
		slot.failures.length === 0 ? slot.failures : slot.failures.filter(({createdAt}) => createdAt >= since);
	const {key, number, current, isUpToDate} = slot;

	return {
		key,
		number,
		nodeId: (isUpToDate ? current : (slot.serving ?? current)).nodeId ?? oldTask?.nodeId,
		...phaseOf({service, slot, oldTask, newTask, failures, now}),
		serves: servesOf(slot, now),
		oldTask,
		oldStays: oldStaysOf(slot, oldTask),
		newTask,
		lost: lostOf(slot, nodes),
		failures,
	};
};
