import {matchesConstraints} from '../constraints.ts';
import type {NodeId} from '../ids.ts';
import type {Nodes} from '../living.ts';
import type {Node} from '../node.ts';
import type {Service} from '../service.ts';
import {type Snapshot, serviceOf} from '../snapshot.ts';
import type {Task} from '../task.ts';
import {isUpToDate} from '../up-to-date.ts';
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
const drivesOut = (node: Node | undefined, service: Service | undefined): boolean => {
	if (node === undefined || node.availability === 'drain' || node.state === 'down') {
		return true;
	}

	return node.availability === 'active' && service !== undefined && !matchesConstraints(service.constraints, node);
};

/** The tasks on the nodes in question that are meant to be there. */
export const tasksOnNodes = (snapshot: Snapshot, ids: readonly NodeId[]): readonly Task[] => {
	const asked = new Set(ids);
	const tasks: Task[] = [];

	for (const {items} of snapshot.tasks.values()) {
		for (const task of items) {
			if (task.nodeId !== undefined && asked.has(task.nodeId) && isMeant(task)) {
				tasks.push(task);
			}
		}
	}

	return tasks;
};

/** Of these, the tasks that have to leave. */
export const leavingTasks = (tasks: readonly Task[], snapshot: Snapshot, after: Nodes): ReadonlySet<Task> =>
	new Set(
		tasks.filter(
			({nodeId, serviceId}) => nodeId !== undefined && drivesOut(after.get(nodeId), serviceOf(snapshot, serviceId)),
		),
	);

const takesGlobals = (node: Node) => node.availability === 'active' && node.state !== 'down';

/** A task that an update left on a paused node, or has not come to: it is replaced at once when its node is written. */
const outdatedOn = (snapshot: Snapshot, service: Service, node: Node) => {
	const tasks = (snapshot.tasks.get(service.id)?.items ?? []).filter(task => task.nodeId === node.id && isMeant(task));
	const outdated = tasks.filter(task => !isUpToDate(task, service, node));
	return {outdated, isReplaced: outdated.length > 0 && outdated.length === tasks.length};
};

const globalsOn = (snapshot: Snapshot, ids: readonly NodeId[], after: Nodes) => {
	const nodes = ids.flatMap(id => after.get(id) ?? []).filter(takesGlobals);
	const services = nodes.length === 0 ? [] : [...(snapshot.services?.items.values() ?? [])];
	return services
		.filter(({mode}) => mode.kind === 'global')
		.flatMap(service =>
			nodes.filter(node => matchesConstraints(service.constraints, node)).map(node => ({service, node})),
		);
};

/** Tasks of global services that go because their node is looked at anew. */
export const outdatedGlobals = (snapshot: Snapshot, ids: readonly NodeId[], after: Nodes): readonly Task[] =>
	globalsOn(snapshot, ids, after).flatMap(({service, node}) => outdatedOn(snapshot, service, node).outdated);

const hasTask = (snapshot: Snapshot, service: Service, id: NodeId) =>
	(snapshot.tasks.get(service.id)?.items ?? []).some(task => task.nodeId === id && isMeant(task));

/** Tasks that global services start on nodes that have a place for them now (orchestrator/global). */
export const newGlobals = (snapshot: Snapshot, ids: readonly NodeId[], after: Nodes): readonly Queue[] =>
	globalsOn(snapshot, ids, after)
		.filter(({service, node}) => !hasTask(snapshot, service, node.id) || outdatedOn(snapshot, service, node).isReplaced)
		.map(({service, node: {id}}) => ({service, only: id, tasks: 1}));
