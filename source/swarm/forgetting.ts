/** Drops what is kept of ids that are gone: a swarm that makes new services every day costs no more in a month. */
export const forgetGone = <Id>(kept: Map<Id, unknown>, present: ReadonlyMap<Id, unknown>) => {
	for (const id of kept.keys()) {
		present.has(id) || kept.delete(id);
	}
};

/** Drops what was kept first until no more than `limit` is left; answers the last key that had to go. */
export const forgetFirst = <Id>(kept: Map<Id, unknown>, limit: number): Id | undefined => {
	let last: Id | undefined;

	for (const id of kept.keys().take(Math.max(0, kept.size - limit))) {
		last = id;
		kept.delete(id);
	}

	return last;
};
