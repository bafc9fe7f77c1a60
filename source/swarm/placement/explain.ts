import type {Candidate} from './candidate.ts';
import type {Demand} from './demand.ts';
import {type FilterName, filters} from './filters.ts';

/** Everything that keeps a task off a node, in the scheduler's order; the scheduler itself stops at the first. */
export const failingFilters = (demand: Demand, candidate: Candidate): readonly FilterName[] =>
	filters.filter(filter => !filter.passes(demand, candidate)).map(({name}) => name);

/** The filter that the node is charged to, as its place in `filters`; -1 when it takes the task. */
export const firstFailing = (demand: Demand, candidate: Candidate): number =>
	filters.findIndex(filter => !filter.passes(demand, candidate));

export const isFit = (demand: Demand, candidate: Candidate) => firstFailing(demand, candidate) === -1;

/** How many nodes are charged to each filter, in the scheduler's words: most nodes first (manager/scheduler/pipeline.go). */
export const chargesInWords = (charges: readonly number[]): string =>
	filters
		.map((filter, at) => ({filter, count: charges[at] ?? 0}))
		.filter(({count}) => count > 0)
		.sort((one, other) => other.count - one.count)
		.map(({filter, count}) => filter.explain(count))
		.join('; ');

/**
Why no node takes the task, in the scheduler's words: each node is charged to the first filter it fails. Empty when
there is no node at all, or one fits.
*/
export const explain = (demand: Demand, candidates: readonly Candidate[]): string => {
	const charges = filters.map(() => 0);

	for (const candidate of candidates) {
		const at = firstFailing(demand, candidate);

		if (at === -1) {
			return '';
		}

		charges[at] = (charges[at] ?? 0) + 1;
	}

	return chargesInWords(charges);
};

/** The error of a pending task that the scheduler found no node for. */
export const noSuitableNode = (explanation: string) =>
	explanation === '' ? 'no suitable node' : `no suitable node (${explanation})`;
