import type {NodeId} from '../ids.ts';
import {explain, failingFilters, noSuitableNode} from '../placement/explain.ts';
import type {Group} from './bounds.ts';
import type {NodeReason} from './foresight.ts';
import {candidateAt, type Places} from './places.ts';

const candidatesFor = ({service, only}: Pick<Group, 'service' | 'only'>, places: Places) =>
	[...places.values()]
		.filter(({node}) => only === undefined || node.id === only)
		.map(place => candidateAt(place, service.id));

/** What the engine writes into a task of the group that finds no node; undefined where one would fit. */
export const textFor = (group: Pick<Group, 'service' | 'demand' | 'only'>, places: Places): string | undefined => {
	const candidates = candidatesFor(group, places);
	const explanation = explain(group.demand, candidates);

	if (explanation === '' && candidates.length > 0) {
		return undefined;
	}

	// Of a global service's task, which has its node already, it writes the explanation alone.
	return group.only === undefined ? noSuitableNode(explanation) : explanation;
};

export const reasonsFor = (group: Pick<Group, 'service' | 'demand' | 'only'>, places: Places): readonly NodeReason[] =>
	candidatesFor(group, places).map(candidate => ({
		node: candidate.node,
		rules: failingFilters(group.demand, candidate),
	}));

/** The distinct nodes, those chosen most often first. */
export const distinct = (chosen: readonly NodeId[]): readonly NodeId[] =>
	[...Map.groupBy(chosen, id => id)].sort(([, a], [, b]) => b.length - a.length).map(([id]) => id);
