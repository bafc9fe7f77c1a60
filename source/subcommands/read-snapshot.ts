import type {Resources} from '../operations/resources.ts';
import type {ServiceId} from '../swarm/ids.ts';
import {emptySnapshot, type ServiceTasks, type Snapshot} from '../swarm/snapshot.ts';
import type {Task} from '../swarm/task.ts';

export type Engine = Resources['engine'];

/** Where it answers, and how `docker` gets there. */
export type Place = ReturnType<Engine['place']>;

const byId = <Id, Item extends {readonly id: Id}>(items: readonly Item[]): ReadonlyMap<Id, Item> =>
	new Map(items.map(item => [item.id, item]));

const byService = (services: readonly {readonly id: ServiceId}[], tasks: readonly Task[], at: number) => {
	const known = new Map<ServiceId, Task[]>(services.map(({id}) => [id, []]));

	for (const task of tasks) {
		task.serviceId && known.get(task.serviceId)?.push(task);
	}

	return new Map([...known].map(([id, items]): [ServiceId, ServiceTasks] => [id, {at, items}]));
};

/** With secrets and configs, where the question is about those, too; one that may not be read is left out. */
export const withFiles = async (snapshot: Snapshot, engine: Engine, now: () => number): Promise<Snapshot> => {
	const [secrets, configs] = await Promise.allSettled([engine.secrets(), engine.configs()]);
	const at = now();
	return {
		...snapshot,
		secrets: secrets.status === 'fulfilled' ? {at, items: byId(secrets.value.items)} : undefined,
		configs: configs.status === 'fulfilled' ? {at, items: byId(configs.value.items)} : undefined,
	};
};

/** Everything at once, read for one answer. Rejects with an `EngineError` that says what is in the way. */
export const readSnapshot = async (engine: Engine, now: () => number, signal?: AbortSignal): Promise<Snapshot> => {
	const [info, swarm, nodes, services, tasks, networks] = await Promise.all([
		engine.info(signal),
		engine.swarm(signal),
		engine.nodes(signal),
		engine.services(undefined, signal),
		engine.tasks('all', signal),
		engine.networks(signal),
	]);
	const at = now();
	return {
		...emptySnapshot,
		self: info.nodeId,
		swarm,
		nodes: {at, items: byId(nodes.items)},
		services: {at, items: byId(services.items)},
		tasks: byService(services.items, tasks.items, at),
		hasAllTasks: true,
		networks: {at, items: byId(networks.items)},
	};
};
