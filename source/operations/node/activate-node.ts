import type {NodeOperation} from '../operation.ts';
import {nodeName, nodeNow} from '../targets.ts';
import {agree, listed} from '../words.ts';
import {changeAvailability} from './change-availability.ts';

export const activateNode: NodeOperation<null> = {
	...changeAvailability('active'),
	id: 'activateNode',
	title: 'Activate node',
	verb: 'activate',
	doing: 'Activating',
	done: 'activated',
	blockedBy: (target, snapshot) => (nodeNow(target, snapshot).availability === 'active' ? 'already active' : undefined),
	plan(targets, _input, snapshot) {
		const nodes = targets.map(target => nodeNow(target, snapshot));
		const drained = nodes.some(({availability}) => availability === 'drain');
		const dead = nodes.filter(({state}) => state === 'down').map(node => nodeName(node, snapshot));
		const names = listed(nodes.map(node => nodeName(node, snapshot)));

		return {
			effects: [
				`${names} ${agree(nodes.length, 'takes', 'take')} new tasks again.`,
				...(drained
					? [
							'Tasks that moved away do not come back by themselves: restarting a service places its tasks anew.',
							'Global services start a task there where their constraints allow it.',
						]
					: []),
				...(dead.length > 0 ? [`Nothing starts on ${listed(dead)} before it is back: down now.`] : []),
			],
			warnings: [],
			refusals: [],
		};
	},
};
