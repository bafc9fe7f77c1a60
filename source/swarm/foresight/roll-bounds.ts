import type {NodeId} from '../ids.ts';
import {crowdedBy} from './crowded.ts';
import type {Range} from './foresight.ts';
import {allIdle, neverReached} from './idle-slots.ts';
import {
	mostOf,
	mostOn,
	mostWaiting,
	none,
	nowhere,
	type Outcome,
	type Party,
	placeWith,
	type Roll,
	slotsOf,
} from './party.ts';
import type {Place, Places} from './places.ts';
import {nano, roomFor} from './room.ts';
import {sum} from './sum.ts';

/** Each task that goes leaves enough room for one that comes, where it was. */
const isExchange = (party: Party, {old, before, isStartFirst, isMixed}: Roll, places: Places) =>
	!isStartFirst &&
	!isMixed &&
	party.count === 0 &&
	nano(party.demand.cpus) <= nano(before.cpus) &&
	party.demand.memoryBytes <= before.memoryBytes &&
	Object.entries(party.demand.generic).every(([kind, amount]) => amount <= (before.generic[kind] ?? 0)) &&
	[...old].every(([id, amount]) => {
		const place = places.get(id);
		return place !== undefined && roomFor(party.demand, place, party.service.id) >= amount;
	});

const isOpen = (party: Party, places: Places) => places.values().some(place => mostOn(party, place) > 0);

/** More that run than before: what was started, less what was replaced. */
const gainedOf = (party: Party, {old, isStartFirst}: Roll, stuck: Range): Range => {
	const running = slotsOf(party) - (old.get(nowhere) ?? 0);
	const fresh = mostOf(party) - running;
	return {least: isStartFirst ? 0 : Math.max(-running, fresh - stuck.most), most: Math.max(0, fresh - stuck.least)};
};

const replicatedBounds = (
	party: Party,
	roll: Roll,
	others: readonly Party[],
	places: Places,
): Pick<Outcome, 'stuck' | 'left'> => {
	const total = mostOf(party);
	const workers = mostWaiting(party);
	const atMost = sum(places.values().map(place => mostOn(party, place)));

	if (atMost === 0) {
		return {stuck: {least: workers, most: workers}, left: neverReached(roll, total - workers)};
	}

	const beside = places.values().map(place => {
		const full = crowdedBy(others, place, placeWith(party, place, roll.old.get(place.node.id) ?? 0, 0));
		return Math.min(total, roomFor(party.demand, full, party.service.id));
	});

	if (sum(beside) >= total || (isExchange(party, roll, places) && !others.some(other => isOpen(other, places)))) {
		return {stuck: none, left: none};
	}

	return {
		stuck: {least: Math.min(workers, Math.max(0, total - atMost)), most: workers},
		left: {least: 0, most: sum(allIdle(roll))},
	};
};

/** Node by node: it is in nobody's way but its own old task's. */
const byNodeBounds = (
	party: Party,
	roll: Roll,
	others: readonly Party[],
	places: Places,
): Pick<Outcome, 'stuck' | 'byNode'> => {
	const own = (place: Place) => placeWith(party, place, roll.isStartFirst ? (roll.old.get(place.node.id) ?? 0) : 0, 0);
	const isFull = (place: Place) => roomFor(party.demand, place, party.service.id) === 0;
	const asked = [...new Set([...roll.old.keys(), ...roll.held.keys()])].flatMap(id => places.get(id) ?? []);
	const atBest = asked.filter(place => isFull(own(place)));
	const atWorst = asked.filter(place => isFull(crowdedBy(others, place, own(place))));
	const workers = mostWaiting(party);
	const isReached = atWorst.length <= workers;
	const surely = new Set(atBest.filter(({node}) => isReached || roll.held.has(node.id)));
	const byNode = new Map<NodeId, Range>(
		atWorst.map(place => [place.node.id, {least: surely.has(place) ? 1 : 0, most: 1}]),
	);
	return {stuck: {least: Math.min(workers, atBest.length), most: Math.min(workers, atWorst.length)}, byNode};
};

export const rollBounds = (party: Party, roll: Roll, others: readonly Party[], places: Places): Outcome => {
	const bounds = roll.isByNode
		? {...byNodeBounds(party, roll, others, places), left: none}
		: {...replicatedBounds(party, roll, others, places), byNode: new Map()};
	return {...bounds, gained: gainedOf(party, roll, bounds.stuck), texts: undefined};
};
