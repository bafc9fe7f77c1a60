import type {NodeOperation} from '../operation.ts';
import {nodeName, nodeNow} from '../targets.ts';
import {agree, count, listed} from '../words.ts';
import {changeAvailability} from './change-availability.ts';
import {carriedBy} from './tasks-on-nodes.ts';

export const pauseNode: NodeOperation<null> = {
	...changeAvailability('pause'),
	id: 'pauseNode',
	title: 'Pause node',
	verb: 'pause',
	doing: 'Pausing',
	done: 'paused',
	blockedBy: (target, snapshot) => (nodeNow(target, snapshot).availability === 'pause' ? 'already paused' : undefined),
	plan(targets, _input, snapshot) {
		const nodes = targets.map(target => nodeNow(target, snapshot));
		const names = listed(nodes.map(node => nodeName(node, snapshot)));
		const {tasks, isWhole} = carriedBy(
			targets.map(({id}) => id),
			snapshot,
		);
		const drained = nodes.filter(({availability}) => availability === 'drain').map(node => nodeName(node, snapshot));

		return {
			effects: [
				`${names} ${agree(nodes.length, 'takes', 'take')} no new tasks; nothing stops.`,
				...(drained.length > 0
					? [`Nothing comes back to ${listed(drained)}: drained until now, and still no new tasks.`]
					: []),
			],
			forecast:
				tasks > 0
					? [`The ${isWhole ? '' : 'at least '}${count(tasks, 'task')} there now ${agree(tasks, 'goes', 'go')} on.`]
					: [],
			warnings: [],
			refusals: [],
		};
	},
};
