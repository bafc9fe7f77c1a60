import type {NodeId, ServiceId, TaskId} from '../swarm/ids.ts';
import type {Service} from '../swarm/service.ts';
import type {Task} from '../swarm/task.ts';
import {failed} from './outcome.ts';
import type {Engine} from './read-snapshot.ts';

type Target = {readonly kind: 'service'; readonly id: ServiceId} | {readonly kind: 'task'; readonly id: TaskId};

/** What is read, and what names its lines. */
export type LogTargets = {
	readonly targets: readonly Target[];
	/** Whether a stack was named: others may join it. */
	readonly hasStacks: boolean;
	/** Reads the services again, and answers all that is meant by the names by now; what was found before stays. */
	readonly targetsAgain: () => Promise<readonly Target[]>;
	readonly services: ReadonlyMap<ServiceId, Service>;
	readonly hostnames: ReadonlyMap<NodeId, string>;
	/** Of the services that are read; those that come later are asked for by `tasksAgain`. */
	readonly tasks: Map<TaskId, Task>;
	readonly tasksAgain: () => Promise<void>;
};

const shortest = 3;

const isId = (id: string, text: string) => id === text || (text.length >= shortest && id.startsWith(text));

const newest = (tasks: readonly Task[]) => tasks.toSorted((one, other) => other.createdAt - one.createdAt)[0];

/** `web.3` is the newest task in that slot. */
const taskInSlot = async (engine: Engine, services: readonly Service[], text: string) => {
	const [, name, place] = /^(.+)\.([^.]+)$/.exec(text) ?? [];
	const service = services.find(each => each.name === name);

	if (service === undefined || place === undefined || !/^\d+$/.test(place)) {
		return undefined;
	}

	const {items} = await engine.tasks({services: [service.id]});
	return newest(items.filter(({slot}) => slot === Number(place)));
};

const taskById = async (engine: Engine, text: string) => {
	const found = text.length < shortest ? [] : (await engine.tasks('all')).items.filter(({id}) => isId(id, text));
	return found.length > 1 ? failed(`${text} is ${found.length} tasks: name one by more of its id.`) : found[0];
};

const near = (services: readonly Service[], text: string) => {
	const names = [...new Set(services.flatMap(({name, stack}) => [name, stack ?? name]))];
	const close = names.filter(name => name.includes(text) || text.includes(name)).slice(0, 3);
	return close.length === 0 ? '' : ` Is it ${close.join(' or ')}?`;
};

/** By name a service, else a stack, else the task of a slot; else by its id a service or a task. */
const find = async (engine: Engine, services: readonly Service[], text: string): Promise<readonly Target[]> => {
	const named = services.filter(({name}) => name === text);
	const stacked = named.length > 0 ? named : services.filter(({stack}) => stack === text);

	if (stacked.length > 0) {
		return stacked.map(({id}) => ({kind: 'service', id}));
	}

	const inSlot = await taskInSlot(engine, services, text);
	const byId = inSlot === undefined ? services.filter(({id}) => isId(id, text)) : [];

	if (byId.length > 1) {
		return failed(`${text} is ${byId.length} services: name one by more of its id.`);
	}

	if (byId.length === 1) {
		return byId.map(({id}) => ({kind: 'service', id}));
	}

	const task = inSlot ?? (await taskById(engine, text));
	return task === undefined
		? failed(`the swarm has no service, stack or task ${text}.${near(services, text)}`)
		: [{kind: 'task', id: task.id}];
};

export const findLogTargets = async (engine: Engine, names: readonly string[]): Promise<LogTargets> => {
	const [services, nodes] = await Promise.all([engine.services(), engine.nodes()]);
	const all = services.items.toSorted((one, other) => (one.name < other.name ? -1 : 1));
	const found = (await Promise.all(names.map(name => find(engine, all, name)))).flat();
	const targets = new Map(found.map(target => [target.id as string, target]));
	const known = new Map(all.map(service => [service.id, service]));
	const stacks = names.filter(name => !all.some(service => service.name === name));
	const isJoined = ({stack = ''}: Service) => stacks.includes(stack);
	const tasks = new Map<TaskId, Task>();
	const read = async (filter: Parameters<Engine['tasks']>[0]) => {
		for (const task of (await engine.tasks(filter)).items) {
			tasks.set(task.id, task);
		}
	};
	const idsOf = (some: Iterable<Target>) => [...some].flatMap(({kind, id}) => (kind === 'service' ? [id] : []));
	const hasTasks = found.some(({kind}) => kind === 'task');
	const tasksAgain = () => read(hasTasks ? 'all' : {services: idsOf(targets.values())});
	await tasksAgain();
	return {
		targets: [...targets.values()],
		hasStacks: all.some(isJoined),
		targetsAgain: async () => {
			const {items} = await engine.services();
			items.forEach(service => void known.set(service.id, service));
			items.filter(isJoined).forEach(({id}) => void targets.set(id, {kind: 'service', id}));
			return [...targets.values()];
		},
		services: known,
		hostnames: new Map(nodes.items.map(({id, hostname}) => [id, hostname])),
		tasks,
		tasksAgain,
	};
};
