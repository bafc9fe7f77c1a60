import {describe, expect, test} from 'vitest';
import {taskId} from '../../source/swarm/ids.ts';
import type {Node} from '../../source/swarm/node.ts';
import type {Service} from '../../source/swarm/service.ts';
import {surveyOf} from '../../source/swarm/survey.ts';
import type {Task} from '../../source/swarm/task.ts';
import {progressOf, verdictOf} from '../../source/swarm/verdict.ts';
import {
	ago,
	node,
	now,
	policy,
	replicated,
	runningTasks,
	type SnapshotParts,
	service,
	snapshotOf,
	task,
	templateOf,
	updateStatus,
} from '../helpers/builders.ts';

const nodes = [node('worker-1'), node('worker-2'), node('worker-3')];
const verdict = (of: Service, tasks: readonly Task[] | undefined, parts: SnapshotParts = {}) =>
	verdictOf(of, tasks, snapshotOf({nodes, ...parts}), now);
const web = service('web');
const [one, two, three] = runningTasks(web, nodes) as [Task, Task, Task];
const waiting = {
	state: 'pending',
	nodeId: undefined,
	error: 'no suitable node (insufficient resources on 3 nodes)',
} as const;

test('all slots running with the current spec: converged', () => {
	expect(verdict(web, [one, two, three])).toEqual({
		alive: 3,
		wanted: 3,
		updated: 3,
		lost: 0,
		state: {kind: 'converged'},
	});
});

test('unknown tasks or nodes are unknown, never zero', () => {
	expect(verdict(web, undefined).state.kind).toBe('unknown');
	expect(verdictOf(web, [one], {...snapshotOf({}), nodes: undefined}, now).state.kind).toBe('unknown');
});

test('a new service is on its way until all run', () => {
	const starting = {...three, state: 'starting'} as const;
	expect(verdict(web, [one, two, starting])).toMatchObject({alive: 2, state: {kind: 'progressing'}});
	expect(verdict(web, [])).toMatchObject({alive: 0, wanted: 3, state: {kind: 'progressing'}});
});

test('scaled to zero, once nothing is left', () => {
	const zero = service('web', {mode: replicated(0)});
	expect(verdict(zero, []).state.kind).toBe('scaled-to-zero');
	expect(verdict(zero, [{...one, desiredState: 'remove'}]).state.kind).toBe('progressing');
});

test('what failed in a slot that was scaled away later is the past; where one is missing, it is not', () => {
	const ended = (slot: number, seconds: number) =>
		task(`ended-${slot}`, {
			...one,
			slot,
			state: 'failed',
			desiredState: 'shutdown',
			createdAt: ago(seconds + 60),
			stateAt: ago(seconds),
			exitCode: 255,
		});
	const past = [ended(4, 700), ended(5, 600)];
	expect(verdict(web, [one, two, three, ...past])).toMatchObject({alive: 3, wanted: 3, state: {kind: 'converged'}});
	expect(verdict(web, [one, two, ended(3, 100), ...past])).toMatchObject({alive: 2, state: {kind: 'gave-up'}});
	const {slots} = surveyOf(web, [one, two, ended(3, 100), ...past], new Map(nodes.map(each => [each.id, each])));
	expect(slots.map(({number}) => number)).toEqual([1, 2, 3]);
});

test('the engine counts tasks on dead nodes and those still stopping; the verdict does not', () => {
	const lost = {...one, nodeId: node('gone').id, desiredState: 'shutdown'} as const;
	const replacement = {...one, id: two.id, createdAt: ago(5)};
	const down = [...nodes, node('gone', {state: 'down'})];
	expect(verdict(web, [lost, replacement, two, three], {nodes: down})).toMatchObject({
		alive: 3,
		lost: 1,
		state: {kind: 'converged'},
	});
	expect(verdict(web, [lost, two, three], {nodes: down})).toMatchObject({alive: 2, state: {kind: 'lost', tasks: 1}});
});

test('not converged while an unwanted task still stops', () => {
	const old = task('old', {slot: 1, desiredState: 'shutdown', template: templateOf('shop/web:0')});
	expect(verdict(web, [old, one, two, three])).toMatchObject({
		alive: 3,
		state: {kind: 'progressing', isStopping: true},
	});
});

test('pending since its creation, in the words of the scheduler', () => {
	const stuck = {...three, ...waiting, createdAt: ago(600), stateAt: ago(1)};
	expect(verdict(web, [one, two, stuck]).state).toEqual({kind: 'pending', since: ago(600), reason: waiting.error});
});

