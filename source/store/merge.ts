import {isEqualJson} from '../swarm/equal.ts';
import type {ServiceId} from '../swarm/ids.ts';
import type {Node} from '../swarm/node.ts';
import type {Service} from '../swarm/service.ts';
import type {Known, ServiceTasks} from '../swarm/snapshot.ts';
import type {Task} from '../swarm/task.ts';
import type {Instant, Json} from '../swarm/values.ts';

/** How often the time of an answer is renewed when the answer says nothing new, in milliseconds. */
const renewal = 5000;

/** Whether two decoded objects hold the same; they are plain values, absent fields included. */
export const isEqual = (a: unknown, b: unknown) => isEqualJson(a as Json, b as Json);

type Versioned = {readonly version: number};

/** Another version is another object; under one version the engine's own counts and a manager's part can change. */
const isSameObject = (a: Versioned, b: Versioned) => a.version === b.version && isEqual(a, b);

/** Every write of a task, its state included, is a new version; the rest guards against a raft log that started over. */
export const isSameTask = (a: Task, b: Task) =>
	a.version === b.version &&
	a.updatedAt === b.updatedAt &&
	a.state === b.state &&
	a.desiredState === b.desiredState &&
	a.stateAt === b.stateAt &&
	a.nodeId === b.nodeId &&
	a.message === b.message &&
	a.error === b.error;

/** The previous objects where nothing changed, and the previous map when nothing at all did. */
const mergeMap = <Id, T>(
	previous: ReadonlyMap<Id, T> | undefined,
	next: ReadonlyMap<Id, T>,
	isSame: (a: T, b: T) => boolean,
): ReadonlyMap<Id, T> => {
	if (previous === undefined) {
		return next;
	}
	const merged = new Map<Id, T>();
	let isUnchanged = previous.size === next.size;
	for (const [id, item] of next) {
		const before = previous.get(id);
		const kept = before !== undefined && isSame(before, item) ? before : item;
		isUnchanged &&= kept === before;
		merged.set(id, kept);
	}
	return isUnchanged ? previous : merged;
};

/** The same for a list of all there is of a kind. */
export const mergeList = <Id, T extends {readonly id: Id}>(
	previous: ReadonlyMap<Id, T> | undefined,
	items: readonly T[],
) => mergeMap(previous, new Map(items.map(item => [item.id, item])), isEqual);

/** What is now known of a kind: the same value while neither content nor, for some seconds, the time is new. */
export const renew = <T>(previous: Known<T> | undefined, items: T, at: Instant): Known<T> =>
	previous !== undefined && previous.items === items && at - previous.at < renewal ? previous : {at, items};

export const mergeNodes = (previous: ReadonlyMap<Node['id'], Node> | undefined, nodes: readonly Node[]) =>
	mergeMap(previous, new Map(nodes.map(node => [node.id, node])), isSameObject);

/** A list of some services says of those asked for that they are gone when it leaves them out, and nothing of others. */
export const mergeServices = (
	previous: ReadonlyMap<ServiceId, Service> | undefined,
	answered: readonly Service[],
	isAnswered: (id: ServiceId) => boolean,
) => {
	const next = new Map<ServiceId, Service>();
	for (const [id, service] of previous ?? []) {
		if (!isAnswered(id)) {
			next.set(id, service);
		}
	}
	for (const service of answered) {
		if (isAnswered(service.id)) {
			next.set(service.id, service);
		}
	}
	return mergeMap(previous, inOrderOf(previous, next), isSameObject);
};

const inOrderOf = <Id, T>(previous: ReadonlyMap<Id, T> | undefined, next: ReadonlyMap<Id, T>) => {
	const ordered = new Map<Id, T>();
	for (const id of previous?.keys() ?? []) {
		const item = next.get(id);
		if (item !== undefined) {
			ordered.set(id, item);
		}
	}
	for (const [id, item] of next) {
		ordered.set(id, item);
	}
	return ordered;
};

/** The tasks of one service, in the engine's order; the previous list and the previous tasks where nothing changed. */
const mergeTasks = (previous: readonly Task[] | undefined, tasks: readonly Task[]): readonly Task[] => {
	if (previous === undefined) {
		return tasks;
	}
	const before = new Map(previous.map(task => [task.id, task]));
	const merged = tasks.map(task => {
		const known = before.get(task.id);
		return known !== undefined && isSameTask(known, task) ? known : task;
	});
	const isUnchanged = merged.length === previous.length && merged.every(task => before.get(task.id) === task);
	return isUnchanged ? previous : merged;
};

/** Tasks by service; those without one (attachments of plain containers) are left out. */
export const groupTasks = (tasks: readonly Task[]) => {
	const groups = new Map<ServiceId, Task[]>();
	for (const task of tasks) {
		if (task.serviceId === undefined) {
			continue;
		}
		const group = groups.get(task.serviceId);
		if (group === undefined) {
			groups.set(task.serviceId, [task]);
		} else {
			group.push(task);
		}
	}
	return groups;
};

/** Drops the tasks of services that are gone; the same map when there were none. */
export const dropTasks = (
	tasks: ReadonlyMap<ServiceId, ServiceTasks>,
	services: ReadonlyMap<ServiceId, Service>,
): ReadonlyMap<ServiceId, ServiceTasks> => {
	const isComplete = tasks.keys().every(id => services.has(id));
	return isComplete ? tasks : new Map([...tasks].filter(([id]) => services.has(id)));
};

/** The tasks of these services put among those known, and the services of which they changed. */
export const mergeGroups = (
	before: ReadonlyMap<ServiceId, ServiceTasks>,
	ids: readonly ServiceId[],
	groups: ReadonlyMap<ServiceId, readonly Task[]>,
	at: number,
) => {
	const merged = ids.map(id => [id, mergeTasks(before.get(id)?.items, groups.get(id) ?? [])] as const);
	const news = merged.filter(([id, items]) => before.get(id)?.items !== items).map(([id]) => id);
	const isOld = ids.some(id => at - (before.get(id)?.at ?? at) >= renewal);
	if (news.length === 0 && !isOld) {
		return {tasks: before, news};
	}
	const tasks = new Map(before);
	for (const [id, items] of merged) {
		tasks.set(id, {at, items});
	}
	return {tasks, news};
};
