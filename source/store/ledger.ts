import type {EngineEvent} from '../engine/engine.ts';
import {forgetGone} from '../swarm/forgetting.ts';
import {type NodeId, type ServiceId, serviceId} from '../swarm/ids.ts';
import type {Node} from '../swarm/node.ts';
import type {Service} from '../swarm/service.ts';
import type {Snapshot} from '../swarm/snapshot.ts';
import type {Instant} from '../swarm/values.ts';
import {createDirt} from './dirt.ts';
import {isEqual} from './merge.ts';

/** When each thing was asked last, and what is known to be out of date: all that decides what to ask next. */
export type Ledger = ReturnType<typeof createLedger>;

const never = Number.NEGATIVE_INFINITY;
/** A service whose spec or whose node changed is looked at more often for so long, in milliseconds. */
const watch = 30_000;

export const createLedger = (openedAt: Instant) => ({
	openedAt,
	askedAt: {
		nodes: never,
		services: never,
		networks: never,
		secrets: never,
		configs: never,
		swarm: never,
		allTasks: never,
		onNode: never,
		someTasks: never,
		someServices: never,
	},
	service: new Map<ServiceId, Instant>(),
	tasks: new Map<ServiceId, Instant>(),
	/** When an answer last differed from the one before it. */
	tasksChangedAt: new Map<ServiceId, Instant>(),
	watchedUntil: new Map<ServiceId, Instant>(),
	/** A big answer is followed by a rest. */
	tasksNotBefore: never,
	/** Of the last answer about a node's tasks. */
	onNodeBytes: 0,
	hasAllTasks: false,
	dirtyNodes: createDirt<'all'>(),
	dirtyNetworks: createDirt<'all'>(),
	dirtySecrets: createDirt<'all'>(),
	dirtyConfigs: createDirt<'all'>(),
	dirtyServices: createDirt<ServiceId>(),
	dirtyLists: createDirt<'all'>(),
	dirtyTasks: createDirt<ServiceId>(0),
});

/** More than so many at once are asked for as a whole list. */
const many = 20;

export const noteEvent = (ledger: Ledger, event: EngineEvent, now: Instant) => {
	if (event.kind === 'node') {
		ledger.dirtyNodes.mark(['all'], now);
	}
	if (event.kind === 'network') {
		ledger.dirtyNetworks.mark(['all'], now);
	}
	if (event.kind === 'secret') {
		ledger.dirtySecrets.mark(['all'], now);
	}
	if (event.kind === 'config') {
		ledger.dirtyConfigs.mark(['all'], now);
	}
	if (event.kind !== 'service') {
		return;
	}
	ledger.dirtyServices.mark([serviceId(event.id)], now);
	if (ledger.dirtyServices.size() > many) {
		ledger.dirtyServices.take();
		ledger.dirtyLists.mark(['all'], now);
	}
};

/** Nobody knows what was missed. */
export const noteGap = (ledger: Ledger, now: Instant) => {
	ledger.dirtyNodes.mark(['all'], now);
	ledger.dirtyNetworks.mark(['all'], now);
	ledger.dirtySecrets.mark(['all'], now);
	ledger.dirtyConfigs.mark(['all'], now);
	ledger.dirtyLists.mark(['all'], now);
};

/** A changed count or version says that tasks changed, which have no events of their own. */
export const noteServices = (
	ledger: Ledger,
	before: ReadonlyMap<ServiceId, Service> | undefined,
	changed: readonly Service[],
	now: Instant,
) => {
	for (const service of changed) {
		const known = before?.get(service.id);
		if (known?.version !== service.version) {
			ledger.watchedUntil.set(service.id, now + watch);
		}
		if (known?.version !== service.version || !isEqual(known.serverCounts, service.serverCounts)) {
			ledger.dirtyTasks.mark([service.id], now);
		}
	}
};

/** Services that are gone are asked about no more. */
export const noteGone = ({service, tasks, tasksChangedAt}: Ledger, {services}: Snapshot) => {
	if (services !== undefined) {
		for (const times of [service, tasks, tasksChangedAt]) {
			forgetGone(times, services.items);
		}
	}
};

/** A node that died, came back, or takes other tasks than before moves tasks of the services on it. */
export const noteNodes = (
	ledger: Ledger,
	before: ReadonlyMap<NodeId, Node> | undefined,
	changed: readonly Node[],
	{tasks}: Snapshot,
	now: Instant,
) => {
	const moving = new Set(changed.filter(node => hasTurned(before?.get(node.id), node)).map(({id}) => id));
	if (before === undefined || moving.size === 0) {
		return;
	}
	ledger.dirtyLists.mark(['all'], now);
	for (const [id, {items}] of tasks) {
		if (items.some(task => task.nodeId !== undefined && moving.has(task.nodeId))) {
			ledger.dirtyTasks.mark([id], now);
			ledger.watchedUntil.set(id, now + watch);
		}
	}
};

/** `unknown` is what every node reads after a change of leader: it moves nothing. */
const hasTurned = (before: Node | undefined, node: Node) =>
	before === undefined ||
	before.availability !== node.availability ||
	before.role !== node.role ||
	isGone(before) !== isGone(node);

const isGone = (node: Node) => node.state === 'down' || node.state === 'disconnected';

/** Everything is asked again as soon as its turn comes. */
export const forget = (ledger: Ledger, now: Instant) => {
	noteGap(ledger, now);
	Object.assign(ledger.askedAt, {swarm: never, onNode: never});
	ledger.service.clear();
	ledger.tasks.clear();
	ledger.hasAllTasks = false;
};
