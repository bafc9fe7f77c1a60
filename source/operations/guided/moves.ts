import type {NodeId, ServiceId} from '../../swarm/ids.ts';
import {isLiving} from '../../swarm/living.ts';
import {isAlive} from '../../swarm/node.ts';
import {nodeOf, type Snapshot, serviceOf, tasksOf, tasksOnNode} from '../../swarm/snapshot.ts';
import {hasEnded, isRunning} from '../../swarm/task.ts';
import type {Operation} from '../operation.ts';
import {count} from '../words.ts';
import type {Write} from './guided.ts';

/** What is still on a node, those being stopped included; nothing on a dead one can be seen. */
export const remaining = (snapshot: Snapshot, node: NodeId) =>
	isAlive(nodeOf(snapshot, node)) ? tasksOnNode(snapshot, node).filter(task => !hasEnded(task)) : [];

/** Tasks of a service that run, are meant to, and aren't on that node. */
export const runningOff = (snapshot: Snapshot, service: ServiceId, node: NodeId) =>
	(tasksOf(snapshot, service) ?? []).filter(
		task => isRunning(task) && task.nodeId !== node && isLiving(task, snapshot.nodes?.items ?? new Map()),
	).length;

export const replicasNow = (snapshot: Snapshot, id: ServiceId) => {
	const mode = serviceOf(snapshot, id)?.mode;
	return mode?.kind === 'replicated' ? mode.replicas : undefined;
};

/** A write over the node as it is now; nothing when it is gone. */
export const onNode = (
	operation: Operation,
	snapshot: Snapshot,
	id: NodeId,
	input: unknown = null,
): Write | undefined => {
	const saw = nodeOf(snapshot, id);
	return saw && {operation, target: {kind: 'node', id, saw}, input};
};

export const onService = (
	operation: Operation,
	snapshot: Snapshot,
	id: ServiceId,
	input: unknown,
): Write | undefined => {
	const saw = serviceOf(snapshot, id);
	return saw && {operation, target: {kind: 'service', id, saw}, input};
};

export const stillThere = (tasks: number) => (tasks === 0 ? undefined : `${count(tasks, 'task')} still there`);
