import type {NodeId} from '../ids.ts';
import {failingFilters, firstFailing} from '../placement/explain.ts';
import {filters} from '../placement/filters.ts';
import {alone, nowhere, type Party} from './party.ts';
import {candidateAt, type Place, type Places} from './places.ts';
import {sum} from './sum.ts';

/** What a hunt goes through, made ready for that. */
export type Ground = {
	readonly parties: readonly Party[];
	readonly nodes: readonly NodeId[];
	readonly places: readonly Place[];
	/** Of a row in a state: all nodes, then `alone` and `nowhere`. */
	readonly width: number;
	readonly start: Uint8Array;
	/** Nodes with the same number are as good as each other. */
	readonly classes: readonly number[];
	/** Charges by what a node of a class holds: asked again and again. */
	readonly known: Map<string, readonly number[]>;
	/** By party: how many of the other nodes are charged to which filter, whatever comes. */
	readonly elsewhere: readonly (readonly number[])[];
};

const startOf = (parties: readonly Party[], nodes: readonly NodeId[]): Uint8Array => {
	const rows = [...nodes, alone, nowhere];
	return Uint8Array.from(
		parties.flatMap(({roll, count, only}) => {
			const held = rows.map(id => roll?.held.get(id) ?? 0);
			const free = count - sum(held);
			return [
				...rows.map(id => roll?.old.get(id) ?? 0),
				...held.map((amount, at) => (rows[at] === (only ?? nowhere) ? amount + free : amount)),
				...rows.map(() => 0),
			];
		}),
	);
};

const likeness = (parties: readonly Party[], place: Place): string => {
	const {node, held, byService} = place;
	const own = parties.map(({service, demand}) => [
		byService.get(service.id) ?? 0,
		failingFilters(demand, candidateAt(place, service.id)),
	]);
	return JSON.stringify([node.capacity, node.generic, held, [...held.hostPorts].sort(), own]);
};

const classesOf = (parties: readonly Party[], places: readonly Place[]): readonly number[] => {
	// What becomes of each node is told of those: none is taken for another.
	if (parties.some(({roll}) => roll?.isByNode)) {
		return places.map((_, at) => at);
	}

	const kinds = new Map<string, number>();
	return places.map(place => {
		const kind = likeness(parties, place);
		const known = kinds.get(kind) ?? kinds.size;
		kinds.set(kind, known);
		return known;
	});
};

const chargedElsewhere = ({service, demand, only}: Party, places: Places, nodes: ReadonlySet<NodeId>) => {
	const charges = filters.map(() => 0);

	for (const place of places.values()) {
		if (!nodes.has(place.node.id) && (only === undefined || only === place.node.id)) {
			const at = firstFailing(demand, candidateAt(place, service.id));
			charges[at] = (charges[at] ?? 0) + 1;
		}
	}

	return charges;
};

export const groundOf = (parties: readonly Party[], all: Places, nodes: readonly NodeId[]): Ground => {
	const places = nodes.flatMap(id => all.get(id) ?? []);
	return {
		parties,
		nodes,
		places,
		width: nodes.length + 2,
		start: startOf(parties, nodes),
		classes: classesOf(parties, places),
		known: new Map(),
		elsewhere: parties.map(party => chargedElsewhere(party, all, new Set(nodes))),
	};
};
