import type {NodeId} from '../ids.ts';
import {boundsOf, type Room, roomOf} from './bounds.ts';
import {crowdedBy, isOverfull} from './crowded.ts';
import type {Range, Waiting} from './foresight.ts';
import {none, nowhere, type Outcome, type Party} from './party.ts';
import type {Place, Places} from './places.ts';
import {rollBounds} from './roll-bounds.ts';
import {roomFor} from './room.ts';
import {sum} from './sum.ts';
import {textBetween} from './words-of.ts';
import {wordsOfGroup} from './words-of-group.ts';

export type Words = Pick<Waiting, 'text' | 'isTextSure'>;

/** What is certain of an end without going through all that can happen. */
type Rough = {readonly outcome: Outcome; readonly words: (only: NodeId) => Words};

const silent: Words = {text: undefined, isTextSure: true};

const plainOutcome = (stuck: Range, count: number): Outcome => ({
	stuck,
	gained: {least: count - stuck.most, most: count - stuck.least},
	left: none,
	texts: undefined,
	byNode: new Map(),
});

/** Without rolling updates, places only fill up. */
const groupsRoughly = (parties: readonly Party[], places: Places, likely: Places): readonly Rough[] => {
	const room = roomOf(parties, places);
	const bounds = boundsOf(parties, places, room);
	return parties.map(({count}, at) => {
		const {least, most} = bounds[at] ?? {least: 0, most: count};
		const words = wordsOfGroup({groups: parties, places, room, likely}, at, least);
		return {outcome: plainOutcome({least: count - most, most: count - least}, count), words: () => words};
	});
};

type Scene = {
	readonly parties: readonly Party[];
	readonly places: Places;
	readonly room: Room;
	/** The places with all that may come there. */
	readonly high: Places;
};

/** So many are worth looking at one without the other. */
const few = 8;

/** As bad as a place can get for one of the parties. Where there is room for all of them, the others don't matter. */
const worstFor = (party: Party, place: Place, {parties, high}: Scene): Place => {
	const full = high.get(place.node.id) ?? place;

	if (parties.length > few) {
		return isOverfull(full) || party.demand.hostPorts.length > 0 ? full : place;
	}

	return crowdedBy(
		parties.filter(other => other !== party),
		place,
	);
};

/** Beside rolling updates: every other party may come first with all it has, or not at all. */
const plainBounds = (party: Party, at: number, scene: Scene): Outcome => {
	const {demand, service, count} = party;
	const rooms = scene.room[at] ?? new Map<NodeId, number>();
	const most = Math.min(count, sum(rooms.values()));
	const worst = [...rooms.keys()].map(id => {
		const place = scene.places.get(id);
		return place ? roomFor(demand, worstFor(party, place, scene), service.id) : 0;
	});
	return plainOutcome({least: count - most, most: count - Math.min(count, sum(worst))}, count);
};

const withRolls = (parties: readonly Party[], places: Places, likely: Places): readonly Rough[] => {
	const high = new Map([...places].map(([id, place]) => [id, crowdedBy(parties, place)]));
	const scene = {parties, places, high, room: roomOf(parties, places)};
	return parties.map((party, at) => {
		const others = parties.filter(other => other !== party);
		const outcome = party.roll ? rollBounds(party, party.roll, others, places) : plainBounds(party, at, scene);
		const words = (only: NodeId) =>
			outcome.stuck.most === 0
				? silent
				: textBetween({...party, ...(only !== nowhere && {only})}, {low: places, high, likely});
		return {outcome, words};
	});
};

export const roughly = (parties: readonly Party[], places: Places, likely: Places): readonly Rough[] =>
	parties.some(({roll}) => roll) ? withRolls(parties, places, likely) : groupsRoughly(parties, places, likely);
