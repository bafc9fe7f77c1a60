import {matchesConstraints} from '../../swarm/constraints.ts';
import type {Node} from '../../swarm/node.ts';
import {type Snapshot, serviceOf, tasksOnNode} from '../../swarm/snapshot.ts';
import {hasEnded, isUnwanted, type Task} from '../../swarm/task.ts';
import {nodeName} from '../targets.ts';
import {agree, count, listed} from '../words.ts';

/**
What a change of a node makes Swarm stop there: it doesn't wait for a deploy to enforce constraints
(SwarmKit, orchestrator/constraintenforcer).
*/
export const evictions = (node: Node, after: Node, snapshot: Snapshot): readonly string[] => {
	const evicted = tasksOnNode(snapshot, node.id).filter(task => isEvicted(task, node, after, snapshot));
	const names = [...new Set(evicted.map(({serviceId}) => serviceOf(snapshot, serviceId)?.name ?? ''))].sort();
	const [stop, fit] = [
		agree(evicted.length, 'stops', 'stop'),
		agree(evicted.length, 'it no longer fits', 'they no longer fit'),
	];

	return evicted.length === 0
		? []
		: [
				`${count(evicted.length, 'task')} on ${nodeName(node, snapshot)} ${stop}: by the constraints of ${listed(names)} ${fit} there.`,
			];
};

const isEvicted = (task: Task, node: Node, after: Node, snapshot: Snapshot) => {
	const constraints = serviceOf(snapshot, task.serviceId)?.constraints ?? [];

	return (
		!hasEnded(task) &&
		!isUnwanted(task) &&
		matchesConstraints(constraints, node) &&
		!matchesConstraints(constraints, after)
	);
};
