import {eligibleFor} from '../foresight/creation.ts';
import {demandOf, hostPortsOf} from '../foresight/demand-of.ts';
import {isForgotten} from '../foresight/forgotten.ts';
import type {Place, Places} from '../foresight/places.ts';
import {isWaiting} from '../foresight/waiting-tasks.ts';
import {textFor} from '../foresight/words-of.ts';
import type {ServiceId} from '../ids.ts';
import {believedNodes, type Nodes} from '../living.ts';
import {portKey} from '../placement/candidate.ts';
import type {Demand} from '../placement/demand.ts';
import {needsNothing} from '../placement/needs.ts';
import type {Service} from '../service.ts';
import {isByNode} from '../slot-groups.ts';
import {slotsOf} from '../slots.ts';
import {type Snapshot, serviceOf, tasksOnNode} from '../snapshot.ts';
import {hasEnded, type Task} from '../task.ts';
import type {Instant} from '../values.ts';
import {failuresOf} from './failures.ts';
import {fixesFor} from './fixes.ts';
import type {Asking} from './node-checks.ts';
import {nodeRows} from './node-rows.ts';
import {placesNow} from './places-now.ts';
import type {Data, NodeRow, Pending, Why} from './why.ts';

/** A task that isn't even pending after so many milliseconds waits for its network, not for a node. */
const patience = 10_000;

/** The service that has a host port of a node, as `asking` sees it. */
const holderOf = (snapshot: Snapshot, asking: ServiceId | undefined) => (place: Place, port: string) => {
	const tasks = tasksOnNode(snapshot, place.node.id).filter(task => !hasEnded(task));
	const services = tasks.flatMap(({serviceId}) => serviceOf(snapshot, serviceId) ?? []);
	const holder = services.find(service => hostPortsOf(service).some(other => portKey(other) === port));
	return holder && {name: holder.name, isItself: holder.id === asking};
};

/** What a node is asked about a service's task. */
export const askingFor = (service: ServiceId, demand: Demand, snapshot: Snapshot): Asking => ({
	service,
	demand,
	holderOf: holderOf(snapshot, service),
});

const newest = (tasks: readonly Task[]) => tasks.toSorted((a, b) => b.createdAt - a.createdAt)[0];

const dataOf = (service: Service, tasks: readonly Task[], nodes: Nodes): readonly Data[] => {
	const {nodeId} = newest(tasks.filter(task => task.nodeId !== undefined && task.containerId !== undefined)) ?? {};
	const lastOn = nodeId && nodes.get(nodeId);
	return (service.template.needs ?? needsNothing).local.map(data => ({...data, lastOn}));
};

type Case = {
	readonly snapshot: Snapshot;
	readonly service: Service;
	readonly nodes: Nodes;
	readonly places: Places;
	readonly now: Instant;
};

const pendingOf = ({snapshot, service, nodes, places, now}: Case, waiting: readonly Task[]): Pending => {
	const [first] = waiting;
	const node = isByNode(service) && first?.nodeId ? nodes.get(first.nodeId) : undefined;
	const demand = demandOf(service, snapshot);
	const open = [...places.values()].filter(place => node === undefined || place.node.id === node.id);
	const rows = nodeRows(askingFor(service.id, demand, snapshot), open);
	const data = dataOf(service, snapshot.tasks.get(service.id)?.items ?? [], nodes);
	const since = Math.min(...waiting.map(({createdAt}) => createdAt));
	return {
		tasks: waiting,
		only: node,
		since,
		text: waiting.find(({error}) => error !== undefined)?.error,
		expected: textFor({service, demand, ...(node && {only: node.id})}, places),
		isUnallocated: waiting.every(({state}) => state === 'new') && now - since > patience,
		forgotten: waiting.filter(task => isForgotten(task, service)).length,
		demand,
		rows,
		data,
		fixes: fixesFor({snapshot, service, demand, rows, data}),
	};
};

/** Its orchestrator makes no task where constraints don't fit, or the node takes none: nothing waits, and nothing says so. */
const unfitFor = ({snapshot, service, nodes, places}: Case): readonly NodeRow[] => {
	return service.mode.kind === 'global' && eligibleFor(service, nodes).length === 0
		? nodeRows(askingFor(service.id, demandOf(service, snapshot), snapshot), [...places.values()])
		: [];
};

/** Why a service isn't whole: what its waiting tasks wait for, node by node and rule by rule, and how others ended. */
export const explainService = (snapshot: Snapshot, id: ServiceId, now: Instant): Why | undefined => {
	const [service, nodes] = [serviceOf(snapshot, id), believedNodes(snapshot, now)];
	const tasks = snapshot.tasks.get(id)?.items;

	if (!service || !nodes || !tasks) {
		return undefined;
	}

	const places = placesNow(nodes, snapshot);
	const groups = Map.groupBy(tasks.filter(isWaiting), ({nodeId}) => nodeId ?? '');
	return {
		service,
		pending: [...groups.values()].map(waiting => pendingOf({snapshot, service, nodes, places, now}, waiting)),
		failures: failuresOf(service, tasks, nodes),
		gaveUp: slotsOf(service, tasks, nodes).filter(({standing}) => standing === 'gave-up').length,
		unfit: unfitFor({snapshot, service, nodes, places, now}),
	};
};

/** The same for one task: only what concerns it. */
export const explainPending = (snapshot: Snapshot, task: Task, now: Instant): Pending | undefined => {
	const why = task.serviceId && explainService(snapshot, task.serviceId, now);
	return why ? why.pending.find(({tasks}) => tasks.some(({id}) => id === task.id)) : undefined;
};
