import {matchesConstraints} from '../swarm/constraints.ts';
import {demandOf} from './demand-of.ts';
import type {Node, Task} from './objects.ts';
import {stateOf} from './objects.ts';
import {seenNode} from './seen-node.ts';
import {type Swarm, soon} from './swarm.ts';
import {holdsResources, isActive} from './task-order.ts';
import {setState} from './tasks.ts';

const constraintsOf = ({store}: Swarm, task: Task) =>
	store.services.all.get(task.serviceId)?.raw.Spec.TaskTemplate.Placement?.Constraints ?? [];

/** Rejects running tasks that their node no longer suits, by constraints or by room (orchestrator/constraintenforcer). */
const enforce = (swarm: Swarm, node: Node) => {
	if (node.raw.Spec.Availability !== 'active') {
		return;
	}
	const seen = seenNode(node);
	let {cpus, memoryBytes} = seen.capacity;
	for (const task of swarm.store.index.onNode(node.id).filter(found => holdsResources(found) && isActive(found))) {
		const demand = demandOf(swarm, task);
		const fits =
			matchesConstraints(constraintsOf(swarm, task), seen) && demand.cpus <= cpus && demand.memoryBytes <= memoryBytes;
		if (fits) {
			cpus -= demand.cpus;
			memoryBytes -= demand.memoryBytes;
		} else if (stateOf(task) !== 'rejected') {
			task.endedAt = swarm.timeline.now();
			setState(swarm, task, 'rejected', {
				message: 'task rejected by constraint enforcer',
				error: 'assigned node no longer meets constraints',
			});
		}
	}
};

export const startEnforcer = (swarm: Swarm) => {
	const nodes = new Set<Node>();
	const run = soon(
		swarm,
		() => swarm.random.between(2, 8),
		() => {
			for (const node of nodes) {
				nodes.delete(node);
				enforce(swarm, node);
			}
		},
	);
	swarm.store.watch(change => {
		if (change.kind === 'node' && change.action === 'update' && change.before.Spec !== change.item.raw.Spec) {
			nodes.add(change.item);
			run();
		}
	});
};
