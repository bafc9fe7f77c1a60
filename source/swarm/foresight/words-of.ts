import type {NodeId} from '../ids.ts';
import type {Candidate} from '../placement/candidate.ts';
import type {Demand} from '../placement/demand.ts';
import {explain, failingFilters, noSuitableNode} from '../placement/explain.ts';
import type {FilterName} from '../placement/filters.ts';
import type {Group} from './bounds.ts';
import type {NodeReason, Waiting} from './foresight.ts';
import {candidateAt, type Places} from './places.ts';

type Asking = Pick<Group, 'service' | 'demand' | 'only'>;

const placesFor = ({only}: Pick<Group, 'only'>, places: Places) =>
	[...places.values()].filter(({node}) => only === undefined || node.id === only);

const candidatesFor = (group: Pick<Group, 'service' | 'only'>, places: Places) =>
	placesFor(group, places).map(place => candidateAt(place, group.service.id));

/** What the engine writes into a task of the group that finds no node; undefined where one would fit. */
export const textFor = (group: Asking, places: Places): string | undefined => {
	const candidates = candidatesFor(group, places);
	const explanation = explain(group.demand, candidates);

	if (explanation === '' && candidates.length > 0) {
		return undefined;
	}

	// Of a global service's task, which has its node already, it writes the explanation alone.
	return group.only === undefined ? noSuitableNode(explanation) : explanation;
};

/** Filters that a node may come to fail as it fills up. */
const filling: readonly FilterName[] = ['resource', 'host-port', 'max-replicas'];

/**
Whether a node that ends up somewhere between two loads, and takes none of the group then, fails the same filter first
whatever its load is.
*/
const isSettled = (demand: Demand, low: Candidate, high: Candidate): boolean => {
	const [atLow, atHigh] = [failingFilters(demand, low), failingFilters(demand, high)];
	return atLow.length > 0 ? atLow[0] === atHigh[0] : atHigh.filter(name => filling.includes(name)).length === 1;
};

/** What places hold at least, at most, and likely. */
type Extremes = {readonly low: Places; readonly high: Places; readonly likely: Places};

/** The text where a group is left without a node, and how sure it is: places may hold anything between the two. */
export const textBetween = (group: Asking, {low, high, likely}: Extremes): Pick<Waiting, 'text' | 'isTextSure'> => {
	const [least, most] = [candidatesFor(group, low), candidatesFor(group, high)];
	const isTextSure = most.every((candidate, at) => isSettled(group.demand, least[at] ?? candidate, candidate));
	return {text: (isTextSure ? undefined : textFor(group, likely)) ?? textFor(group, high), isTextSure};
};

export const reasonsFor = (group: Asking, places: Places): readonly NodeReason[] =>
	placesFor(group, places).map(place => ({
		place,
		demand: group.demand,
		rules: failingFilters(group.demand, candidateAt(place, group.service.id)),
	}));

/** The distinct nodes, those chosen most often first. */
export const distinct = (chosen: readonly NodeId[]): readonly NodeId[] =>
	[...Map.groupBy(chosen, id => id)].sort(([, a], [, b]) => b.length - a.length).map(([id]) => id);
