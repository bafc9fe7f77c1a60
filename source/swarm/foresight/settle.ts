import type {NodeId, ServiceId} from '../ids.ts';
import {choosePlaces} from '../placement/choose.ts';
import {afterOthers, boundsOf, type Group, type Placed, type Room, roomOf} from './bounds.ts';
import type {Waiting} from './foresight.ts';
import {candidateAt, holding, type Place, type Places} from './places.ts';
import {isContested, roomFor} from './room.ts';
import {searchPlacements} from './search.ts';
import {textBetween} from './words-of.ts';

export type Settled = {
	readonly group: Group;
	readonly placed: Placed;
	/** Where they would go if the scheduler took groups in this order and the first of equal nodes: likely, no more. */
	readonly likely: readonly NodeId[];
	/** What it will read in those that find none. */
	readonly words: Pick<Waiting, 'text' | 'isTextSure'>;
};

export type Settlement = {readonly settled: readonly Settled[]; readonly places: Places};

const narrowed = (groups: readonly Group[], places: Places, room: Room): readonly Placed[] => {
	const bounds = boundsOf(groups, places, room);

	if (bounds.every(({least, most}) => least === most)) {
		return bounds;
	}

	// Groups that take nothing others want have their answer already.
	const open = groups.map((group, at) => ({group, at})).filter(({group, at}) => isOpen(group, room[at]));
	const found = searchPlacements(
		open.map(({group}) => group),
		places,
		open.map(({at}) => room[at] ?? new Map()),
	);
	return bounds.map((bound, at) => found?.[open.findIndex(other => other.at === at)] ?? bound);
};

const isOpen = ({demand}: Group, rooms: ReadonlyMap<NodeId, number> | undefined) =>
	isContested(demand) && (rooms?.size ?? 0) > 0;

/** What becomes of tasks that wait for a node: the scheduler goes on until none of them fits anywhere. */
export const settle = (groups: readonly Group[], places: Places): Settlement => {
	const room = roomOf(groups, places);
	const placed = narrowed(groups, places, room);
	const filled = new Map(places);
	const chosen = groups.map((group, at) => {
		const likely =
			group.demand.spread.length > 0 ? spreadOut(group, filled) : oneByOne(group, filled, room[at] ?? new Map());
		fill(filled, group, likely);
		return likely;
	});
	const settled = groups.map(
		(group, at): Settled => ({
			group,
			placed: placed[at] ?? {least: 0, most: group.count},
			likely: chosen[at] ?? [],
			words: wordsOf({groups, places, room, filled}, at, placed[at]),
		}),
	);
	return {settled, places: filled};
};

/** With spread preferences, nodes that take none count as well. */
const spreadOut = ({service, demand, count}: Group, places: Places) =>
	choosePlaces(
		demand,
		[...places.values()].map(place => candidateAt(place, service.id)),
		count,
	);

const oneByOne = (
	{service, demand, count}: Group,
	places: Places,
	room: ReadonlyMap<NodeId, number>,
): readonly NodeId[] => {
	const open: Place[] = [];

	for (const id of room.keys()) {
		const place = places.get(id);
		place && open.push(place);
	}

	const chosen: NodeId[] = [];

	while (chosen.length < count && open.length > 0) {
		const at = bestOf(open, service.id);
		const best = open[at] as Place;

		if (roomFor(demand, best, service.id) === 0) {
			open.splice(at, 1);
		} else {
			chosen.push(best.node.id);
			open[at] = holding(best, service.id, demand, 1);
		}
	}

	return chosen;
};

/** Fewest tasks of the service, then fewest in all (nodeLess in manager/scheduler/scheduler.go). */
const bestOf = (places: readonly Place[], service: ServiceId): number => {
	let best = 0;
	let own = Infinity;
	let all = Infinity;

	for (const [at, place] of places.entries()) {
		const count = place.byService.get(service) ?? 0;

		if (count < own || (count === own && place.tasks < all)) {
			best = at;
			own = count;
			all = place.tasks;
		}
	}

	return best;
};

type Contest = {
	readonly groups: readonly Group[];
	readonly places: Places;
	readonly room: Room;
	readonly filled: Places;
};

/** A group that is left over has filled what room it has; others come on top of that, or don't. */
const wordsOf = ({groups, places, room, filled}: Contest, at: number, placed: Placed | undefined): Settled['words'] => {
	const group = groups[at];
	const rooms = room[at];

	if (!group || (placed?.least ?? 0) >= group.count) {
		return {text: undefined, isTextSure: true};
	}

	const low = new Map(
		[...places].map(([id, place]) => {
			const own = Math.min(group.count, rooms?.get(id) ?? 0);
			return [id, own > 0 ? holding(place, group.service.id, group.demand, own) : place] as const;
		}),
	);
	const high = new Map([...low].map(([id, place]) => [id, afterOthers(place, at, groups, room)] as const));
	return textBetween(group, {low, high, likely: filled});
};

const fill = (places: Map<NodeId, Place>, {service, demand}: Group, chosen: readonly NodeId[]) => {
	for (const [id, times] of Map.groupBy(chosen, id => id)) {
		const place = places.get(id);
		place && places.set(id, holding(place, service.id, demand, times.length));
	}
};
