import {matchesConstraints} from '../constraints.ts';
import type {NodeId} from '../ids.ts';
import type {Nodes} from '../living.ts';
import type {Node} from '../node.ts';
import type {Service} from '../service.ts';
import {isByNode} from '../slot-groups.ts';
import {type Snapshot, serviceOf} from '../snapshot.ts';
import type {Task} from '../task.ts';
import type {Queue} from './waiting-tasks.ts';
import {isMeant} from './waiting-tasks.ts';

/** What becomes of a node; undefined when it is removed. */
export type NodeChange = (node: Node) => Node | undefined;

export const changedNodes = (nodes: Nodes, ids: readonly NodeId[], change: NodeChange): Nodes => {
	const after = new Map(nodes);

	for (const id of ids) {
		const node = nodes.get(id);
		const changed = node && change(node);
		changed ? after.set(id, changed) : after.delete(id);
	}

	return after;
};

/**
Whether a node, as it will be, makes a task leave: a drained or dead one has it replaced, an active one that no longer
fits the service's constraints has it rejected (orchestrator/constraintenforcer). A paused one keeps what it has.
*/
export const drivesOut = (node: Node | undefined, service: Service | undefined): boolean => {
	if (node === undefined || node.availability === 'drain' || node.state === 'down') {
		return true;
	}

	return node.availability === 'active' && service !== undefined && !matchesConstraints(service.constraints, node);
};

/** The tasks that have to leave the nodes in question. */
export const leavingTasks = (snapshot: Snapshot, ids: readonly NodeId[], after: Nodes): ReadonlySet<Task> => {
	const asked = new Set(ids);
	const leaving = new Set<Task>();

	for (const {items} of snapshot.tasks.values()) {
		for (const task of items) {
			if (task.nodeId !== undefined && asked.has(task.nodeId) && isMeant(task)) {
				const service = serviceOf(snapshot, task.serviceId);
				drivesOut(after.get(task.nodeId), service) && leaving.add(task);
			}
		}
	}

	return leaving;
};

const takesGlobals = (node: Node) => node.availability === 'active' && node.state !== 'down';

const hasTask = (snapshot: Snapshot, service: Service, id: NodeId) =>
	(snapshot.tasks.get(service.id)?.items ?? []).some(task => task.nodeId === id && isMeant(task));

/** Tasks that global services start on nodes that now have a place for them (orchestrator/global). */
export const newGlobals = (snapshot: Snapshot, ids: readonly NodeId[], after: Nodes): readonly Queue[] =>
	[...(snapshot.services?.items.values() ?? [])]
		.filter(service => isByNode(service) && service.mode.kind === 'global')
		.flatMap(service =>
			ids
				.flatMap(id => after.get(id) ?? [])
				.filter(node => takesGlobals(node) && matchesConstraints(service.constraints, node))
				.filter(node => !hasTask(snapshot, service, node.id))
				.map(({id}) => ({service, only: id, tasks: 1})),
		);
