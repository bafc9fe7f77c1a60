import type {NodeId} from '../ids.ts';
import type {Demand} from '../placement/demand.ts';
import type {Service} from '../service.ts';
import {calmNodes} from './calm-nodes.ts';
import {holding, type Place, type Places} from './places.ts';
import {isContested, roomFor} from './room.ts';
import {sum} from './sum.ts';

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

const roomIn = ({service, demand}: Group, places: Iterable<Place>): ReadonlyMap<NodeId, number> => {
	const rooms = new Map<NodeId, number>();

	for (const place of places) {
		const room = roomFor(demand, place, service.id);
		room > 0 && rooms.set(place.node.id, room);
	}

	return rooms;
};

/** Groups that ask for the same have the same map. */
export const roomOf = (groups: readonly Group[], places: Places): Room => {
	const known = new Map<string, ReadonlyMap<NodeId, number>>();

	return groups.map(group => {
		const {demand, only} = group;

		if (only !== undefined || demand.maxPerNode > 0) {
			return roomIn(group, only === undefined ? places.values() : [places.get(only)].flatMap(place => place ?? []));
		}

		const key = JSON.stringify(demand);
		const room = known.get(key) ?? roomIn(group, places.values());
		known.set(key, room);
		return room;
	});
};

/** The place when every other group has put all it could on it: as bad as it can get for this one. */
export const afterOthers = (place: Place, at: number, groups: readonly Group[], room: Room): Place => {
	let worst = place;

	for (const [index, {service, demand, count}] of groups.entries()) {
		const most = Math.min(count, room[index]?.get(place.node.id) ?? 0);

		if (index !== at && most > 0 && isContested(demand)) {
			worst = holding(worst, service.id, demand, most);
		}
	}

	return worst;
};

/**
Bounds that hold in whatever order the scheduler takes the groups and whichever of equal nodes it chooses: it stops only
when nothing that waits fits anywhere, so a group that is left has filled every node that the others leave it.
*/
export const boundsOf = (groups: readonly Group[], places: Places, room: Room): readonly Placed[] => {
	const calm = calmNodes(groups, places, room);

	return groups.map(({service, demand, count}, at) => {
		const rooms = room[at] ?? new Map<NodeId, number>();
		const most = Math.min(count, sum(rooms.values()));
		const isCalm = !isContested(demand) || [...rooms.keys()].every(id => calm.has(id));

		if (isCalm || most === 0) {
			return {least: most, most};
		}

		const worst = [...rooms].map(([id, alone]) => {
			const place = places.get(id);
			return calm.has(id) || !place ? alone : roomFor(demand, afterOthers(place, at, groups, room), service.id);
		});
		return {least: Math.min(count, sum(worst)), most};
	});
};
