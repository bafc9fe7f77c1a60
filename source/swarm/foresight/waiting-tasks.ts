import type {NodeId} from '../ids.ts';
import type {Nodes} from '../living.ts';
import {isAlive} from '../node.ts';
import type {Service} from '../service.ts';
import {isByNode} from '../slot-groups.ts';
import {type Snapshot, serviceOf} from '../snapshot.ts';
import {hasEnded, isRunning, isUnwanted, type Task} from '../task.ts';

/** It is meant to be, and hasn't ended. */
export const isMeant = (task: Task) => !hasEnded(task) && !isUnwanted(task);

/** It looks for a node, or waits until its own takes it. */
export const isWaiting = (task: Task) => (task.state === 'new' || task.state === 'pending') && isMeant(task);

/** Tasks of a service that wait: of a global one, those for a node. */
export type Queue = {readonly service: Service; readonly only?: NodeId; readonly tasks: number};

export const queueKey = ({service, only}: Pick<Queue, 'service' | 'only'>) => `${service.id} ${only ?? ''}`;

const known = new WeakMap<Snapshot['tasks'], readonly Task[]>();

/** Every waiting task of the swarm: looked for once in a snapshot. */
export const allWaiting = ({tasks}: Snapshot): readonly Task[] => {
	const found = known.get(tasks);

	if (found) {
		return found;
	}

	const waiting: Task[] = [];

	for (const {items} of tasks.values()) {
		for (const task of items) {
			isWaiting(task) && waiting.push(task);
		}
	}

	known.set(tasks, waiting);
	return waiting;
};

/** All that wait and are tried again and again. */
export const queuesOf = (snapshot: Snapshot, isQueued: (task: Task, service: Service) => boolean): readonly Queue[] => {
	const queues = new Map<string, Queue>();

	for (const task of allWaiting(snapshot)) {
		const service = serviceOf(snapshot, task.serviceId);

		if (service && isQueued(task, service)) {
			const place = isByNode(service) && task.nodeId !== undefined ? {service, only: task.nodeId} : {service};
			const tasks = (queues.get(queueKey(place))?.tasks ?? 0) + 1;
			queues.set(queueKey(place), {...place, tasks});
		}
	}

	return [...queues.values()];
};

/** Its running tasks that can be believed. */
export const livingTasks = (tasks: readonly Task[], nodes: Nodes) =>
	tasks.filter(task => isRunning(task) && task.nodeId !== undefined && isAlive(nodes.get(task.nodeId)));
