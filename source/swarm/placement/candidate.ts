import type {Node} from '../node.ts';
import type {Demand, HostPort, PluginNeed} from './demand.ts';

/** A node as the scheduler sees it, and what tasks there hold already. */
export type Candidate = {
	readonly node: Node;
	/** Absent when the node's plugins aren't known: then none is missed. */
	readonly plugins: readonly PluginNeed[] | undefined;
	readonly generic: Readonly<Record<string, number>>;
	/** Held by tasks that are assigned or further, until they have ended. */
	readonly held: Held;
	/** Tasks that are meant to stay: of the service in question, and of all. */
	readonly tasksOfService: number;
	readonly tasks: number;
	/** Cluster volumes it could mount; absent when not known. */
	readonly volumes: ReadonlySet<string> | undefined;
	/** Failures of this version of the service there within five minutes; known to the leader only. */
	readonly recentFailures: number;
};

export type Held = {
	readonly cpus: number;
	readonly memoryBytes: number;
	readonly generic: Readonly<Record<string, number>>;
	/** As `portKey` writes them. */
	readonly hostPorts: ReadonlySet<string>;
};

export const portKey = ({port, protocol}: HostPort) => `${protocol}/${port}`;

export const holdsNothing: Held = {cpus: 0, memoryBytes: 0, generic: {}, hostPorts: new Set()};

export const emptyNode = (node: Node): Candidate => ({
	node,
	plugins: undefined,
	generic: {},
	held: holdsNothing,
	tasksOfService: 0,
	tasks: 0,
	volumes: undefined,
	recentFailures: 0,
});

const sum = (some: Readonly<Record<string, number>>, more: Readonly<Record<string, number>>) => {
	const total = {...some};
	for (const [kind, amount] of Object.entries(more)) {
		total[kind] = (total[kind] ?? 0) + amount;
	}
	return total;
};

/** The same node once a task with that demand was put on it. */
export const withTask = (candidate: Candidate, demand: Demand): Candidate => ({
	...candidate,
	tasks: candidate.tasks + 1,
	tasksOfService: candidate.tasksOfService + 1,
	held: {
		cpus: candidate.held.cpus + demand.cpus,
		memoryBytes: candidate.held.memoryBytes + demand.memoryBytes,
		generic: sum(candidate.held.generic, demand.generic),
		hostPorts:
			demand.hostPorts.length === 0
				? candidate.held.hostPorts
				: new Set([...candidate.held.hostPorts, ...demand.hostPorts.map(portKey)]),
	},
});
