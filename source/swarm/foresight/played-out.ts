import type {NodeId} from '../ids.ts';
import {nowhere, type Party, placeWith, type Roll} from './party.ts';
import type {Places} from './places.ts';
import {roomFor} from './room.ts';
import {sum} from './sum.ts';

type Amounts = ReadonlyMap<NodeId, number>;

/** Where a rolling update's tasks are: those that are still to be replaced, and the new ones that found a node. */
type Layout = {readonly old: Amounts; readonly fresh: Amounts};

export type Rolling = Party & {readonly roll: Roll};

const laidOut = (places: Places, layouts: ReadonlyMap<Rolling, Layout>): Places =>
	new Map(
		[...places].map(([id, place]) => [
			id,
			[...layouts].reduce(
				(full, [party, {old, fresh}]) => placeWith(party, full, old.get(id) ?? 0, fresh.get(id) ?? 0),
				place,
			),
		]),
	);

const plus = (amounts: Map<NodeId, number>, id: NodeId, amount: number) =>
	amounts.set(id, (amounts.get(id) ?? 0) + amount);

/** One way it may go: slots in order, each to the first node with room. */
const play = (party: Rolling, places: Places): Layout => {
	const {roll, count, demand, service} = party;
	const old = new Map(roll.old);
	const fresh = new Map<NodeId, number>();
	const waiting = new Map(roll.held).set(nowhere, count - sum(roll.held.values()) + (roll.held.get(nowhere) ?? 0));
	const hasRoom = (id: NodeId) => {
		const place = places.get(id);
		const full = place && placeWith(party, place, old.get(id) ?? 0, fresh.get(id) ?? 0);
		return full !== undefined && roomFor(demand, full, service.id) > 0;
	};
	const arrive = (): boolean => {
		const from = waiting.keys().find(id => (waiting.get(id) ?? 0) > 0 && (!roll.isByNode || hasRoom(id)));
		const to = roll.isByNode || from === undefined ? from : places.keys().find(hasRoom);
		from !== undefined && to !== undefined && plus(waiting, from, -1) && plus(fresh, to, 1);
		from !== undefined && to !== undefined && roll.isStartFirst && (old.get(from) ?? 0) > 0 && plus(old, from, -1);
		return to !== undefined;
	};
	const begin = (): boolean => {
		const isLeft = (id: NodeId) => (old.get(id) ?? 0) > (roll.isStartFirst ? (waiting.get(id) ?? 0) : 0);
		const next = sum(waiting.values()) < roll.parallelism ? old.keys().find(isLeft) : undefined;
		next !== undefined && plus(waiting, next, 1) && !roll.isStartFirst && plus(old, next, -1);
		return next !== undefined;
	};

	while (arrive() || begin()) {
		// Until neither can be.
	}

	return {old, fresh};
};

/** Rolling updates, one after the other, each as far as it gets; and where their new tasks went. */
export const playedOut = (rolls: readonly Rolling[], places: Places) => {
	const layouts = new Map<Rolling, Layout>(rolls.map(party => [party, {old: party.roll.old, fresh: new Map()}]));

	for (const party of rolls) {
		const others = new Map([...layouts].filter(([other]) => other !== party));
		layouts.set(party, play(party, others.size > 0 ? laidOut(places, others) : places));
	}

	return {
		places: rolls.length > 0 ? laidOut(places, layouts) : places,
		chosen: (party: Rolling): readonly NodeId[] =>
			[...(layouts.get(party)?.fresh ?? [])].flatMap(([id, amount]) => Array.from({length: amount}, () => id)),
	};
};
