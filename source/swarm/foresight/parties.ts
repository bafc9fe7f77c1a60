import type {NodeId, ServiceId} from '../ids.ts';
import type {Nodes} from '../living.ts';
import type {Service} from '../service.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Task} from '../task.ts';
import {demandOf} from './demand-of.ts';
import type {Waiting} from './foresight.ts';
import {isForgotten, leftBehind} from './forgotten.ts';
import {type Halfway, halfwayUpdates} from './halfway.ts';
import type {Party, Roll} from './party.ts';
import type {Settled} from './settle.ts';
import {sum} from './sum.ts';
import {allWaiting, isWaiting, type Queue, queueKey, queuesOf} from './waiting-tasks.ts';

/** Everything that looks for room, or will, besides the change in question. */
export type Bystanders = {
	readonly queues: readonly Queue[];
	readonly halfway: readonly Halfway[];
	/** Tasks that rolling updates may still replace: places are counted without them. */
	readonly old: ReadonlySet<Task>;
};

type Scene = {
	readonly snapshot: Snapshot;
	readonly nodes: Nodes;
	/** The services as they will be, where that differs from the snapshot. */
	readonly services: ReadonlyMap<ServiceId, Service>;
	readonly isGone: (task: Task, service: Service) => boolean;
};

export const bystandersOf = ({snapshot, nodes, services, isGone}: Scene): Bystanders => {
	const halfway = halfwayUpdates(snapshot, nodes, services, isGone);
	const bound = new Set(halfway.flatMap(({waiting}) => waiting));
	const old = new Set(halfway.flatMap(({old: tasks}) => tasks));
	const queues = queuesOf(
		snapshot,
		(task, service) =>
			!isGone(task, service) &&
			!bound.has(task) &&
			!old.has(task) &&
			!isForgotten(task, services.get(service.id) ?? service),
	);
	return {queues, halfway, old};
};

/** What waits and is tried again and again, as parties; rolling updates that are held up first. */
export const partiesOf = (
	snapshot: Snapshot,
	services: ReadonlyMap<ServiceId, Service>,
	{queues, halfway}: Pick<Bystanders, 'queues' | 'halfway'>,
): readonly Party[] => {
	const waiting = Map.groupBy(allWaiting(snapshot), ({serviceId}) => serviceId);
	const errorsOf = ({id}: Service) => ({errors: new Set((waiting.get(id) ?? []).flatMap(({error}) => error ?? []))});
	const rolls = halfway.map(
		({service, roll, waiting: {length: count}}): Party => ({
			service,
			demand: demandOf(service, snapshot),
			count,
			roll,
			...errorsOf(service),
		}),
	);
	const plain = [...Map.groupBy(queues, queueKey).values()].flatMap(some =>
		some.slice(0, 1).map(({service: before, only}): Party => {
			const service = services.get(before.id) ?? before;
			const count = sum(some.map(({tasks}) => tasks));
			return {
				service,
				demand: demandOf(service, snapshot),
				count,
				...errorsOf(before),
				...(only !== undefined && {only}),
			};
		}),
	);
	return [...rolls, ...plain];
};

const entry = ({group, words}: Settled, after: Waiting['after'], before: number, only?: NodeId): Waiting => ({
	service: group.service,
	only,
	before,
	after,
	...words(only),
	isForgotten: false,
});

/** How many tasks of a settled party wait now. */
export const waitedBefore = ({group}: Settled, {queues, halfway}: Bystanders, only?: NodeId): number => {
	if (group.roll) {
		const waiting = halfway.find(({roll}) => roll === group.roll)?.waiting ?? [];
		return waiting.filter(({nodeId}) => only === undefined || nodeId === only).length;
	}

	return sum(queues.filter(queue => queueKey(queue) === queueKey(group)).map(({tasks}) => tasks));
};

/** Where a global service's update doesn't get to, or the old task is to go last, an old one that waits goes on. */
const behindOn = ({group: {service}, stuck, byNode}: Settled, {behind, isStartFirst}: Roll): readonly Waiting[] =>
	stuck.most === 0
		? []
		: [...Map.groupBy(behind, ({nodeId}) => nodeId)].map(([only, tasks]): Waiting => {
				const {length: most} = tasks;
				const isSure = isStartFirst && only !== undefined && byNode.get(only)?.least === 1;
				const text = tasks[0]?.error;
				return {
					service,
					only,
					before: most,
					after: {least: isSure ? most : 0, most},
					text,
					isTextSure: false,
					isForgotten: true,
				};
			});

/** What of a party waits in the end. `before` is how many of its tasks wait now, of a global service on each node. */
export const waitingOf = (settled: Settled, before: (only?: NodeId) => number): readonly Waiting[] => {
	const {group, stuck, byNode} = settled;

	if (group.roll?.isByNode) {
		const fresh = [...byNode]
			.filter(([, range]) => range.most > 0)
			.map(([id, range]) => entry(settled, range, before(id), id));
		return [...fresh, ...behindOn(settled, group.roll)];
	}

	return stuck.most === 0 ? [] : [entry(settled, stuck, before(group.only), group.only)];
};

/** Of rolling updates that are held up: old tasks that wait, as far as they are never come to. */
export const stillBehind = (settled: readonly Settled[], halfway: readonly Halfway[]): readonly Waiting[] =>
	halfway.flatMap(({service, roll, old}) => {
		const left = settled.find(({group}) => group.roll === roll)?.left;
		return left ? leftBehind(service, old.filter(isWaiting), left) : [];
	});
