import type {NodeId, ServiceId} from '../../swarm/ids.ts';
import {isAlive} from '../../swarm/node.ts';
import {isRolling, type Service} from '../../swarm/service.ts';
import {nodeOf, type Snapshot, serviceOf, tasksOf, tasksOnNode} from '../../swarm/snapshot.ts';
import {hasEnded, isRunning, isUnwanted, type Task} from '../../swarm/task.ts';
import {verdictOf} from '../../swarm/verdict.ts';

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
	/** Services whose tasks stay where they are while one reads; those of the others come and go. */
	readonly steady: readonly string[];
	readonly crashing: readonly string[];
};

const isMeantToLive = (task: Task) => !hasEnded(task) && !isUnwanted(task);

const isGlobal = (task: Task, snapshot: Snapshot) =>
	serviceOf(snapshot, task.serviceId)?.mode.kind.startsWith('global') === true;

/** Its tasks end by themselves and start again, here or elsewhere. */
export const isCrashLooping = (service: Service, snapshot: Snapshot) => {
	const {state} = verdictOf(service, tasksOf(snapshot, service.id), snapshot, snapshot.nodes?.at ?? 0);
	return state.kind === 'failing' || (state.kind === 'paused' && state.error !== undefined);
};

export const carriedBy = (nodes: readonly NodeId[], snapshot: Snapshot): Carried => {
	const alive = nodes.filter(id => isAlive(nodeOf(snapshot, id)));
	const tasks = alive.flatMap(id => tasksOnNode(snapshot, id)).filter(isMeantToLive);
	const elsewhere = tasks.filter(task => !isGlobal(task, snapshot));
	const moving = [...new Set(elsewhere.flatMap(({serviceId}) => serviceId ?? []))];
	const services = [...new Set(tasks.flatMap(({serviceId}) => serviceOf(snapshot, serviceId) ?? []))];
	const crashing = services.filter(service => isCrashLooping(service, snapshot));
	const sorted = (some: readonly Service[]) => some.map(({name}) => name).sort();

	return {
		tasks: tasks.length,
		global: tasks.length - elsewhere.length,
		isWhole: snapshot.hasAllTasks,
		onlyHere: namesOf(
			moving.filter(id => runsOnlyOn(id, nodes, snapshot)),
			snapshot,
		),
		rolling: sorted(services.filter(isRolling)),
		steady: sorted(services.filter(service => !isRolling(service) && !crashing.includes(service))),
		crashing: sorted(crashing),
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
