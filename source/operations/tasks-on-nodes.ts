import type {NodeId, ServiceId} from '../swarm/ids.ts';
import {isAlive} from '../swarm/node.ts';
import {isRolling} from '../swarm/service.ts';
import {nodeOf, type Snapshot, serviceOf, tasksOnNode} from '../swarm/snapshot.ts';
import {hasEnded, isRunning, isUnwanted, type Task} from '../swarm/task.ts';

/** What some living nodes carry, as far as it is known. */
export type Carried = {
	readonly tasks: number;
	/** Of global services: they have no place but this. */
	readonly global: number;
	/** Every task of the swarm was read, so the numbers are whole. */
	readonly isWhole: boolean;
	/** Services of which nothing runs anywhere else. */
	readonly onlyHere: readonly string[];
	/** Services whose tasks the engine is replacing right now. */
	readonly rolling: readonly string[];
};

const isMeantToLive = (task: Task) => !hasEnded(task) && !isUnwanted(task);

const isGlobal = (task: Task, snapshot: Snapshot) =>
	serviceOf(snapshot, task.serviceId)?.mode.kind.startsWith('global') === true;

export const carriedBy = (nodes: readonly NodeId[], snapshot: Snapshot): Carried => {
	const alive = nodes.filter(id => isAlive(nodeOf(snapshot, id)));
	const tasks = alive.flatMap(id => tasksOnNode(snapshot, id)).filter(isMeantToLive);
	const elsewhere = tasks.filter(task => !isGlobal(task, snapshot));
	const moving = [...new Set(elsewhere.flatMap(({serviceId}) => serviceId ?? []))];
	const services = [...new Set(tasks.flatMap(({serviceId}) => serviceOf(snapshot, serviceId) ?? []))];

	return {
		tasks: tasks.length,
		global: tasks.length - elsewhere.length,
		isWhole: snapshot.hasAllTasks,
		onlyHere: namesOf(
			moving.filter(id => runsOnlyOn(id, nodes, snapshot)),
			snapshot,
		),
		rolling: services
			.filter(isRolling)
			.map(({name}) => name)
			.sort(),
	};
};

const namesOf = (ids: readonly ServiceId[], snapshot: Snapshot) =>
	ids.map(id => serviceOf(snapshot, id)?.name ?? id).sort();

const runsOnlyOn = (id: ServiceId, nodes: readonly NodeId[], snapshot: Snapshot) => {
	const running = (snapshot.tasks.get(id)?.items ?? []).filter(
		task => isRunning(task) && isAlive(nodeOf(snapshot, task.nodeId)),
	);

	return running.length > 0 && running.every(({nodeId}) => nodeId !== undefined && nodes.includes(nodeId));
};
