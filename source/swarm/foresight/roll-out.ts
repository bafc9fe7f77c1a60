import type {NodeId} from '../ids.ts';
import type {Demand} from '../placement/demand.ts';
import type {Service} from '../service.ts';
import type {Range} from './foresight.ts';
import {holding, type Place, type Places} from './places.ts';
import {roomFor} from './room.ts';
import {sum} from './sum.ts';

/** Where `old` keeps tasks that have no node. */
export const nowhere = '' as NodeId;

/** A rolling update, as far as it looks for room. */
export type RollOut = {
	/** As it will be. */
	readonly service: Service;
	readonly demand: Demand;
	readonly before: Demand;
	/** Slots to be replaced, by the node they run on; those that run nowhere are under `nowhere`. */
	readonly old: ReadonlyMap<NodeId, number>;
	/** Of each of these slots, how many of its tasks wait for a node. */
	readonly idle: {readonly running: readonly number[]; readonly nowhere: readonly number[]};
	/** The nodes without any of these. */
	readonly places: Places;
	/** Slots at a time. */
	readonly parallelism: number;
	readonly isStartFirst: boolean;
};

/** New tasks that find no node and hold the rollout up for ever, and old ones that wait and are never replaced. */
export type RollOutEnd = {readonly stuck: Range; readonly left: Range};

/** A place with so many old tasks and so many new ones. */
export const placeWith = ({service, before, demand}: RollOut, place: Place, old: number, fresh: number): Place => {
	const withOld = old > 0 ? holding(place, service.id, before, old) : place;
	return fresh > 0 ? holding(withOld, service.id, demand, fresh) : withOld;
};

/** The least and the most that its nodes may hold on the way and in the end. */
export const extremesOf = (roll: RollOut): {readonly low: Places; readonly high: Places} => {
	const {places, old, demand, service, parallelism, isStartFirst} = roll;
	const slots = sum(old.values());
	const isAllGone = !isStartFirst && parallelism >= slots;
	const high = [...places].map(([id, place]) => {
		const fresh = Math.min(slots, roomFor(demand, place, service.id));
		return [id, placeWith(roll, place, isAllGone ? 0 : (old.get(id) ?? 0), fresh)] as const;
	});
	return {low: places, high: new Map(high)};
};
