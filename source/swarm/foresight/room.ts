import type {ServiceId} from '../ids.ts';
import {takesTasks} from '../node.ts';
import {portKey} from '../placement/candidate.ts';
import type {Demand} from '../placement/demand.ts';
import {isFit} from '../placement/explain.ts';
import {candidateAt, type Place} from './places.ts';

/** In billionths, as the scheduler counts: sums of 0.1 would drift. */
export const nano = (cpus: number) => Math.round(cpus * 1e9);

const times = (wanted: number, free: number) => (wanted === 0 ? Infinity : Math.max(0, Math.floor(free / wanted)));

/** Minds more of a node than that it is ready and has room: asked only then, since most don't. */
const isChoosy = ({plugins, constraints, platforms, volumes}: Demand) =>
	plugins.length > 0 || constraints.length > 0 || platforms.length > 0 || volumes.length > 0;

const genericRoom = (demand: Demand, {node, held}: Place) => {
	let room = Infinity;

	for (const kind in demand.generic) {
		const free = (node.generic?.[kind] ?? 0) - (held.generic[kind] ?? 0);
		room = Math.min(room, times(demand.generic[kind] ?? 0, free));
	}

	return room;
};

const portRoom = ({hostPorts}: Demand, {held}: Place) =>
	hostPorts.length === 0 ? Infinity : hostPorts.some(port => held.hostPorts.has(portKey(port))) ? 0 : 1;

/** How many tasks that ask for this the node would take, one after the other, if nothing else came there. */
export const roomFor = (demand: Demand, place: Place, service: ServiceId): number => {
	const {node, held, byService} = place;

	if (!takesTasks(node)) {
		return 0;
	}

	const room = Math.min(
		times(nano(demand.cpus), nano(node.capacity.cpus) - nano(held.cpus)),
		times(demand.memoryBytes, node.capacity.memoryBytes - held.memoryBytes),
		demand.maxPerNode > 0 ? Math.max(0, demand.maxPerNode - (byService.get(service) ?? 0)) : Infinity,
		genericRoom(demand, place),
		portRoom(demand, place),
	);
	return room > 0 && isChoosy(demand) && !isFit(demand, candidateAt(place, service)) ? 0 : room;
};

/** Takes something that another service could want as well. Limits per node and constraints are each service's own. */
export const isContested = ({cpus, memoryBytes, generic, hostPorts}: Demand) =>
	cpus > 0 || memoryBytes > 0 || hostPorts.length > 0 || Object.values(generic).some(amount => amount > 0);
