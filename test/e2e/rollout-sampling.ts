import type {Engine} from '../../source/engine/engine.ts';
import type {Service} from '../../source/swarm/service.ts';
import {emptySnapshot, type Snapshot} from '../../source/swarm/snapshot.ts';
import type {Task} from '../../source/swarm/task.ts';
import type {Lab} from '../swarm-lab/lab.ts';
import type {LabNode} from '../swarm-lab/layout.ts';
import type {RawAnswers, RawNode, RawService, RawTask} from './rollout-oracle.ts';

/** What skep read, and what the engine answered right after: of one instant for the services that are in `steady`. */
export type Sample = {
	readonly at: number;
	readonly snapshot: Snapshot;
	readonly raw: RawAnswers;
	/** Those of which nothing changed between the two. */
	readonly steady: readonly {readonly service: Service; readonly tasks: readonly Task[]; readonly raw: RawService}[];
};

export async function sample(lab: Lab, engine: Engine, through: LabNode): Promise<Sample> {
	const snapshot = await readSnapshot(engine);
	const at = Date.now();
	const raw = await ask(lab, through);
	const versions = new Map(
		[...raw.services, ...raw.tasks, ...raw.nodes].map(({ID, Version}) => [ID, Version.Index] as const),
	);
	const isSame = ({id, version}: {readonly id: string; readonly version: number}) => versions.get(id) === version;
	const areNodesSame = [...(snapshot.nodes?.items.values() ?? [])].every(isSame);

	const steady = raw.services.flatMap(found => {
		const service = [...(snapshot.services?.items.values() ?? [])].find(({id}) => id === found.ID);
		const tasks = (service && snapshot.tasks.get(service.id)?.items) ?? [];
		const count = raw.tasks.filter(({ServiceID}) => ServiceID === found.ID).length;

		return areNodesSame && service && isSame(service) && tasks.length === count && tasks.every(isSame)
			? [{service, tasks, raw: found}]
			: [];
	});

	return {at, snapshot, raw, steady};
}

export async function readSnapshot(engine: Engine): Promise<Snapshot> {
	const services = new Map((await engine.services()).items.map(service => [service.id, service] as const));
	const {items: tasks} = await engine.tasks('all');
	const nodes = new Map((await engine.nodes()).items.map(node => [node.id, node] as const));
	const at = Date.now();
	const byService = Map.groupBy(tasks, task => task.serviceId);

	return {
		...emptySnapshot,
		services: {at, items: services},
		nodes: {at, items: nodes},
		tasks: new Map([...services.keys()].map(id => [id, {at, items: byService.get(id) ?? []}] as const)),
		hasAllTasks: true,
	};
}

/** The up-to-date tasks first: a task that changes after that has another version then. */
async function ask(lab: Lab, through: LabNode): Promise<RawAnswers> {
	const get = <Answer>(path: string) => lab.api<Answer>(through, 'GET', path);
	const filters = encodeURIComponent(JSON.stringify({'_up-to-date': ['true']}));
	const fresh = await get<readonly RawTask[]>(`/tasks?filters=${filters}`);
	const nodes = await get<readonly RawNode[]>('/nodes');
	const tasks = await get<readonly RawTask[]>('/tasks');
	const services = await get<readonly RawService[]>('/services');

	return {services, tasks, nodes, fresh: new Set(fresh.map(({ID}) => ID))};
}
