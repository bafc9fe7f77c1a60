import type {NodeId} from '../ids.ts';
import {firstFailing} from '../placement/explain.ts';
import {type Ground, groundOf} from './ground.ts';
import {mostOf, nowhere, type Outcome, type Party} from './party.ts';
import {candidateAt, type Place, type Places} from './places.ts';
import {type Charges, cell, chargesIn, keyOf, moved, rowSum, type State} from './state.ts';
import {sum} from './sum.ts';
import {type Tally, tallyOf} from './tally.ts';

/** So many states are looked at, then it is left open. */
const patience = 6000;

/** Nodes times tasks: more than that isn't begun. */
const mostWork = 400;

/** A worker takes a slot: the old task goes at once, except where the new one is to be up first. */
const picksOf = (ground: Ground, state: State, party: number): readonly State[] => {
	const roll = ground.parties[party]?.roll;

	if (!roll || rowSum(ground, state, party, 'waiting') >= roll.parallelism) {
		return [];
	}

	const {isStartFirst, isByNode} = roll;
	return Array.from({length: ground.width}, (_, node) => node).flatMap(node => {
		const [old, waiting] = [cell(ground, party, 'old', node), cell(ground, party, 'waiting', node)];
		const left = (state[old] ?? 0) - (isStartFirst ? (state[waiting] ?? 0) : 0);
		// Without its old task, it is all the same where a new one comes from.
		const from = isStartFirst || isByNode ? waiting : cell(ground, party, 'waiting', ground.width - 1);
		return left > 0 ? [moved(state, [...(isStartFirst ? [] : [[old, -1] as const]), [from, 1]])] : [];
	});
};

const arrivalsAt = (ground: Ground, state: State, party: number, to: number): readonly State[] => {
	const {roll, only} = ground.parties[party] as Party;
	const next: State[] = [];

	for (let from = 0; from < ground.width; from += 1) {
		const [waiting, old] = [cell(ground, party, 'waiting', from), cell(ground, party, 'old', from)];
		const isPossible = (state[waiting] ?? 0) > 0 && (from === to || !(roll?.isByNode || only !== undefined));
		const isReplaced = roll?.isStartFirst && (state[old] ?? 0) > 0;

		if (isPossible) {
			const fresh = cell(ground, party, 'fresh', to);
			next.push(moved(state, [[waiting, -1], [fresh, 1], ...(isReplaced ? [[old, -1] as const] : [])]));
		}
	}

	return next;
};

const nextOf = (ground: Ground, state: State, charges: Charges): readonly State[] => {
	const next: State[] = [];

	for (let party = 0; party < ground.parties.length; party += 1) {
		next.push(...picksOf(ground, state, party));
		const isWaiting = rowSum(ground, state, party, 'waiting') > 0;

		for (let to = 0; isWaiting && to < ground.nodes.length; to += 1) {
			charges[to]?.[party] === -1 && next.push(...arrivalsAt(ground, state, party, to));
		}
	}

	return next;
};

/**
Goes through every order and every choice in which scheduler and updaters may act, and answers how it can end.
Undefined where that would take too long. They choose less freely; what is the same in all of these is certain.
*/
export const hunt = (parties: readonly Party[], places: Places): readonly Outcome[] | undefined => {
	const nodes = openNodes(parties, places);

	if (nodes.length * sum(parties.map(mostOf)) > mostWork) {
		return undefined;
	}

	const ground = groundOf(parties, places, nodes);
	const tally: Tally = tallyOf(ground);
	const stack: State[] = [ground.start];
	const seen = new Set<string>();

	for (let state = stack.pop(); state !== undefined; state = stack.pop()) {
		const charges = chargesIn(ground, state);
		const next = nextOf(ground, state, charges);
		next.length === 0 ? tally.ended(state, charges) : tally.passed(state, charges);

		for (const following of next) {
			const key = keyOf(ground, following);
			seen.has(key) || stack.push(following);
			seen.add(key);
		}

		if (seen.size > patience) {
			return undefined;
		}
	}

	return tally.outcomes();
};

/** The nodes where anything may change. */
const openNodes = (parties: readonly Party[], places: Places): readonly NodeId[] => {
	const open = parties.flatMap(party => [
		...(party.only === undefined ? [] : [party.only]),
		...(party.roll?.old.keys() ?? []),
		...(party.roll?.held.keys() ?? []),
		...[...places.values()].filter(place => mostOnAny(party, place)).map(({node}) => node.id),
	]);
	return [...new Set(open)].filter(id => id !== nowhere && places.has(id));
};

const mostOnAny = ({demand, service, only}: Party, place: Place) =>
	(only === undefined || only === place.node.id) && firstFailing(demand, candidateAt(place, service.id)) === -1;