test('a task nobody says anything about is pending after a while: its network may not be allocated', () => {
	const silent = (age: number) => ({...three, state: 'new', nodeId: undefined, createdAt: ago(age)}) as const;
	expect(verdict(web, [one, two, silent(60)]).state).toMatchObject({kind: 'pending', reason: undefined});
	expect(verdict(web, [one, two, silent(2)]).state.kind).toBe('progressing');
});

test('after an unknown-period of a leader change nothing is lost, later it is', () => {
	const unknown = nodes.map((item): Node => ({...item, state: 'unknown'}));
	const at = (seconds: number) => verdict(web, [one, two, three], {nodes: unknown, leaderChangedAt: ago(seconds)});
	expect(at(5)).toMatchObject({alive: 3, lost: 0, state: {kind: 'converged'}});
	expect(at(20)).toMatchObject({alive: 0, lost: 3, state: {kind: 'lost'}});
});

describe('a crash loop', () => {
	const failed = (seconds: number) =>
		task(`f${seconds}`, {
			slot: 1,
			state: 'failed',
			desiredState: 'shutdown',
			stateAt: ago(seconds),
			createdAt: ago(seconds + 1),
			error: 'task: non-zero exit (3)',
			exitCode: 3,
		});
	const again = {...one, createdAt: ago(2), stateAt: ago(1), updatedAt: ago(1)};

	test('is failing, even in the moments when everything runs', () => {
		expect(verdict(web, [failed(20), failed(10), again, two, three])).toMatchObject({
			alive: 3,
			state: {kind: 'failing', since: ago(20), failures: 2, exitCode: 3},
		});
	});

	test('after one failure the replacement is watched', () => {
		expect(verdict(web, [failed(10), again, two, three]).state).toEqual({kind: 'verifying', until: ago(-4)});
		const calm = {...again, stateAt: ago(6), updatedAt: ago(6), createdAt: ago(7)};
		expect(verdict(web, [failed(10), calm, two, three]).state.kind).toBe('converged');
	});

	test('gave up when the policy allows no more', () => {
		expect(verdict(web, [failed(20), failed(10), two, three])).toMatchObject({
			alive: 2,
			state: {kind: 'gave-up', exitCode: 3, since: ago(10)},
		});
	});
});

