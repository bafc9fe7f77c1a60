import type {ServiceId} from '../ids.ts';
import {believedNodes, type Nodes} from '../living.ts';
import type {Node} from '../node.ts';
import {needsNothing} from '../placement/needs.ts';
import type {Service} from '../service.ts';
import {isByNode} from '../slot-groups.ts';
import {type Snapshot, serviceOf} from '../snapshot.ts';
import {isRunning, type Task} from '../task.ts';
import type {Instant} from '../values.ts';
import type {Group} from './bounds.ts';
import {demandOf} from './demand-of.ts';
import type {Fate, Range, Waiting} from './foresight.ts';
import {forgottenTasks, isForgotten} from './forgotten.ts';
import {type Places, placesOf} from './places.ts';
import {type Settled, settle} from './settle.ts';
import {sum} from './sum.ts';
import {lastStartOf, livingTasks, type Queue, queueKey, queuesOf} from './waiting-tasks.ts';
import {distinct, reasonsFor} from './words-of.ts';

/** A change, as far as placement minds it. */
export type Upheaval = {
	readonly snapshot: Snapshot;
	readonly now: Instant;
	/** The nodes as they will be. */
	readonly nodes: Nodes;
	/** The services as they will be, where that differs from the snapshot. */
	readonly services: ReadonlyMap<ServiceId, Service>;
	/** Tasks that go. */
	readonly leaving: ReadonlySet<Task>;
	/** Whether Swarm puts another task in the place of one that leaves. */
	readonly isReplaced: (service: Service) => boolean;
	/** Tasks that are added, beyond those that take the place of leaving ones. */
	readonly added: readonly Queue[];
};

/** A global service's task has no other place, and a restart policy of `none` wants none. */
export const isReplacedElsewhere = (service: Service) =>
	!isByNode(service) && (service.template.needs ?? needsNothing).restarts !== 'none';

export type Aftermath = {
	readonly fates: readonly Fate[];
	readonly waiting: readonly Waiting[];
	readonly places: Places;
};

type ServiceTally = {
	readonly service: Service;
	readonly leaving: readonly Task[];
	readonly settled: readonly Settled[];
};

const queuesNow = ({snapshot, services, leaving}: Pick<Upheaval, 'snapshot' | 'services' | 'leaving'>) =>
	queuesOf(snapshot, (task, service) => !leaving.has(task) && !isForgotten(task, services.get(service.id) ?? service));

/** What waits afterwards, before the scheduler has tried: what waits now, what lost its node, what is new. */
const groupsOf = (
	{snapshot, services, leaving, added, isReplaced}: Upheaval,
	now: readonly Queue[],
): readonly Group[] => {
	const displaced = [...Map.groupBy(leaving, task => task.serviceId)].flatMap(([id, tasks]): readonly Queue[] => {
		const service = (id && services.get(id)) ?? serviceOf(snapshot, id);
		return service && isReplaced(service) ? [{service, tasks: tasks.length}] : [];
	});
	const byKey = Map.groupBy([...now, ...displaced, ...added], queueKey);
	return [...byKey.values()].flatMap(queues =>
		queues.slice(0, 1).map(({service: before, only}) => {
			const service = services.get(before.id) ?? before;
			const count = sum(queues.map(({tasks}) => tasks));
			return {service, demand: demandOf(service, snapshot), count, ...(only !== undefined && {only})};
		}),
	);
};

const stuckOf = ({group, placed}: Settled): Range => ({
	least: group.count - placed.most,
	most: group.count - placed.least,
});

const added = (ranges: readonly Range[]): Range => ({
	least: sum(ranges.map(({least}) => least)),
	most: sum(ranges.map(({most}) => most)),
});

const waitingOf = (entry: Settled, before: ReadonlyMap<string, number>): readonly Waiting[] => {
	const after = stuckOf(entry);
	const {service, only} = entry.group;
	return after.most === 0
		? []
		: [{service, only, before: before.get(queueKey(entry.group)) ?? 0, after, ...entry.words, isForgotten: false}];
};

const nodesNamed = (chosen: Settled['likely'], nodes: Nodes): readonly Node[] =>
	distinct(chosen).flatMap(id => nodes.get(id) ?? []);

const less = ({least, most}: Range, amount: number): Range => ({
	least: Math.max(0, least - amount),
	most: Math.max(0, most - amount),
});

/** Its tasks that leave or are new, less those that waited anyway. */
const fateOf = (tally: ServiceTally, up: Upheaval, believed: Nodes, places: Places, waited: number): Fate => {
	const {service, leaving, settled} = tally;
	const living = livingTasks(up.snapshot.tasks.get(service.id)?.items ?? [], believed);
	const stuck = added(settled.map(stuckOf));
	const during = living.length - leaving.filter(task => isRunning(task) && living.includes(task)).length;
	const total = sum(settled.map(({group}) => group.count));
	const mostStuck = settled.find(entry => stuckOf(entry).most > 0);
	return {
		service,
		tasks: leaving.length,
		stuck: less(stuck, waited),
		starting: {least: total - stuck.most, most: total - stuck.least},
		living: {
			before: living.length,
			during,
			after: {least: during + total - stuck.most, most: during + total - stuck.least},
		},
		likely: nodesNamed(
			settled.flatMap(({likely}) => likely),
			up.nodes,
		),
		text: mostStuck?.words.text,
		nodes: mostStuck ? reasonsFor(mostStuck.group, places) : [],
		local: (service.template.needs ?? needsNothing).local,
		lastStart: lastStartOf(living),
		isReplaced: up.isReplaced(service),
	};
};

/** What becomes of every service that has tasks leaving, waiting or starting. */
export const foresee = (up: Upheaval): Aftermath => {
	const {snapshot, now, leaving} = up;
	const believed = believedNodes(snapshot, now) ?? new Map();
	const queues = queuesNow(up);
	const groups = groupsOf(up, queues);
	const counted = new Set(groups.map(({service}) => service.id));
	const start = placesOf(up.nodes, snapshot, {isGone: task => leaving.has(task), counted});
	const {settled, places} = settle(groups, start);
	const before = new Map(queues.map(queue => [queueKey(queue), queue.tasks]));
	const byService = Map.groupBy(settled, ({group}) => group.service.id);
	const leavingBy = Map.groupBy(leaving, task => task.serviceId);
	const ids = new Set([...byService.keys(), ...[...leavingBy.keys()].flatMap(id => id ?? [])]);
	const fates = [...ids].flatMap(id => {
		const service = up.services.get(id) ?? serviceOf(snapshot, id);
		const tally = service && {service, leaving: leavingBy.get(id) ?? [], settled: byService.get(id) ?? []};
		const waited = sum(queues.filter(queue => queue.service.id === id).map(({tasks}) => tasks));
		return tally ? [fateOf(tally, up, believed, places, waited)] : [];
	});
	const waiting = settled.flatMap(entry => waitingOf(entry, before));
	const forgotten = forgottenTasks(snapshot, up.services, task => leaving.has(task));
	return {fates, waiting: [...waiting, ...forgotten], places};
};
