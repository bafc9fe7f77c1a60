import {expect, test} from 'vitest';
import {type TaskId, taskId} from '../../source/swarm/ids.ts';
import {type Rollout, rolloutOf} from '../../source/swarm/rollout.ts';
import type {Task} from '../../source/swarm/task.ts';
import {failureToShow} from '../../source/ui/cockpit/failure.ts';
import {ago, node, now, service, snapshotOf, task, updateStatus} from '../helpers/builders.ts';

const nodes = [node('worker-1')];
const paused = service('web', {
	image: 'web:2',
	updateStatus: updateStatus('paused', {message: 'update paused due to failure or early termination of task first'}),
});
const made = (id: string, slot: number, seconds: number, changes: Partial<Task> = {}) =>
	task(id, {
		id: taskId(id),
		slot,
		nodeId: nodes[0]?.id,
		template: paused.template,
		createdAt: ago(seconds + 1),
		stateAt: ago(seconds),
		updatedAt: ago(seconds),
		...changes,
	});
const failed = (id: string, slot: number, seconds: number, error = 'task: non-zero exit (3)') =>
	made(id, slot, seconds, {state: 'failed', desiredState: 'shutdown', exitCode: 3, error});

const shown = (tasks: readonly Task[], before?: TaskId) => {
	const rollout = rolloutOf(paused, tasks, snapshotOf({nodes, services: [paused], tasks}), now) as Rollout;
	return failureToShow(rollout, paused, before)?.id;
};

const first = failed('first', 1, 9);
const other = failed('other', 2, 4);
const [starting, running] = [made('again', 1, 1, {state: 'starting'}), made('again', 1, 1)];

test('the failure that the engine named is explained first', () => {
	expect(shown([first, other])).toBe('first');
});

test('and stays, while its slot starts, and runs for a moment, between two failures', () => {
	expect(shown([first, starting, other], taskId('first'))).toBe('first');
	expect(shown([first, running, other], taskId('first'))).toBe('first');
	expect(shown([first, failed('again', 1, 1), other], taskId('first'))).toBe('first');
});

test('until its slot is well, or fails in another way', () => {
	const well = made('again', 1, 30, {createdAt: ago(31)});
	expect(shown([failed('first', 1, 40), well, other], taskId('first'))).toBe('other');
	expect(shown([first, failed('again', 1, 1, 'task: non-zero exit (137)'), other], taskId('first'))).toBe('again');
});
