import {expect, test} from 'vitest';
import type {Convergence} from '../../../source/swarm/convergence.ts';
import {nodeRow} from '../../../source/ui/rows/node-rows.ts';
import {toneOf} from '../../../source/ui/rows/verdict-words.ts';
import {node} from '../../helpers/builders.ts';

test('what runs on a node, and what that reserves, is unknown until the tasks are', () => {
	const shown = (hasAllTasks: boolean) => {
		const {tasks, cpu, memory} = nodeRow(node('wrk1'), undefined, hasAllTasks, undefined);
		return [tasks, cpu, memory];
	};
	expect(shown(false)).toEqual(['?', '?', '?']);
	expect(shown(true)).toEqual(['0', '0%', '0%']);
});

/** As Needs you tells them: `service-problem.ts`. */
test.each([
	[{kind: 'paused', direction: 'update', since: 0}, 'act'],
	[{kind: 'failing', exitCode: 1}, 'act'],
	[{kind: 'pending', since: 0, reason: undefined}, 'look'],
	[{kind: 'job-failing', exitCode: 1}, 'look'],
] as const)('%o has one tone wherever it is told of', (state, tone) => {
	expect(toneOf({alive: 1, wanted: 2, updated: 1, lost: 0, state: state as unknown as Convergence})).toBe(tone);
});
