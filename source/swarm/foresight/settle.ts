import type {NodeId, ServiceId} from '../ids.ts';
import {choosePlaces} from '../placement/choose.ts';
import {roomOf} from './bounds.ts';
import {isExact} from './foresight.ts';
import {hunt} from './hunt.ts';
import {nowhere, type Outcome, type Party} from './party.ts';
import {candidateAt, holding, type Place, type Places} from './places.ts';
import {playedOut, type Rolling} from './played-out.ts';
import {isContested, roomFor} from './room.ts';
import {roughly, type Words} from './roughly.ts';
import {textFor} from './words-of.ts';

export type Settled = Pick<Outcome, 'stuck' | 'gained' | 'left' | 'byNode'> & {
	readonly group: Party;
	/** Where they would go if the scheduler took groups in this order and the first of equal nodes: likely, no more. */
	readonly likely: readonly NodeId[];
	/** What it will read in those that find none; of a global service by node. */
	readonly words: (only?: NodeId) => Words;
};

export type Settlement = {readonly settled: readonly Settled[]; readonly places: Places};

type Ending = {readonly outcome: Outcome; readonly words: (only: NodeId) => Words};

const takesSomething = ({demand, roll}: Party) =>
	isContested(demand) || (roll !== undefined && isContested(roll.before));

/** Those that may be in each other's way: all that take something, and what is of one service. */
const clustersOf = (parties: readonly Party[]): readonly (readonly Party[])[] => [
	...Map.groupBy(parties, party => (takesSomething(party) ? '' : party.service.id)).values(),
];

const wordsFound =
	({texts}: Outcome, party: Party, likely: Places) =>
	(only: NodeId): Words => {
		const all = [...(texts?.get(only) ?? [])];
		const guess = textFor({...party, ...(only !== nowhere && {only})}, likely);
		return {text: guess !== undefined && all.includes(guess) ? guess : all[0], isTextSure: all.length <= 1};
	};

/** Bounds are enough where they leave nothing open; else all that can happen is gone through, where that is little. */
const endingsOf = (parties: readonly Party[], places: Places, likely: Places): readonly Ending[] => {
	const rough = roughly(parties, places, likely);
	const isClear = rough.every(
		({outcome, words}, at) =>
			isExact(outcome.stuck) && isExact(outcome.left) && words(parties[at]?.only ?? nowhere).isTextSure,
	);
	const isMixed = parties.some(({roll}) => roll?.isMixed);
	const found = isClear || isMixed ? undefined : hunt(parties, places);
	return found?.map((outcome, at) => ({outcome, words: wordsFound(outcome, parties[at] as Party, likely)})) ?? rough;
};

/**
What becomes of tasks that wait for a node, and of rolling updates: it goes on until none of them fits anywhere. The
places have none of the tasks that are to be replaced.
*/
export const settle = (parties: readonly Party[], places: Places): Settlement => {
	const rolls = playedOut(parties.filter(isRollingOut), places);
	const filled = new Map(rolls.places);
	const room = roomOf(parties, places);
	const chosen = parties.map((party, at) => {
		if (isRollingOut(party)) {
			return rolls.chosen(party);
		}

		const likely =
			party.demand.spread.length > 0 ? spreadOut(party, filled) : oneByOne(party, filled, room[at]?.keys() ?? []);
		fill(filled, party, likely);
		return likely;
	});
	const endings = new Map(
		clustersOf(parties).flatMap(cluster => {
			const found = endingsOf(cluster, places, filled);
			return cluster.map((party, at) => [party, found[at] as Ending] as const);
		}),
	);
	const settled = parties.map((group, at): Settled => {
		const {outcome, words} = endings.get(group) as Ending;
		return {...outcome, group, likely: chosen[at] ?? [], words: only => words(only ?? group.only ?? nowhere)};
	});
	return {settled, places: filled};
};

const isRollingOut = (party: Party): party is Rolling => party.roll !== undefined;

/** With spread preferences, nodes that take none count as well. */
const spreadOut = ({service, demand, count}: Party, places: Places) =>
	choosePlaces(
		demand,
		[...places.values()].map(place => candidateAt(place, service.id)),
		count,
	);

const oneByOne = ({service, demand, count}: Party, places: Places, rooms: Iterable<NodeId>): readonly NodeId[] => {
	const open: Place[] = [];

	for (const id of rooms) {
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
	let least = Infinity;

	for (const {tasks} of places) {
		least = tasks < least ? tasks : least;
	}

	for (let at = 0; at < places.length && !(own === 0 && all === least); at += 1) {
		const {byService, tasks} = places[at] as Place;
		const count = byService.get(service) ?? 0;

		if (count < own || (count === own && tasks < all)) {
			best = at;
			own = count;
			all = tasks;
		}
	}

	return best;
};

const fill = (places: Map<NodeId, Place>, {service, demand}: Party, chosen: readonly NodeId[]) => {
	for (const [id, times] of Map.groupBy(chosen, id => id)) {
		const place = places.get(id);
		place && places.set(id, holding(place, service.id, demand, times.length));
	}
};
