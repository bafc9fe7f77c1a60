import type {LogLine} from '../engine/engine.ts';

/**
After a log was cut, the engine is asked for at most so many lines of each task. A task of which that many came, and none
of them known, may have written more: what lies between is not told by anyone.
*/
export const createGapWatch = (tail: number) => {
	const came = new Map<string, number>();
	const overlaps = new Set<string>();
	return {
		/** Lines as they came, and those of them that are new; answers whether a gap shows. */
		hasGap: (batch: readonly LogLine[], fresh: readonly LogLine[]): boolean => {
			const isFresh = new Set(fresh);
			let hasGap = false;
			for (const line of batch) {
				const task = line.taskId ?? '';
				if (line.stream === 'engine' || overlaps.has(task)) {
					continue;
				}
				const count = (came.get(task) ?? 0) + 1;
				came.set(task, count);
				if (!isFresh.has(line)) {
					overlaps.add(task);
				} else if (count === tail) {
					hasGap = true;
				}
			}
			return hasGap;
		},
	};
};
