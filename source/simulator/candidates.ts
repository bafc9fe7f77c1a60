import {type Candidate, portKey} from '../swarm/placement/candidate.ts';
import {demandOf} from './demand-of.ts';
import type {Failures} from './failures.ts';
import type {Node, Task} from './objects.ts';
import {genericAmounts, pluginsOf, seenNode} from './seen-node.ts';
import type {Swarm} from './swarm.ts';
import {holdsResources, isActive} from './task-order.ts';

/** What a node's tasks hold, counted once per round of the scheduler and kept up as it goes. */
export type Tally = {
	tasks: number;
	readonly byService: Map<string, number>;
	cpus: number;
	memoryBytes: number;
	readonly generic: Record<string, number>;
	readonly hostPorts: Set<string>;
};

export const hold = (swarm: Swarm, tally: Tally, task: Task) => {
	const demand = demandOf(swarm, task);
	if (isActive(task)) {
		tally.tasks += 1;
		tally.byService.set(task.serviceId, (tally.byService.get(task.serviceId) ?? 0) + 1);
	}
	tally.cpus += demand.cpus;
	tally.memoryBytes += demand.memoryBytes;
	for (const [kind, amount] of Object.entries(demand.generic)) {
		tally.generic[kind] = (tally.generic[kind] ?? 0) + amount;
	}
	for (const port of demand.hostPorts) {
		tally.hostPorts.add(portKey(port));
	}
};

export const tallyOf = (swarm: Swarm, node: Node, except?: Task): Tally => {
	const tally: Tally = {tasks: 0, byService: new Map(), cpus: 0, memoryBytes: 0, generic: {}, hostPorts: new Set()};
	for (const task of swarm.store.index.onNode(node.id)) {
		if (task !== except && holdsResources(task)) {
			hold(swarm, tally, task);
		}
	}
	return tally;
};

export const candidateFor = (node: Node, tally: Tally, task: Task, failures?: Failures): Candidate => ({
	node: seenNode(node),
	plugins: pluginsOf(node),
	generic: genericAmounts(node.raw.Description.Resources.GenericResources),
	held: {cpus: tally.cpus, memoryBytes: tally.memoryBytes, generic: tally.generic, hostPorts: tally.hostPorts},
	tasksOfService: tally.byService.get(task.serviceId) ?? 0,
	tasks: tally.tasks,
	volumes: undefined,
	recentFailures: failures?.recent(node.id, task) ?? 0,
});
