import {matchesConstraints} from '../swarm/constraints.ts';
import type {Node, Service, Task} from './objects.ts';
import {seenNode} from './seen-node.ts';
import {isJob, jobIteration} from './service-mode.ts';
import type {Swarm} from './swarm.ts';
import {isRunnable} from './task-order.ts';
import {createTask, setDesired} from './tasks.ts';
import type {Updater} from './updater.ts';

const fits = (service: Service, node: Node) =>
	matchesConstraints(service.raw.Spec.TaskTemplate.Placement?.Constraints ?? [], seenNode(node));

/** A drained or dead node has no part in global services; a paused one keeps what it has. */
const takesPart = ({raw}: Node) => raw.Status.State !== 'down' && raw.Spec.Availability !== 'drain';

const shutDown = (swarm: Swarm, tasks: readonly Task[]) => {
	for (const task of tasks) {
		setDesired(swarm, task, 'shutdown');
	}
};

/** One task on every node that fits (orchestrator/global). */
export const reconcileGlobal = (swarm: Swarm, updater: Updater, service: Service) => {
	const live = swarm.store.index.ofService(service.id).filter(isRunnable);
	const byNode = Map.groupBy(live, ({raw}) => raw.NodeID ?? '');
	const slots: (readonly Task[])[] = [];

	for (const node of swarm.store.nodes.all.values().filter(takesPart)) {
		const tasks = byNode.get(node.id) ?? [];
		byNode.delete(node.id);
		if (!fits(service, node)) {
			shutDown(swarm, tasks);
		} else if (node.raw.Spec.Availability !== 'pause') {
			if (tasks.length === 0) {
				createTask(swarm, service, {nodeId: node.id});
			} else {
				slots.push(tasks);
			}
		}
	}

	updater.update(service, slots);
	shutDown(swarm, [...byNode.values()].flat());
};

/** A job of one run per node: nodes that join later run it too. */
export const reconcileGlobalJob = (swarm: Swarm, service: Service) => {
	const current = swarm.store.index
		.ofService(service.id)
		.filter(({raw}) => (raw.JobIteration?.Index ?? 0) === jobIteration(service));
	const served = new Set(current.map(({raw}) => raw.NodeID));
	for (const node of swarm.store.nodes.all.values()) {
		const isOpen = takesPart(node) && node.raw.Spec.Availability === 'active' && fits(service, node);
		if (isJob(service) && isOpen && !served.has(node.id)) {
			createTask(swarm, service, {nodeId: node.id});
		}
	}
};
