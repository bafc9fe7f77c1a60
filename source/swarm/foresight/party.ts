import type {NodeId} from '../ids.ts';
import type {Demand} from '../placement/demand.ts';
import type {Task} from '../task.ts';
import type {Group} from './bounds.ts';
import type {Range} from './foresight.ts';
import {holding, type Place} from './places.ts';
import {roomFor} from './room.ts';
import {sum} from './sum.ts';

/** Where tasks are counted that have no node. */
export const nowhere = '' as NodeId;

/** Where new tasks are counted that wait in the place of one that is gone already. */
export const alone = '-' as NodeId;

/** What a rolling update still has to replace. Its places hold none of these tasks. */
export type Roll = {
	/** What the tasks to be replaced ask for; the most of each kind, where they differ. */
	readonly before: Demand;
	readonly isMixed: boolean;
	/** Slots to be replaced, by the node they run on; those that run nowhere are under `nowhere`. */
	readonly old: ReadonlyMap<NodeId, number>;
	/** Of each of these slots, how many of its tasks wait for a node. */
	readonly idle: {readonly running: readonly number[]; readonly nowhere: readonly number[]};
	/** Of the group's tasks that wait, those that a worker waits for, by the node of the old one; of a global service, by theirs. */
	readonly held: ReadonlyMap<NodeId, number>;
	/** Slots at a time. */
	readonly parallelism: number;
	readonly isStartFirst: boolean;
	/** Each new task is for the node of the one it replaces: a global service. */
	readonly isByNode: boolean;
	/** Of a global service: old tasks that wait for their node, and what they read. */
	readonly behind: readonly Task[];
};

/** Tasks of one service that look for a node, and those a rolling update will add to them. */
export type Party = Group & {
	readonly roll?: Roll;
	/** What those that wait read now. */
	readonly errors?: ReadonlySet<string>;
};

export const slotsOf = ({roll}: Party) => (roll ? sum(roll.old.values()) : 0);

/** New tasks that there can be at most. One that waits beside its old task is its slot's already. */
export const mostOf = (party: Party) => {
	const {old = new Map<NodeId, number>(), held, isStartFirst} = party.roll ?? {};
	return (
		party.count +
		sum([...old].map(([id, amount]) => amount - (isStartFirst ? Math.min(amount, held?.get(id) ?? 0) : 0)))
	);
};

/** Its tasks that can wait at once in the end. */
export const mostWaiting = (party: Party) =>
	party.roll ? Math.min(mostOf(party), Math.max(party.count, party.roll.parallelism)) : party.count;

/** A place with so many of its old tasks and so many new ones. */
export const placeWith = ({roll, service, demand}: Party, place: Place, old: number, fresh: number): Place => {
	const withOld = roll && old > 0 ? holding(place, service.id, roll.before, old) : place;
	return fresh > 0 ? holding(withOld, service.id, demand, fresh) : withOld;
};

/** The most that it may put on a place, which has none of its tasks that are to be replaced. */
export const mostOn = (party: Party, place: Place): number =>
	party.only !== undefined && party.only !== place.node.id
		? 0
		: Math.min(mostOf(party), roomFor(party.demand, place, party.service.id));

/** How many of a party end up how; a range where it hangs on who comes first. */
export type Outcome = {
	/** New tasks that find no node. */
	readonly stuck: Range;
	/** More tasks that run than before, or fewer. */
	readonly gained: Range;
	/** Waiting tasks of slots that its rolling update never comes to. */
	readonly left: Range;
	/** What the engine may write into those that are stuck, of a global service by node; undefined where that wasn't gone through. */
	readonly texts: ReadonlyMap<NodeId, ReadonlySet<string>> | undefined;
	/** Of a global service's rolling update: what is stuck, node by node. */
	readonly byNode: ReadonlyMap<NodeId, Range>;
};

export const none: Range = {least: 0, most: 0};

export const wider = ({least, most}: Range, amount: number): Range => ({
	least: Math.min(least, amount),
	most: Math.max(most, amount),
});

export const unseen: Range = {least: Infinity, most: -Infinity};