describe('an update', () => {
	const rolling = service('web', {
		image: 'web:2',
		updateStatus: updateStatus('updating'),
		update: policy({delay: 2, monitor: 5}),
	});
	const old = {template: templateOf('web:1'), image: 'web:1'};
	const fresh = (slot: number, seconds: number, changes: Partial<Task> = {}) =>
		task(`n${slot}`, {
			slot,
			template: rolling.template,
			createdAt: ago(seconds + 4),
			stateAt: ago(seconds),
			...changes,
		});

	test('rolls while a slot is old', () => {
		const tasks = [fresh(1, 1), {...two, ...old}, {...three, ...old}];
		expect(verdict(rolling, tasks)).toMatchObject({
			alive: 3,
			updated: 1,
			state: {kind: 'rolling', direction: 'update', blocked: undefined},
		});
	});

	test('that can be scheduled nowhere is blocked', () => {
		expect(verdict(rolling, [fresh(1, 1, waiting), {...two, ...old}, {...three, ...old}]).state).toMatchObject({
			kind: 'rolling',
			blocked: waiting.error,
		});
	});

	test('with all slots replaced is watched until the engine says it is complete', () => {
		const tasks = [fresh(1, 9), fresh(2, 6), fresh(3, 1)];
		expect(verdict(rolling, tasks).state).toEqual({kind: 'verifying', until: ago(1) + 7000});
		const done = {...rolling, updateStatus: updateStatus('completed', {completedAt: ago(0)})};
		expect(verdict(done, [fresh(1, 30), fresh(2, 20), fresh(3, 10)]).state.kind).toBe('converged');
	});

	test('called complete is not converged while a slot starts or is inside the monitor time', () => {
		const done = {...rolling, updateStatus: updateStatus('rollback_completed', {completedAt: ago(8)})};
		const starting = fresh(3, 1, {state: 'starting'});
		expect(verdict(done, [fresh(1, 30), fresh(2, 20), starting]).state.kind).toBe('progressing');
		expect(verdict(done, [fresh(1, 30), fresh(2, 20), fresh(3, 2)]).state).toMatchObject({
			kind: 'verifying',
			until: ago(-3),
		});
	});

	test('a replacement long after the update needs no watch', () => {
		const done = {...rolling, updateStatus: updateStatus('completed', {startedAt: ago(900), completedAt: ago(800)})};
		expect(verdict(done, [fresh(1, 850), fresh(2, 840), fresh(3, 2)]).state.kind).toBe('converged');
	});

	test('whose status was wiped still rolls, and after a long silence is stuck', () => {
		const wiped = {...rolling, updateStatus: undefined, updatedAt: ago(9)};
		const tasks = [fresh(1, 1), {...two, ...old}, {...three, ...old}];
		expect(verdict(wiped, tasks).state).toMatchObject({kind: 'rolling', since: undefined, blocked: undefined});
		const silent = tasks.map(item => ({...item, stateAt: ago(900), updatedAt: ago(900)}));
		expect(verdict({...wiped, updatedAt: ago(900)}, silent).state).toMatchObject({
			kind: 'rolling',
			blocked: expect.stringContaining('no longer reports'),
		});
	});

	test('whose status was wiped is watched at its end like any other', () => {
		const wiped = {...rolling, updateStatus: undefined, updatedAt: ago(9)};
		const stopped = {...old, state: 'shutdown', desiredState: 'shutdown', createdAt: ago(900)} as const;
		const before = [two, three].map(item => ({...item, ...stopped, id: taskId(`old-${item.slot}`)}));
		const tasks = [...before, one, fresh(2, 9), fresh(3, 2)].map(item => (item === one ? fresh(1, 30) : item));
		expect(verdict(wiped, tasks).state).toEqual({kind: 'verifying', until: ago(2) + 5000});
		expect(verdict(wiped, [fresh(1, 30), fresh(2, 9), fresh(3, 2)]).state.kind).toBe('converged');
	});

	describe('that made a task on a node which died before it ran', () => {
		const gone = node('gone', {state: 'down'});
		const swarm = [...nodes, gone];
		const hung = fresh(1, 20, {nodeId: gone.id, state: 'starting', desiredState: 'shutdown'});
		const instead = fresh(1, 3, {id: taskId('instead')});
		const rest = [
			{...two, ...old},
			{...three, ...old},
		];
		const stateOf = (of: Service, tasks: readonly Task[]) =>
			verdictOf(of, tasks, snapshotOf({nodes: swarm}), now).state;
		const waits = {kind: 'rolling', blocked: 'it waits for its task on gone, which is down', waitsFor: 'gone'};

		test('waits for that node, whatever took its place', () => {
			expect(stateOf(rolling, [hung, instead, ...rest])).toMatchObject(waits);
			expect(stateOf(rolling, [hung, instead, fresh(2, 9), fresh(3, 9)])).toMatchObject(waits);
			expect(progressOf(rolling, [hung, instead, ...rest], snapshotOf({nodes: swarm}), now)).toMatchObject({
				updated: 1,
				secondsLeft: undefined,
			});
		});

		test('gets on while it has other workers', () => {
			const two = {...rolling, update: policy({parallelism: 2})};
			expect(stateOf(two, [hung, instead, ...rest])).toMatchObject({blocked: undefined, waitsFor: undefined});
		});

		test('waits for no node once the engine calls it paused or complete', () => {
			const over = {...rolling, updateStatus: updateStatus('completed', {completedAt: ago(0)})};
			expect(stateOf(over, [hung, instead, fresh(2, 9), fresh(3, 9)]).kind).toBe('verifying');
		});
	});

	test('paused is paused, whatever runs, since the engine wrote it', () => {
		const paused = {...rolling, updateStatus: updateStatus('paused', {message: 'update paused'}), updatedAt: ago(40)};
		const failed = fresh(1, 41, {
			state: 'failed',
			desiredState: 'shutdown',
			exitCode: 3,
			error: 'task: non-zero exit (3)',
		});
		expect(verdict(paused, [failed, fresh(1, 3), {...two, ...old}, {...three, ...old}]).state).toMatchObject({
			kind: 'paused',
			since: ago(40),
			message: 'update paused',
			exitCode: 3,
		});
	});

	test('back to a spec that failed earlier does not inherit those failures', () => {
		const back = {...rolling, updateStatus: updateStatus('rollback_started', {startedAt: ago(60)})};
		const failed = (seconds: number) =>
			fresh(1, seconds, {state: 'failed', desiredState: 'shutdown', error: 'task: non-zero exit (3)'});
		const rest = [
			{...two, ...old},
			{...three, ...old},
		];
		expect(verdict(back, [failed(300), fresh(1, 1), ...rest]).state).toMatchObject({
			direction: 'rollback',
			error: undefined,
		});
		expect(verdict(back, [failed(30), fresh(1, 1), ...rest]).state).toMatchObject({error: 'task: non-zero exit (3)'});
	});

	test('has no time left to tell until a slot is through, when blocked, or when paused', () => {
		const left = (of: Service, tasks: readonly Task[]) => progressOf(of, tasks, snapshotOf({nodes}), now)?.secondsLeft;
		const rest = [
			{...two, ...old},
			{...three, ...old},
		];
		expect(left(rolling, [{...one, ...old}, ...rest])).toBeUndefined();
		// One slot took 4 s, 1 s ago: 1 s of its delay is left, then two rounds of 4 + 2, then the monitor time of 5.
		expect(left(rolling, [fresh(1, 1), ...rest])).toBe(18);
		expect(left({...rolling, update: policy({parallelism: 0, delay: 2})}, [fresh(1, 1), ...rest])).toBe(12);
		expect(left(rolling, [fresh(1, 1), fresh(2, 1, waiting), ...rest.slice(1)])).toBeUndefined();
		expect(left({...rolling, updateStatus: updateStatus('paused')}, [fresh(1, 1), ...rest])).toBeUndefined();
	});
});

