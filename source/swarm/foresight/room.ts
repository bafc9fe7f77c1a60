import type {Candidate} from '../placement/candidate.ts';
import type {Demand} from '../placement/demand.ts';
import {isFit} from '../placement/explain.ts';

/** In billionths, as the scheduler counts: sums of 0.1 would drift. */
export const nano = (cpus: number) => Math.round(cpus * 1e9);

const times = (wanted: number, free: number) => (wanted === 0 ? Infinity : Math.max(0, Math.floor(free / wanted)));

/** How many tasks that ask for this the node would take, one after the other, if nothing else came there. */
export const roomFor = (demand: Demand, candidate: Candidate): number => {
	if (!isFit(demand, candidate)) {
		return 0;
	}

	const {node, held, generic, tasksOfService} = candidate;
	const kinds = Object.entries(demand.generic).map(([kind, wanted]) =>
		times(wanted, (generic[kind] ?? 0) - (held.generic[kind] ?? 0)),
	);
	return Math.min(
		times(nano(demand.cpus), nano(node.capacity.cpus) - nano(held.cpus)),
		times(demand.memoryBytes, node.capacity.memoryBytes - held.memoryBytes),
		demand.hostPorts.length > 0 ? 1 : Infinity,
		demand.maxPerNode > 0 ? demand.maxPerNode - tasksOfService : Infinity,
		...kinds,
	);
};

/** Takes something that another service could want as well. Limits per node and constraints are each service's own. */
export const isContested = ({cpus, memoryBytes, generic, hostPorts}: Demand) =>
	cpus > 0 || memoryBytes > 0 || hostPorts.length > 0 || Object.values(generic).some(amount => amount > 0);
