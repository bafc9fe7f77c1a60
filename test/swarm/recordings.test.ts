import {describe, expect, test} from 'vitest';
import type {Convergence} from '../../source/swarm/convergence.ts';
import {isUpToDate} from '../../source/swarm/up-to-date.ts';
import {progressOf, verdictOf} from '../../source/swarm/verdict.ts';
import {snapshotOf} from '../helpers/builders.ts';
import {type Frame, framesOf} from '../helpers/recordings.ts';

const judge = (frame: Frame, later = 0) => {
	const at = frame.at + later;
	const snapshot = snapshotOf({nodes: frame.nodes, services: [frame.service], tasks: frame.tasks, at});
	return verdictOf(frame.service, frame.tasks, snapshot, at);
};

/** The kinds of verdict in the order they came, and what it is a while after the last frame. */
const story = (name: string, later = 10_000): readonly Convergence['kind'][] => {
	const frames = framesOf(name);
	const last = frames.at(-1) as Frame;
	const kinds = [...frames.map(frame => judge(frame).state.kind), judge(last, later).state.kind];
	return kinds.filter((kind, index) => kind !== kinds[index - 1]);
};

test.each<[string, readonly Convergence['kind'][]]>([
	['rolling-update-ok', ['converged', 'rolling', 'verifying', 'converged']],
	['rolling-update-ok.registry-unreachable', ['converged', 'rolling', 'verifying', 'converged']],
	['rolling-update-start-first', ['converged', 'rolling', 'verifying', 'converged']],
	['force-update', ['converged', 'rolling', 'verifying', 'converged']],
	['manual-rollback', ['converged', 'rolling', 'verifying', 'converged']],
	['scale-during-update', ['converged', 'rolling', 'verifying', 'converged']],
	['paused-then-rollback-previous', ['converged', 'rolling', 'paused', 'rolling', 'verifying', 'converged']],
	['update-failing-paused', ['converged', 'rolling', 'paused']],
	// The engine calls the rollback complete with two of four running.
	['update-failing-rollback', ['converged', 'rolling', 'progressing', 'verifying', 'converged']],
	['update-failing-continue', ['converged', 'rolling', 'failing']],
	['update-unschedulable-stuck', ['converged', 'rolling']],
	// A write of the same spec loses the update's status; the engine goes on rolling without a word.
	['noop-update-during-update-loses-updatestatus', ['converged', 'rolling', 'progressing', 'verifying', 'converged']],
	[
		'paused-then-resume-noop-then-rollback',
		['converged', 'rolling', 'paused', 'rolling', 'failing', 'rolling', 'paused'],
	],
	// Six, one, and a rollback of the scale, which is complete after 4 ms with one of six running.
	[
		'scale-up-down',
		['converged', 'progressing', 'converged', 'progressing', 'converged', 'progressing', 'verifying', 'converged'],
	],
	['node-down-worker-killed', ['converged', 'lost', 'converged']],
	['node-drain-activate-replicated', ['converged', 'progressing', 'converged', 'rolling', 'verifying', 'converged']],
	['node-drain-activate-global', ['converged', 'progressing', 'converged', 'progressing', 'converged']],
	['replicated-job', ['job-running', 'job-done', 'job-running', 'job-done']],
	// The engine watches no new service: its first start looks well until it ends.
	['crash-loop-max-attempts', ['progressing', 'converged', 'progressing', 'verifying', 'failing', 'gave-up']],
])('%s is told as it was', (name, kinds) => {
	expect(story(name)).toEqual(kinds);
});

describe('alive', () => {
	const everything = [
		'rolling-update-ok',
		'rolling-update-start-first',
		'node-down-worker-killed',
		'node-drain-activate-global',
		'node-drain-activate-replicated',
		'scale-up-down',
		'update-failing-continue',
		'replicated-job',
	];

	test.each(everything)('is never more than wanted in %s', name => {
		for (const frame of framesOf(name)) {
			const {alive, wanted, updated} = judge(frame);
			expect(alive).toBeLessThanOrEqual(wanted);
			expect(updated).toBeLessThanOrEqual(wanted);
		}
	});

	test('is 10 of 10 after a node died, while the engine counts 12', () => {
		const last = framesOf('node-down-worker-killed').at(-1) as Frame;
		expect(last.runningTasks).toBe(12);
		expect(judge(last)).toMatchObject({alive: 10, wanted: 10, lost: 2});
	});

	test('is 4 of 4 in a start-first update, while the engine counts 7', () => {
		const busiest = framesOf('rolling-update-start-first').find(({runningTasks}) => runningTasks === 7) as Frame;
		expect(judge(busiest)).toMatchObject({alive: 4, wanted: 4});
	});

	test('is 4 of 4 right after a global node is drained, while the engine counts 5', () => {
		const drained = framesOf('node-drain-activate-global')[1] as Frame;
		expect(drained.runningTasks).toBe(5);
		expect(judge(drained)).toMatchObject({alive: 4, wanted: 4});
	});
});

test('a paused update tells the error and the exit code of what failed', () => {
	expect(judge(framesOf('update-failing-paused').at(-1) as Frame)).toMatchObject({
		wanted: 4,
		updated: 0,
		state: {kind: 'paused', direction: 'update', error: 'task: non-zero exit (3)', exitCode: 3},
	});
});

test('a rollout with nowhere to go is blocked, in the words of the scheduler', () => {
	expect(judge(framesOf('update-unschedulable-stuck').at(-1) as Frame).state).toMatchObject({
		kind: 'rolling',
		blocked: 'no suitable node (scheduling constraints not satisfied on 5 nodes)',
	});
});

test('after every finished recording, all running tasks are up to date', () => {
	for (const name of [
		'rolling-update-ok',
		'force-update',
		'manual-rollback',
		'scale-up-down',
		'node-drain-activate-global',
	]) {
		const {service, tasks, nodes} = framesOf(name).at(-1) as Frame;
		const byId = new Map(nodes.map(node => [node.id, node]));
		const running = tasks.filter(({desiredState}) => desiredState === 'running');
		expect(running.length).toBeGreaterThan(0);
		expect(running.every(task => isUpToDate(task, service, task.nodeId && byId.get(task.nodeId)))).toBe(true);
	}
});

test.each([
	'rolling-update-ok',
	'rolling-update-ok.registry-unreachable',
	'manual-rollback',
	'force-update',
	'rolling-update-start-first',
])('once a slot is through, the time left of %s is off by 2 s at most', name => {
	const frames = framesOf(name);
	const end = frames.find(
		({service}) =>
			service.updateStatus?.state.endsWith('completed') &&
			service.updateStatus.startedAt !== frames[0]?.service.updateStatus?.startedAt,
	);
	const guesses = frames.flatMap(frame => {
		const {service, tasks, nodes, at} = frame;
		const isRolling = service.updateStatus?.state === 'updating' || service.updateStatus?.state === 'rollback_started';
		const left = progressOf(service, tasks, snapshotOf({nodes, services: [service], tasks, at}), at)?.secondsLeft;
		return isRolling && left !== undefined && end ? [left - (end.at - at) / 1000] : [];
	});
	expect(guesses.length).toBeGreaterThan(2);
	expect(Math.max(...guesses.map(Math.abs))).toBeLessThan(2);
});
