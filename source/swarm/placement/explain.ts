import type {Candidate} from './candidate.ts';
import type {Demand} from './demand.ts';
import {type Filter, type FilterName, filters} from './filters.ts';

/** Everything that keeps a task off a node, in the scheduler's order; the scheduler itself stops at the first. */
export const failingFilters = (demand: Demand, candidate: Candidate): readonly FilterName[] =>
	filters.filter(filter => !filter.passes(demand, candidate)).map(({name}) => name);

const firstFailing = (demand: Demand, candidate: Candidate) =>
	filters.find(filter => !filter.passes(demand, candidate));

export const isFit = (demand: Demand, candidate: Candidate) => firstFailing(demand, candidate) === undefined;

/**
Why no node takes the task, in the scheduler's words: each node is charged to the first filter it fails, most nodes
first (manager/scheduler/pipeline.go). Empty when there is no node at all, or one fits.
*/
export const explain = (demand: Demand, candidates: readonly Candidate[]): string => {
	const counts = new Map<Filter, number>(filters.map(filter => [filter, 0]));

	for (const candidate of candidates) {
		const filter = firstFailing(demand, candidate);

		if (filter === undefined) {
			return '';
		}

		counts.set(filter, (counts.get(filter) ?? 0) + 1);
	}

	return [...counts]
		.filter(([, count]) => count > 0)
		.sort(([, one], [, other]) => other - one)
		.map(([filter, count]) => filter.explain(count))
		.join('; ');
};

/** The error of a pending task that the scheduler found no node for. */
export const noSuitableNode = (explanation: string) =>
	explanation === '' ? 'no suitable node' : `no suitable node (${explanation})`;
