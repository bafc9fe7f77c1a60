import type {ServiceId} from '../ids.ts';
import {believedNodes, type Nodes} from '../living.ts';
import type {Node} from '../node.ts';
import {needsNothing} from '../placement/needs.ts';
import type {Service} from '../service.ts';
import {isByNode} from '../slot-groups.ts';
import {lastTimes} from '../slot-times.ts';
import {type Snapshot, serviceOf} from '../snapshot.ts';
import {isRunning, type Task} from '../task.ts';
import type {Instant} from '../values.ts';
import type {Fate, Range, Waiting} from './foresight.ts';
import {forgottenTasks} from './forgotten.ts';
import {bystandersOf, partiesOf, stillBehind, waitedBefore, waitingOf} from './parties.ts';
import {type Places, placesOf} from './places.ts';
import {type Settled, settle} from './settle.ts';
import {sum} from './sum.ts';
import {livingTasks, type Queue} from './waiting-tasks.ts';
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

/** Tasks that take the place of those that lost their node. */
const displacedBy = ({snapshot, services, leaving, isReplaced}: Upheaval): readonly Queue[] =>
	[...Map.groupBy(leaving, task => task.serviceId)].flatMap(([id, tasks]): readonly Queue[] => {
		const service = (id && services.get(id)) ?? serviceOf(snapshot, id);
		return service && isReplaced(service) ? [{service, tasks: tasks.length}] : [];
	});

const added = (ranges: readonly Range[]): Range => ({
	least: sum(ranges.map(({least}) => least)),
	most: sum(ranges.map(({most}) => most)),
});

const nodesNamed = (chosen: Settled['likely'], nodes: Nodes): readonly Node[] =>
	distinct(chosen).flatMap(id => nodes.get(id) ?? []);

const less = ({least, most}: Range, amount: number): Range => ({
	least: Math.max(0, least - amount),
	most: Math.max(0, most - amount),
});

const atMost = ({least, most}: Range, bound: number): Range => ({
	least: Math.min(least, bound),
	most: Math.min(most, bound),
});

/** A rollout's new tasks run beside the old ones for a moment, not in the end. */
const wantedOf = ({mode}: Service) => (mode.kind === 'replicated' ? mode.replicas : Infinity);

/** Its tasks that leave or are new, less those that waited anyway. */
const fateOf = (tally: ServiceTally, up: Upheaval, believed: Nodes, places: Places, waited: number): Fate => {
	const {service, leaving, settled} = tally;
	const tasks = up.snapshot.tasks.get(service.id)?.items ?? [];
	const living = livingTasks(tasks, believed);
	const stuck = added(settled.map(entry => entry.stuck));
	const gained = added(settled.map(entry => entry.gained));
	const during = living.length - leaving.filter(task => isRunning(task) && living.includes(task)).length;
	const total = sum(settled.map(({group}) => group.count));
	const mostStuck = settled.find(entry => entry.stuck.most > 0);
	return {
		service,
		tasks: leaving.length,
		stuck: less(stuck, waited),
		starting: {least: Math.max(0, total - stuck.most), most: Math.max(0, total - stuck.least)},
		living: {
			before: living.length,
			during,
			after: atMost({least: during + gained.least, most: during + gained.most}, wantedOf(service)),
		},
		likely: nodesNamed(
			settled.flatMap(({likely}) => likely),
			up.nodes,
		),
		text: mostStuck?.words().text,
		nodes: mostStuck ? reasonsFor(mostStuck.group, places) : [],
		local: (service.template.needs ?? needsNothing).local,
		last: lastTimes(service, tasks, living),
		isReplaced: up.isReplaced(service),
	};
};

/** What becomes of every service that has tasks leaving, waiting or starting. */
export const foresee = (up: Upheaval): Aftermath => {
	const {snapshot, now, leaving} = up;
	const believed = believedNodes(snapshot, now) ?? new Map();
	const scene = {snapshot, nodes: up.nodes, services: up.services, isGone: (task: Task) => leaving.has(task)};
	const bystanders = bystandersOf(scene);
	const queues = [...bystanders.queues, ...displacedBy(up), ...up.added];
	const parties = partiesOf(snapshot, up.services, {...bystanders, queues});
	const counted = new Set(parties.map(({service}) => service.id));
	const {old} = bystanders;
	const isGone =
		old.size === 0 ? (task: Task) => leaving.has(task) : (task: Task) => leaving.has(task) || old.has(task);
	const {settled, places} = settle(parties, placesOf(up.nodes, snapshot, {isGone, counted}));
	const byService = Map.groupBy(settled, ({group}) => group.service.id);
	const leavingBy = Map.groupBy(leaving, task => task.serviceId);
	const ids = new Set([...byService.keys(), ...[...leavingBy.keys()].flatMap(id => id ?? [])]);
	const fates = [...ids].flatMap(id => {
		const service = up.services.get(id) ?? serviceOf(snapshot, id);
		const tally = service && {service, leaving: leavingBy.get(id) ?? [], settled: byService.get(id) ?? []};
		const waited = sum(bystanders.queues.filter(queue => queue.service.id === id).map(({tasks}) => tasks));
		const held = sum(
			bystanders.halfway.filter(({service: {id: other}}) => other === id).map(({waiting}) => waiting.length),
		);
		return tally ? [fateOf(tally, up, believed, places, waited + held)] : [];
	});
	const waiting = settled.flatMap(entry => waitingOf(entry, only => waitedBefore(entry, bystanders, only)));
	const behind = stillBehind(settled, bystanders.halfway);
	const forgotten = forgottenTasks(snapshot, up.services, isGone);
	return {fates, waiting: [...waiting, ...behind, ...forgotten], places};
};
