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

type Load = Pick<Demand, 'cpus' | 'memoryBytes' | 'generic'> & {readonly hostPorts: readonly HostPort[]};

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

/** A task keeps the ports it was made with; until it runs, only its service tells them. */
const portsOf = (task: Task, snapshot: Snapshot): readonly HostPort[] => {
	const service = serviceOf(snapshot, task.serviceId);
	const ports = service && service.ports.length > 0 ? hostPortsOf(service) : noPorts;
	return task.hostPorts.length === 0 ? ports : [...ports, ...task.hostPorts];
};

const nothing = {};

const add = (tally: Tally, load: Load) => {
	tally.cpus += load.cpus;
	tally.memoryBytes += load.memoryBytes;

	for (const kind in load.generic) {
		tally.generic[kind] = (tally.generic[kind] ?? 0) + (load.generic[kind] ?? 0);
	}

	for (const port of load.hostPorts) {
		tally.hostPorts.add(portKey(port));
	}
};

const count = (tally: Tally, task: Task, snapshot: Snapshot) => {
	const {cpus, memoryBytes} = task.reservations;
	const generic = task.template.needs?.generic ?? nothing;
	add(tally, {cpus, memoryBytes, generic, hostPorts: portsOf(task, snapshot)});

	if (!isUnwanted(task) && task.serviceId !== undefined) {
		tally.tasks += 1;
		tally.byService.set(task.serviceId, (tally.byService.get(task.serviceId) ?? 0) + 1);
	}
};

const isHeld = (task: Task) => compareStates(task.state, 'assigned') >= 0 && !hasEnded(task);

/** Every node with what its tasks hold, those being stopped included, but without those that are to go. */
export const placesOf = (nodes: Nodes, snapshot: Snapshot, isGone: (task: Task) => boolean): Places => {
	const tallies = new Map([...nodes.keys()].map(id => [id, noTally()]));

	for (const {items} of snapshot.tasks.values()) {
		for (const task of items) {
			const tally = task.nodeId && isHeld(task) && tallies.get(task.nodeId);

			if (tally && !isGone(task)) {
				count(tally, task, snapshot);
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
export const holding = (place: Place, service: ServiceId, demand: Demand, amount: number): Place => {
	const tally = noTally();
	add(tally, {...place.held, hostPorts: noPorts});

	for (let task = 0; task < amount; task += 1) {
		add(tally, demand);
	}

	const hostPorts = new Set([...place.held.hostPorts, ...tally.hostPorts]);
	const {cpus, memoryBytes, generic} = tally;
	return {
		node: place.node,
		held: {cpus, memoryBytes, generic, hostPorts},
		tasks: place.tasks + amount,
		byService: new Map([...place.byService, [service, (place.byService.get(service) ?? 0) + amount]]),
	};
};
