import type {NodeId} from '../ids.ts';
import {choosePlaces} from '../placement/choose.ts';
import {boundsOf, type Group, type Placed, type Room, roomOf} from './bounds.ts';
import {candidateAt, holding, type Place, type Places} from './places.ts';
import {isContested} from './room.ts';
import {searchPlacements} from './search.ts';

export type Settled = {
	readonly group: Group;
	readonly placed: Placed;
	/** Where they would go if the scheduler took groups in this order and the first of equal nodes: likely, no more. */
	readonly likely: readonly NodeId[];
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
	const settled = groups.map((group, at): Settled => {
		const {service, demand, count} = group;
		const open = [...(room[at]?.keys() ?? [])].flatMap(id => filled.get(id) ?? []);
		const spread = demand.spread.length > 0 && open.length > 0 ? [...filled.values()] : open;
		const candidates = spread.map(place => candidateAt(place, service.id));
		const likely = choosePlaces(demand, candidates, count);
		fill(filled, group, likely);
		return {group, placed: placed[at] ?? {least: 0, most: count}, likely};
	});
	return {settled, places: filled};
};

const fill = (places: Map<NodeId, Place>, {service, demand}: Group, chosen: readonly NodeId[]) => {
	for (const [id, times] of Map.groupBy(chosen, id => id)) {
		const place = places.get(id);
		place && places.set(id, holding(place, service.id, demand, times.length));
	}
};
