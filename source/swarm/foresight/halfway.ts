import type {NodeId, ServiceId} from '../ids.ts';
import type {Nodes} from '../living.ts';
import type {Node} from '../node.ts';
import {isRolling, type Service} from '../service.ts';
import {groupBySlot, isByNode} from '../slot-groups.ts';
import {type Snapshot, serviceOf} from '../snapshot.ts';
import type {Task} from '../task.ts';
import {isUpToDate} from '../up-to-date.ts';
import {askedBefore} from './asked-before.ts';
import {demandOf} from './demand-of.ts';
import {isForgotten} from './forgotten.ts';
import {alone, nowhere, type Roll} from './party.ts';
import {allWaiting, isMeant, isWaiting} from './waiting-tasks.ts';

/** A rolling update that waits for room: how far it is, and which tasks it would still replace. */
export type Halfway = {
	readonly service: Service;
	readonly roll: Roll;
	/** Its new tasks that wait. Others of the service may wait as well, that no worker waits for. */
	readonly waiting: readonly Task[];
	readonly old: readonly Task[];
};

type Slot = {
	readonly at: NodeId;
	readonly old: readonly Task[];
	readonly waiting: readonly Task[];
};

type Scene = {readonly snapshot: Snapshot; readonly nodes: Nodes};

const countedBy = (slots: readonly Slot[], amount: (slot: Slot) => number): ReadonlyMap<NodeId, number> => {
	const counts = new Map<NodeId, number>();

	for (const slot of slots) {
		amount(slot) > 0 && counts.set(slot.at, (counts.get(slot.at) ?? 0) + amount(slot));
	}

	return counts;
};

const idleIn = ({old}: Slot) => old.filter(isWaiting).length;

const slotsOf = (service: Service, tasks: readonly Task[], nodes: Nodes): readonly Slot[] =>
	[...groupBySlot(service, tasks).values()].map(group => {
		const isFresh = (task: Task) => isUpToDate(task, service, task.nodeId && nodes.get(task.nodeId));
		const old = group.filter(task => !isFresh(task));
		const waiting = group.filter(task => isFresh(task) && isWaiting(task) && !isForgotten(task, service));
		const living = isByNode(service) ? group[0] : old.find(task => !isWaiting(task));
		return {at: living?.nodeId ?? (old.length > 0 ? nowhere : alone), old, waiting};
	});

const policyOf = ({updateStatus, update, rollback}: Service) =>
	updateStatus?.state === 'rollback_started' ? rollback : update;

/** A paused node keeps what it has of a global service, and is looked at again when it is active (orchestrator/global). */
const isDue = (service: Service, node: Node | undefined) => !isByNode(service) || node?.availability === 'active';

const rollOf = (service: Service, slots: readonly Slot[], bound: readonly Slot[], {snapshot, nodes}: Scene): Roll => {
	const undone = slots.filter(slot => slot.old.length > 0 && isDue(service, nodes.get(slot.at)));
	const {order, parallelism} = policyOf(service);
	const isStartFirst = order === 'start-first';
	return {
		...askedBefore(
			demandOf(service, snapshot),
			undone.flatMap(({old: tasks}) => tasks),
		),
		old: countedBy(undone, () => 1),
		idle: {
			running: undone.filter(({at}) => at !== nowhere).map(idleIn),
			nowhere: undone.filter(({at}) => at === nowhere).map(idleIn),
		},
		held: isStartFirst || isByNode(service) ? countedBy(bound, () => 1) : new Map(),
		parallelism: parallelism || undone.length + bound.length,
		isStartFirst,
		isByNode: isByNode(service),
		behind: isByNode(service) ? undone.flatMap(({old}) => old.filter(isWaiting)) : [],
	};
};

const halfwayOf = (service: Service, tasks: readonly Task[], scene: Scene): Halfway | undefined => {
	const {nodes} = scene;
	const slots = slotsOf(service, tasks, nodes);
	const {parallelism} = policyOf(service);
	// There may be more than workers, for a restart's sake: those beside an old task are most surely waited for.
	const waited = slots
		.filter(({waiting}) => waiting.length > 0)
		.toSorted((a, b) => Number(b.old.length > 0) - Number(a.old.length > 0));
	const bound = parallelism > 0 ? waited.slice(0, parallelism) : waited;
	const old = slots.filter(({at}) => isDue(service, nodes.get(at))).flatMap(slot => slot.old);
	const waiting = bound.flatMap(slot => slot.waiting.slice(0, 1));
	return old.length > 0 && bound.length > 0
		? {service, roll: rollOf(service, slots, bound, scene), waiting, old}
		: undefined;
};

/**
Rolling updates that are held up: where one of their new tasks finds a node, they go on, and replace more. Tasks that
go are left out; whatever comes in their place is made from the new spec.
*/
export const halfwayUpdates = (
	snapshot: Snapshot,
	nodes: Nodes,
	services: ReadonlyMap<ServiceId, Service>,
	isGone: (task: Task, service: Service) => boolean,
): readonly Halfway[] =>
	[...new Set(allWaiting(snapshot).map(({serviceId}) => serviceId))].flatMap(id => {
		const service = (id && services.get(id)) ?? serviceOf(snapshot, id);

		if (!id || !service || !isRolling(service)) {
			return [];
		}

		const tasks = (snapshot.tasks.get(id)?.items ?? []).filter(task => isMeant(task) && !isGone(task, service));
		return halfwayOf(service, tasks, {snapshot, nodes}) ?? [];
	});
