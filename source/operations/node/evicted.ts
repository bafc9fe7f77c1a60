import {matchesConstraints} from '../../swarm/constraints.ts';
import type {Foresight} from '../../swarm/foresight/foresight.ts';
import type {Node} from '../../swarm/node.ts';
import {type Snapshot, serviceOf, tasksOnNode} from '../../swarm/snapshot.ts';
import {hasEnded, isUnwanted, type Task} from '../../swarm/task.ts';
import {dipSentence, portSentence, regrets, startSentence} from '../foresight-sentences.ts';
import {keptOffSentences} from '../kept-off.ts';
import type {Plan} from '../operation.ts';
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

/** What a change of a node's role or labels does to tasks, as parts of its plan. */
export const evictionPlan = (
	foresight: Foresight | undefined,
	snapshot: Snapshot,
): Required<Pick<Plan, 'effects' | 'warnings' | 'forecast'>> =>
	foresight === undefined
		? {effects: ['Not all tasks were read: more may stop than is known.'], warnings: [], forecast: []}
		: {
				effects: [...portSentence(foresight, snapshot), ...startSentence(foresight)],
				warnings: regrets(foresight),
				forecast: [...keptOffSentences(foresight, snapshot), ...dipSentence(foresight)],
			};
