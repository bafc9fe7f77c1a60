import type {Fix, Pending} from './why.ts';
import {swarmWords} from './words.ts';

/** What waits in a service, as one: of a global service every node has a task of its own that waits. */
export type Together = Pick<
	Pending,
	'tasks' | 'since' | 'isUnallocated' | 'forgotten' | 'demand' | 'rows' | 'data' | 'fixes'
> & {
	/** What the engine wrote, each text once. */
	readonly texts: readonly string[];
};

const mostFixes = 8;

const distinct = (fixes: readonly Fix[]) => [...new Map(fixes.map(fix => [fix.title, fix])).values()];

/** All that a service waits for; undefined where nothing waits. */
export const togetherOf = (pending: readonly Pending[]): Together | undefined => {
	const [first] = pending;
	return (
		first && {
			tasks: pending.flatMap(({tasks}) => tasks),
			since: Math.min(...pending.map(({since}) => since)),
			texts: [...new Set(pending.map(swarmWords))],
			isUnallocated: pending.every(({isUnallocated}) => isUnallocated),
			forgotten: pending.reduce((sum, {forgotten}) => sum + forgotten, 0),
			demand: first.demand,
			rows: pending.flatMap(({rows}) => rows).toSorted((a, b) => a.checks.length - b.checks.length),
			data: first.data,
			fixes: distinct(pending.flatMap(({fixes}) => fixes)).slice(0, mostFixes),
		}
	);
};
