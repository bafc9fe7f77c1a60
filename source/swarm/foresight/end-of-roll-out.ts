import type {NodeId} from '../ids.ts';
import type {Range} from './foresight.ts';
import {allIdle, neverReached} from './idle-slots.ts';
import {holding, type Places} from './places.ts';
import {placeWith, type RollOut, type RollOutEnd} from './roll-out.ts';
import {nano, roomFor} from './room.ts';
import {searchRollOut} from './search-roll-out.ts';
import {sum} from './sum.ts';

/** Each task that goes leaves enough room for one that comes, where it was. */
const isExchange = ({demand, before, old, places, service, isStartFirst}: RollOut) =>
	!isStartFirst &&
	nano(demand.cpus) <= nano(before.cpus) &&
	demand.memoryBytes <= before.memoryBytes &&
	Object.entries(demand.generic).every(([kind, amount]) => amount <= (before.generic[kind] ?? 0)) &&
	[...old].every(([id, amount]) => {
		const place = places.get(id);
		return place !== undefined && roomFor(demand, place, service.id) >= amount;
	});

/** One way it may go: slots in order, each to the first node with room. Where it ends, so end all ways that are stuck. */
export const playedOut = (roll: RollOut): {readonly places: Places; readonly stuck: number} => {
	const left = new Map(roll.old);
	const fresh = new Map<NodeId, number>();
	const full = (id: NodeId) => {
		const place = roll.places.get(id);
		return place && placeWith(roll, place, left.get(id) ?? 0, fresh.get(id) ?? 0);
	};
	const hasRoom = (id: NodeId) => {
		const place = full(id);
		return place !== undefined && roomFor(roll.demand, place, roll.service.id) > 0;
	};
	const waiting: NodeId[] = [];

	for (;;) {
		const open = waiting.length > 0 ? roll.places.keys().find(hasRoom) : undefined;
		const next = [...left].find(
			([id, count]) => count > (roll.isStartFirst ? waiting.filter(at => at === id).length : 0),
		);

		if (open !== undefined) {
			const from = waiting.shift() as NodeId;
			fresh.set(open, (fresh.get(open) ?? 0) + 1);
			roll.isStartFirst && left.set(from, (left.get(from) ?? 0) - 1);
		} else if (next && waiting.length < roll.parallelism) {
			waiting.push(next[0]);
			roll.isStartFirst || left.set(next[0], next[1] - 1);
		} else {
			const places = new Map([...roll.places].map(([id, place]) => [id, full(id) ?? place]));
			return {places, stuck: waiting.length};
		}
	}
};

const none: Range = {least: 0, most: 0};

/** How it ends: it never pauses for want of room. */
export const endOf = (roll: RollOut): RollOutEnd => {
	const {old, places, demand, before, service} = roll;
	const slots = sum(old.values());
	const workers = Math.min(roll.parallelism, slots);
	const atMost = sum([...places.values()].map(place => Math.min(slots, roomFor(demand, place, service.id))));
	const beside = [...places.values()].map(place => {
		const full = holding(place, service.id, before, old.get(place.node.id) ?? 0);
		return Math.min(slots, roomFor(demand, full, service.id));
	});

	if (atMost === 0) {
		return {stuck: {least: workers, most: workers}, left: neverReached(roll, slots - workers)};
	}

	if (isExchange(roll) || sum(beside) >= slots) {
		return {stuck: none, left: none};
	}

	const stuck = {least: Math.min(workers, Math.max(0, slots - atMost)), most: workers};
	return searchRollOut(roll) ?? {stuck, left: {least: 0, most: sum(allIdle(roll))}};
};
