import type {NodeId} from '../ids.ts';
import {portKey} from '../placement/candidate.ts';
import type {Group, Room} from './bounds.ts';
import type {Place, Places} from './places.ts';
import {isContested, nano} from './room.ts';
import {sum} from './sum.ts';

/** What all groups together could put on a node at most. */
type Crowd = {
	cpus: number;
	memoryBytes: number;
	generic: Record<string, number>;
	ports: Set<string>;
	isPortShared: boolean;
};

const crowdIn = (crowd: Crowd, {demand}: Group, most: number) => {
	crowd.cpus += most * nano(demand.cpus);
	crowd.memoryBytes += most * demand.memoryBytes;

	for (const kind in demand.generic) {
		crowd.generic[kind] = (crowd.generic[kind] ?? 0) + most * (demand.generic[kind] ?? 0);
	}

	for (const port of demand.hostPorts) {
		const key = portKey(port);
		crowd.isPortShared ||= most > 1 || crowd.ports.has(key);
		crowd.ports.add(key);
	}
};

const isRoomForAll = ({node, held}: Place, {cpus, memoryBytes, generic, isPortShared}: Crowd) =>
	!isPortShared &&
	cpus <= nano(node.capacity.cpus) - nano(held.cpus) &&
	memoryBytes <= node.capacity.memoryBytes - held.memoryBytes &&
	Object.entries(generic).every(([kind, amount]) => amount <= (node.generic?.[kind] ?? 0) - (held.generic[kind] ?? 0));

/** Nodes that have room for the most of every group, all together: nobody is in anybody's way there. */
export const calmNodes = (groups: readonly Group[], places: Places, room: Room): ReadonlySet<NodeId> => {
	const crowds = new Map<NodeId, Crowd>();
	const contested = groups
		.map((group, at) => ({group, rooms: room[at]}))
		.filter(({group}) => isContested(group.demand));

	// Groups that share a map ask for the same: they count as one.
	for (const [rooms, some] of Map.groupBy(contested, ({rooms}) => rooms)) {
		const [first] = some;
		const count = sum(some.map(({group}) => group.count));

		for (const [id, alone] of rooms ?? []) {
			const crowd = crowds.get(id) ?? emptyCrowd();
			crowds.set(id, crowd);
			first && crowdIn(crowd, first.group, some.length === 1 ? Math.min(count, alone) : count);
		}
	}

	return new Set(
		[...crowds].flatMap(([id, crowd]) => {
			const place = places.get(id);
			return place && isRoomForAll(place, crowd) ? [id] : [];
		}),
	);
};

const emptyCrowd = (): Crowd => ({cpus: 0, memoryBytes: 0, generic: {}, ports: new Set(), isPortShared: false});