describe('a global service', () => {
	const agent = service('web', {mode: {kind: 'global'}, constraints: ['node.labels.gpu != yes']});
	const onAll = runningTasks(agent, nodes);

	test('wants a task on each eligible node: not on drained, dead, or unfit ones', () => {
		const unfit = [
			node('drained', {availability: 'drain'}),
			node('dead', {state: 'down'}),
			node('gpu', {labels: {gpu: 'yes'}}),
			node('paused', {availability: 'pause'}),
		];
		expect(verdict(agent, onAll, {nodes: [...nodes, ...unfit]})).toMatchObject({
			alive: 3,
			wanted: 3,
			state: {kind: 'converged'},
		});
	});

	test('keeps its task on a paused node', () => {
		const paused = nodes.map((item, index): Node => (index === 0 ? {...item, availability: 'pause'} : item));
		expect(verdict(agent, onAll, {nodes: paused})).toMatchObject({alive: 3, wanted: 3});
		expect(verdict(agent, onAll.slice(1), {nodes: paused})).toMatchObject({alive: 2, wanted: 2});
	});

	test('is on its way when a node joins, and what failed on a drained node is forgotten', () => {
		expect(verdict(agent, onAll, {nodes: [...nodes, node('new')]})).toMatchObject({
			alive: 3,
			wanted: 4,
			state: {kind: 'progressing'},
		});
		const drained = nodes.map((item, index): Node => (index === 0 ? {...item, availability: 'drain'} : item));
		const gone = onAll.map(
			(item, index): Task => (index === 0 ? {...item, state: 'failed', desiredState: 'shutdown'} : item),
		);
		expect(verdict(agent, gone, {nodes: drained})).toMatchObject({alive: 2, wanted: 2, state: {kind: 'converged'}});
	});

	test('pends with the bare reason of the scheduler', () => {
		const stuck = onAll.map(
			(item, index): Task =>
				index === 0 ? {...item, state: 'pending', error: 'insufficient resources on 1 node'} : item,
		);
		expect(verdict(agent, stuck).state).toMatchObject({kind: 'pending', reason: 'insufficient resources on 1 node'});
	});
});

describe('a job', () => {
	const job = service('web', {mode: {kind: 'replicated-job', completions: 2, concurrent: 1}, jobIteration: 3});
	const run = (name: string, changes: Partial<Task>) =>
		task(name, {template: job.template, desiredState: 'complete', jobIteration: 3, ...changes});
	const done = run('a', {slot: undefined, state: 'complete', stateAt: ago(50)});

	test('runs until all completions are there', () => {
		expect(verdict(job, [done, run('b', {slot: 1})])).toMatchObject({
			alive: 1,
			wanted: 2,
			state: {kind: 'job-running'},
		});
		const all = [done, run('b', {slot: 1, state: 'complete', stateAt: ago(20)})];
		expect(verdict(job, all)).toMatchObject({alive: 2, state: {kind: 'job-done', at: ago(20)}});
	});

	test('an earlier run counts for nothing', () => {
		expect(verdict({...job, jobIteration: 4}, [done])).toMatchObject({alive: 0, state: {kind: 'job-running'}});
	});

	test('fails when its tasks fail over and over', () => {
		const failed = (seconds: number) =>
			run(`f${seconds}`, {
				slot: 1,
				state: 'failed',
				desiredState: 'shutdown',
				stateAt: ago(seconds),
				createdAt: ago(seconds),
				exitCode: 1,
			});
		const next = run('b', {slot: 1, state: 'ready', createdAt: ago(1)});
		expect(verdict(job, [done, failed(9), failed(3), next]).state).toMatchObject({kind: 'job-failing', exitCode: 1});
		expect(verdict(job, [done, failed(3), next]).state.kind).toBe('job-running');
	});
});
