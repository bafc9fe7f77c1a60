import {takesTasks} from '../node.ts';
import type {Tightness} from './foresight.ts';
import type {Places} from './places.ts';

/** The node that takes tasks and has the least left, as a share of what it has. */
export const tightestOf = (places: Places): Tightness | undefined => {
	let tightest: Tightness | undefined;

	for (const {node, held} of places.values()) {
		for (const resource of takesTasks(node) ? (['memory', 'cpus'] as const) : []) {
			const [used, all] =
				resource === 'memory' ? [held.memoryBytes, node.capacity.memoryBytes] : [held.cpus, node.capacity.cpus];
			const share = all > 0 ? used / all : 0;

			if (tightest === undefined || share > tightest.share) {
				tightest = {node, resource, share};
			}
		}
	}

	return tightest;
};
