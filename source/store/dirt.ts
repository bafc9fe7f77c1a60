import type {Instant} from '../swarm/values.ts';

/** What is known to be out of date. Bursts are waited for: until all is quiet for 150 ms, but at most for a second. */
export type Dirt<Id> = {
	readonly mark: (ids: Iterable<Id>, now: Instant) => void;
	/** When it is time to ask; never while nothing is marked. */
	readonly dueAt: () => Instant;
	/** Hands over what is marked, at most so many. */
	readonly take: (limit?: number) => readonly Id[];
	readonly size: () => number;
	readonly has: (id: Id) => boolean;
};

export const createDirt = <Id>(quiet = 150, patience = 1000): Dirt<Id> => {
	const marked = new Set<Id>();
	let first: Instant = 0;
	let last: Instant = 0;
	return {
		mark: (ids, now) => {
			for (const id of ids) {
				first = marked.size === 0 ? now : first;
				last = now;
				marked.add(id);
			}
		},
		dueAt: () => (marked.size === 0 ? Number.POSITIVE_INFINITY : Math.min(last + quiet, first + patience)),
		take: (limit = Number.POSITIVE_INFINITY) => {
			const taken = [...marked.values().take(limit)];
			for (const id of taken) {
				marked.delete(id);
			}
			return taken;
		},
		size: () => marked.size,
		has: id => marked.has(id),
	};
};
