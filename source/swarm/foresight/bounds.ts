import type {NodeId} from '../ids.ts';
import {portKey} from '../placement/candidate.ts';
import type {Demand} from '../placement/demand.ts';
import type {Service} from '../service.ts';
import {candidateAt, holding, type Place, type Places} from './places.ts';
import {isContested, nano, roomFor} from './room.ts';

/** Tasks of one service that look for a node: all alike. */
export type Group = {
	readonly service: Service;
	readonly demand: Demand;
	readonly count: number;
	/** Of a global service: the node it is for, and no other. */
	readonly only?: NodeId;
};

/** How many of a group find a node: at least, and at most. Where they differ, it hangs on who comes first. */
export type Placed = {readonly least: number; readonly most: number};

/** By group, then by node: how many would fit if the group came alone. */
export type Room = readonly ReadonlyMap<NodeId, number>[];

export const roomOf = (groups: readonly Group[], places: Places): Room =>
	groups.map(({service, demand, only}) => {
		const open = only === undefined ? [...places.values()] : [places.get(only)].flatMap(place => place ?? []);
		const rooms = open.map(place => [place.node.id, roomFor(demand, candidateAt(place, service.id))] as const);
		return new Map(rooms.filter(([, room]) => room > 0));
	});

const sum = (rooms: Iterable<number>) => {
	let total = 0;

	for (const room of rooms) {
		total += room;
	}

	return total;
};

/** The place when every other group has put all it could on it: as bad as it can get for this one. */
const afterOthers = (place: Place, at: number, groups: readonly Group[], room: Room): Place => {
	let worst = place;

	for (const [index, {service, demand, count}] of groups.entries()) {
		const most = Math.min(count, room[index]?.get(place.node.id) ?? 0);

		if (index !== at && most > 0 && isContested(demand)) {
			worst = holding(worst, service.id, demand, most);
		}
	}

	return worst;
};

/** Whether the node could take the most of every group, all together: then nobody is in anybody's way there. */
const isRoomForAll = ({node, held}: Place, groups: readonly Group[], room: Room): boolean => {
	const ports = new Set<string>();
	const generic = {...held.generic};
	let [cpus, memoryBytes] = [nano(held.cpus), held.memoryBytes];

	for (const [index, {demand, count}] of groups.entries()) {
		const most = Math.min(count, room[index]?.get(node.id) ?? 0);

		if (most > 0 && isContested(demand)) {
			cpus += most * nano(demand.cpus);
			memoryBytes += most * demand.memoryBytes;
			const keys = demand.hostPorts.map(portKey);

			if (keys.some(key => ports.has(key))) {
				return false;
			}

			for (const key of keys) {
				ports.add(key);
			}

			for (const [kind, amount] of Object.entries(demand.generic)) {
				generic[kind] = (generic[kind] ?? 0) + most * amount;
			}
		}
	}

	const {capacity} = node;
	const isGenericEnough = Object.entries(generic).every(([kind, amount]) => amount <= (node.generic?.[kind] ?? 0));
	return cpus <= nano(capacity.cpus) && memoryBytes <= capacity.memoryBytes && isGenericEnough;
};

/**
Bounds that hold in whatever order the scheduler takes the groups and whichever of equal nodes it chooses: it stops only
when nothing that waits fits anywhere, so a group that is left has filled every node that the others leave it.
*/
export const boundsOf = (groups: readonly Group[], places: Places, room: Room): readonly Placed[] => {
	const calm = new Map([...places.values()].map(place => [place.node.id, isRoomForAll(place, groups, room)]));

	return groups.map(({service, demand, count}, at) => {
		const rooms = room[at] ?? new Map<NodeId, number>();
		const most = Math.min(count, sum(rooms.values()));
		const isCalm = !isContested(demand) || [...rooms.keys()].every(id => calm.get(id));

		if (isCalm || most === 0) {
			return {least: most, most};
		}

		const worst = [...rooms].map(([id, alone]) => {
			const place = places.get(id);
			return calm.get(id) || !place
				? alone
				: roomFor(demand, candidateAt(afterOthers(place, at, groups, room), service.id));
		});
		return {least: Math.min(count, sum(worst)), most};
	});
};
