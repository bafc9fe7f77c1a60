import {firstFailing} from '../placement/explain.ts';
import type {Ground} from './ground.ts';
import {type Party, placeWith} from './party.ts';
import {candidateAt, type Place} from './places.ts';

/**
Where every party's tasks are, as counts: for each party a row of old ones by node, one of new ones that wait, by the
node of the task they replace, and one of new ones that were placed. The last two of a row are no nodes.
*/
export type State = Uint8Array;

const kinds = {old: 0, waiting: 1, fresh: 2} as const;

export const cell = ({width}: Pick<Ground, 'width'>, party: number, kind: keyof typeof kinds, node: number) =>
	(party * 3 + kinds[kind]) * width + node;

export const rowSum = (ground: Ground, state: State, party: number, kind: keyof typeof kinds) => {
	const start = cell(ground, party, kind, 0);
	let total = 0;

	for (let at = start; at < start + ground.width; at += 1) {
		total += state[at] ?? 0;
	}

	return total;
};

export const moved = (state: State, changes: readonly (readonly [at: number, by: number])[]): State => {
	const next = state.slice();

	for (const [at, by] of changes) {
		next[at] = (next[at] ?? 0) + by;
	}

	return next;
};

const columnOf = ({width}: Ground, state: State, node: number): string => {
	let column = '';

	for (let at = node; at < state.length; at += width) {
		column += `,${state[at]}`;
	}

	return column;
};

/** Nodes of a kind that hold the same are as good as each other: such states are one. */
export const keyOf = (ground: Ground, state: State): string => {
	const columns = ground.classes.map((kind, node) => `${kind}${columnOf(ground, state, node)}`);
	const nowhere = [ground.width - 2, ground.width - 1].map(at => columnOf(ground, state, at));
	return `${columns.sort().join(';')};${nowhere.join(';')}`;
};

/** By node, then by party: the filter that keeps one more of its tasks off; -1 where it fits. */
export type Charges = readonly (readonly number[])[];

const loadOf = (ground: Ground, state: State, node: number): string => {
	let load = `${ground.classes[node]}`;

	for (let party = 0; party < ground.parties.length; party += 1) {
		load += `,${state[cell(ground, party, 'old', node)]},${state[cell(ground, party, 'fresh', node)]}`;
	}

	return load;
};

const chargesOn = (ground: Ground, state: State, node: number): readonly number[] => {
	const full = ground.parties.reduce(
		(place, party, at) =>
			placeWith(party, place, state[cell(ground, at, 'old', node)] ?? 0, state[cell(ground, at, 'fresh', node)] ?? 0),
		ground.places[node] as Place,
	);
	return ground.parties.map(({demand, service}: Party) => firstFailing(demand, candidateAt(full, service.id)));
};

export const chargesIn = (ground: Ground, state: State): Charges =>
	ground.nodes.map((_, node) => {
		const load = loadOf(ground, state, node);
		const charges = ground.known.get(load) ?? chargesOn(ground, state, node);
		ground.known.set(load, charges);
		return charges;
	});
