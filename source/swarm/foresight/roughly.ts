import type {NodeId} from '../ids.ts';
import {boundsOf, roomOf} from './bounds.ts';
import type {Range, Waiting} from './foresight.ts';
import {crowdedBy, none, nowhere, type Outcome, type Party} from './party.ts';
import type {Places} from './places.ts';
import {rollBounds} from './roll-bounds.ts';
import {roomFor} from './room.ts';
import {sum} from './sum.ts';
import {textBetween} from './words-of.ts';
import {wordsOfGroup} from './words-of-group.ts';

export type Words = Pick<Waiting, 'text' | 'isTextSure'>;

/** What is certain of an end without going through all that can happen. */
export type Rough = {readonly outcome: Outcome; readonly words: (only: NodeId) => Words};

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

/** Beside rolling updates: every other party may come first with all it has, or not at all. */
const plainBounds = (party: Party, others: readonly Party[], places: Places): Outcome => {
	const {demand, service, count, only} = party;
	const open = [...places.values()].filter(
		place => (only === undefined || only === place.node.id) && roomFor(demand, place, service.id) > 0,
	);
	const most = Math.min(count, sum(open.map(place => roomFor(demand, place, service.id))));
	const worst = open.map(place => roomFor(demand, crowdedBy(others, place), service.id));
	return plainOutcome({least: count - most, most: count - Math.min(count, sum(worst))}, count);
};

const withRolls = (parties: readonly Party[], places: Places, likely: Places): readonly Rough[] => {
	const high = new Map([...places].map(([id, place]) => [id, crowdedBy(parties, place)]));
	return parties.map(party => {
		const others = parties.filter(other => other !== party);
		const outcome = party.roll ? rollBounds(party, party.roll, others, places) : plainBounds(party, others, places);
		const words = (only: NodeId) =>
			outcome.stuck.most === 0
				? silent
				: textBetween({...party, ...(only !== nowhere && {only})}, {low: places, high, likely});
		return {outcome, words};
	});
};

export const roughly = (parties: readonly Party[], places: Places, likely: Places): readonly Rough[] =>
	parties.some(({roll}) => roll) ? withRolls(parties, places, likely) : groupsRoughly(parties, places, likely);
