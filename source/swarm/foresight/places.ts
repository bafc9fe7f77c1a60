import type {NodeId, ServiceId} from '../ids.ts';
import type {Nodes} from '../living.ts';
import type {Node} from '../node.ts';
import {type Candidate, type Held, holdsNothing, portKey} from '../placement/candidate.ts';
import type {Demand, HostPort} from '../placement/demand.ts';
import {type Snapshot, serviceOf} from '../snapshot.ts';
import {compareStates, hasEnded, isUnwanted, type Task} from '../task.ts';
import {hostPortsOf} from './demand-of.ts';

/** A node and what it holds, counted as the scheduler does (manager/scheduler/nodeinfo.go). */
export type Place = {
	readonly node: Node;
	readonly held: Held;
	/** Tasks that are meant to stay, in all and by service. */
	readonly tasks: number;
	readonly byService: ReadonlyMap<ServiceId, number>;
};

export type Places = ReadonlyMap<NodeId, Place>;

type Tally = {
	tasks: number;
	readonly byService: Map<ServiceId, number>;
	cpus: number;
	memoryBytes: number;
	readonly generic: Record<string, number>;
	readonly hostPorts: Set<string>;
};

const noTally = (): Tally => ({
	tasks: 0,
	byService: new Map(),
	cpus: 0,
	memoryBytes: 0,
	generic: {},
	hostPorts: new Set(),
});

const noPorts: readonly HostPort[] = [];

const addGeneric = (tally: Tally, generic: Demand['generic']) => {
	for (const kind in generic) {
		tally.generic[kind] = (tally.generic[kind] ?? 0) + (generic[kind] ?? 0);
	}
};

const addPorts = (tally: Tally, ports: readonly HostPort[]) => {
	for (const port of ports) {
		tally.hostPorts.add(portKey(port));
	}
};

/** A task keeps the ports it was made with; until it runs, only its service tells them. */
const count = (tally: Tally, task: Task, ports: readonly HostPort[]) => {
	tally.cpus += task.reservations.cpus;
	tally.memoryBytes += task.reservations.memoryBytes;
	const generic = task.template.needs?.generic;
	generic === undefined || addGeneric(tally, generic);
	ports.length === 0 || addPorts(tally, ports);
	task.hostPorts.length === 0 || addPorts(tally, task.hostPorts);

	tally.tasks += isUnwanted(task) ? 0 : 1;
};

const isHeld = (task: Task) =>
	task.state === 'running' || (compareStates(task.state, 'assigned') >= 0 && !hasEnded(task));

type Asked = {
	/** Tasks that are to go. */
	readonly isGone: (task: Task) => boolean;
	/** Services whose tasks are counted by node; others only add to the rest. */
	readonly counted: ReadonlySet<ServiceId>;
};

/** Every node with what its tasks hold, those being stopped included. */
export const placesOf = (nodes: Nodes, snapshot: Snapshot, {isGone, counted}: Asked): Places => {
	const tallies = new Map([...nodes.keys()].map(id => [id, noTally()]));

	for (const [id, {items}] of snapshot.tasks) {
		const service = serviceOf(snapshot, id);
		const isCounted = counted.has(id);
		const ports = service && service.ports.length > 0 ? hostPortsOf(service) : noPorts;

		for (const task of items) {
			const tally = task.nodeId !== undefined && isHeld(task) ? tallies.get(task.nodeId) : undefined;

			if (tally && !isGone(task)) {
				count(tally, task, ports);
				isCounted && !isUnwanted(task) && tally.byService.set(id, (tally.byService.get(id) ?? 0) + 1);
			}
		}
	}

	return new Map(
		[...nodes].map(([id, node]): [NodeId, Place] => {
			const {tasks, byService, ...held} = tallies.get(id) ?? noTally();
			return [id, {node, tasks, byService, held}];
		}),
	);
};

/** The place as the scheduler sees it when it looks for one for a task of the service. */
export const candidateAt = ({node, held, tasks, byService}: Place, service: ServiceId): Candidate => ({
	node,
	plugins: node.plugins,
	generic: node.generic ?? holdsNothing.generic,
	held,
	tasks,
	tasksOfService: byService.get(service) ?? 0,
	// Which cluster volumes a node could mount, and what failed there lately, the API doesn't tell.
	volumes: undefined,
	recentFailures: 0,
});

/** The place with so many more tasks of the service on it. */
export const holding = ({node, held, ...place}: Place, service: ServiceId, demand: Demand, amount: number): Place => {
	const generic = {...held.generic};

	for (const kind in demand.generic) {
		generic[kind] = (generic[kind] ?? 0) + amount * (demand.generic[kind] ?? 0);
	}

	return {
		node,
		held: {
			cpus: held.cpus + amount * demand.cpus,
			memoryBytes: held.memoryBytes + amount * demand.memoryBytes,
			generic,
			hostPorts:
				demand.hostPorts.length === 0 ? held.hostPorts : new Set([...held.hostPorts, ...demand.hostPorts.map(portKey)]),
		},
		tasks: place.tasks + amount,
		byService: new Map(place.byService).set(service, (place.byService.get(service) ?? 0) + amount),
	};
};
