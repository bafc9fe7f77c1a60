import {describe, expect, test} from 'vitest';
import {taskId} from '../../source/swarm/ids.ts';
import {type Rollout, rolloutOf} from '../../source/swarm/rollout.ts';
import type {Service} from '../../source/swarm/service.ts';
import type {Task} from '../../source/swarm/task.ts';
import {whatFollows} from '../../source/swarm/what-follows.ts';
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
const rolling = service('web', {
	image: 'web:2',
	updateStatus: updateStatus('updating'),
	update: policy({delay: 2, monitor: 5}),
});
const before = {template: templateOf('web:1'), image: 'web:1'};
const [one, two, three] = runningTasks(rolling, nodes, before) as [Task, Task, Task];

/** A new task, made so many seconds ago, and running for four seconds less. */
const fresh = (slot: number, seconds: number, changes: Partial<Task> = {}) =>
	task(`new-${slot}-${seconds}`, {
		slot,
		image: 'web:2',
		template: rolling.template,
		createdAt: ago(seconds),
		stateAt: ago(seconds - 4),
		...changes,
	});

const failed = (slot: number, seconds: number, changes: Partial<Task> = {}) =>
	fresh(slot, seconds, {
		state: 'failed',
		desiredState: 'shutdown',
		stateAt: ago(seconds - 2),
		error: 'task: non-zero exit (3)',
		exitCode: 3,
		...changes,
	});

const leaving = (old: Task): Task => ({...old, desiredState: 'shutdown'});
const gone = (old: Task, seconds: number): Task => ({
	...leaving(old),
	state: 'shutdown',
	stateAt: ago(seconds),
	updatedAt: ago(seconds),
});
const onTheWay = {state: 'ready', desiredState: 'ready', stateAt: ago(0)} as const;
const nowhere = {
	state: 'pending',
	nodeId: undefined,
	error: 'no suitable node (insufficient resources on 3 nodes)',
} as const;

const rollout = (of: Service, tasks: readonly Task[], parts: SnapshotParts = {}) =>
	rolloutOf(of, tasks, snapshotOf({nodes, ...parts}), now) as Rollout;
const slot = (of: Service, tasks: readonly Task[], parts: SnapshotParts = {}) => rollout(of, tasks, parts).slots[0];
const follows = (of: Service, tasks: readonly Task[]) => whatFollows(rollout(of, tasks), of);

test('nothing is told while the tasks or the nodes are unknown', () => {
	expect(rolloutOf(rolling, undefined, snapshotOf({nodes}), now)).toBeUndefined();
	expect(rolloutOf(rolling, [one], {...snapshotOf({}), nodes: undefined}, now)).toBeUndefined();
});

describe('a slot', () => {
	test('is old, and serves the old image, while nothing happened to it', () => {
		expect(slot(rolling, [one])).toMatchObject({
			key: '1',
			phase: 'old',
			serves: 'old',
			oldTask: one,
			newTask: undefined,
			nodeId: one.nodeId,
		});
	});

	test('is stopping, and serves nothing, while the old task goes', () => {
		const next = fresh(1, 3, onTheWay);
		expect(slot(rolling, [leaving(one), next])).toMatchObject({
			phase: 'stopping',
			serves: undefined,
			since: ago(3),
			oldTask: {id: one.id},
			newTask: next,
		});
	});

	test('is starting once the old task is gone', () => {
		const next = fresh(1, 9, onTheWay);
		expect(slot(rolling, [gone(one, 4), next])).toMatchObject({phase: 'starting', serves: undefined, since: ago(4)});
	});

	test('still serves the old image while start-first starts the new', () => {
		const next = fresh(1, 3, {state: 'starting', stateAt: ago(1)});
		expect(slot(rolling, [one, next])).toMatchObject({phase: 'starting', serves: 'old', oldTask: one, newTask: next});
	});

	test('is verified for the monitor time, and done after it', () => {
		expect(slot(rolling, [gone(one, 8), fresh(1, 8)])).toMatchObject({
			phase: 'verifying',
			serves: 'new',
			since: ago(4),
			until: ago(-1),
		});
		expect(slot(rolling, [gone(one, 10), fresh(1, 10)])).toMatchObject({phase: 'done', serves: 'new', since: ago(1)});
	});

	test('is verified for longer where the delay is: the engine stretches the window', () => {
		const slow = {...rolling, update: policy({delay: 20, monitor: 5})};
		expect(slot(slow, [gone(one, 19), fresh(1, 19)])).toMatchObject({phase: 'verifying', until: ago(15) + 21_000});
	});

	test('is blocked when its new task fits nowhere', () => {
		expect(slot(rolling, [gone(one, 9), fresh(1, 9, nowhere)])).toMatchObject({phase: 'blocked', since: ago(9)});
	});

	test('is failing between a failure and the next try, and watched when it runs again', () => {
		expect(slot(rolling, [failed(1, 9), fresh(1, 7, onTheWay)])).toMatchObject({
			phase: 'failing',
			serves: undefined,
			failures: [{exitCode: 3}],
		});
		expect(slot(rolling, [failed(1, 9), fresh(1, 7)])).toMatchObject({phase: 'verifying', serves: 'new'});
		expect(slot(rolling, [failed(1, 20), failed(1, 12), fresh(1, 7)])).toMatchObject({phase: 'failing'});
	});

	test('is failing while start-first keeps the old task that serves', () => {
		expect(slot(rolling, [one, failed(1, 9)])).toMatchObject({phase: 'failing', serves: 'old'});
	});

	test('is empty, and serves nothing, when its node is dead', () => {
		const down = [node('worker-1', {state: 'down'}), ...nodes.slice(1)];
		expect(slot(rolling, [one], {nodes: down})).toMatchObject({phase: 'empty', serves: undefined});
		expect(slot(rolling, [fresh(1, 60)], {nodes: down})).toMatchObject({phase: 'empty', serves: undefined});
	});

	test('of a rollback is old until the earlier spec is back, though it had a task of it once', () => {
		const back = {...rolling, updateStatus: updateStatus('rollback_started'), rollback: policy()};
		const earlier = fresh(1, 500, {state: 'shutdown', desiredState: 'shutdown'});
		expect(slot(back, [earlier, {...one, createdAt: ago(50)}])).toMatchObject({phase: 'old', newTask: undefined});
		const again = fresh(1, 5, {state: 'starting', stateAt: ago(1)});
		expect(slot(back, [earlier, gone({...one, createdAt: ago(50)}, 2), again])).toMatchObject({
			phase: 'starting',
			oldTask: {image: 'web:1'},
			newTask: again,
		});
	});

	test('does not inherit what failed before the rollout began', () => {
		expect(slot(rolling, [failed(1, 500), gone(one, 5), fresh(1, 5, onTheWay)])).toMatchObject({
			phase: 'starting',
			failures: [],
		});
	});

	test('of a global service is a node', () => {
		const agent = {...rolling, mode: {kind: 'global'} as const};
		const tasks = [{...one, slot: undefined}, fresh(0, 30, {slot: undefined, nodeId: nodes[1]?.id})];
		expect(rollout(agent, tasks)).toMatchObject({
			wanted: 3,
			slots: [
				{key: 'id-worker-1', number: undefined, phase: 'old'},
				{key: 'id-worker-2', number: undefined, phase: 'done'},
			],
		});
	});

	test('of a service without an update is done as soon as it runs', () => {
		const calm = service('web', {image: 'web:2'});
		expect(rollout(calm, [fresh(1, 5), fresh(2, 5), fresh(3, 5)])).toMatchObject({
			state: 'none',
			counts: {done: 3},
			failures: {slots: 0, of: 0},
		});
	});

	test('is watched when its task took the place of a failed one, update or not', () => {
		const calm = service('web', {image: 'web:2'});
		expect(slot(calm, [failed(1, 12), fresh(1, 7)])).toMatchObject({phase: 'verifying', until: ago(-2)});
		expect(slot(calm, [failed(1, 22), fresh(1, 17)])).toMatchObject({phase: 'done'});
	});
});

describe('images', () => {
	test('are counted by what serves, the new first', () => {
		expect(rollout(rolling, [fresh(1, 9), two, three])).toMatchObject({
			oldImage: 'web:1',
			newImage: 'web:2',
			serving: [
				{image: 'web:2', isNew: true, slots: 1},
				{image: 'web:1', isNew: false, slots: 2},
			],
		});
	});

	test('serve steadily, or not at all: what loops by the second is no service between two ends', () => {
		const calm = service('web', {image: 'web:2'});
		const looping = (round: number) => [failed(1, 3 * round), failed(1, 2 * round), failed(1, round)];
		const looks = (round: number) => [
			[...looping(round), fresh(1, 8)],
			[...looping(round), failed(1, 8)],
			[...looping(round), fresh(1, 8, onTheWay)],
		];
		const counted = (tasks: readonly Task[]) => rollout(calm, [...tasks, fresh(2, 500)]).serving[0]?.slots;
		expect(looks(15).map(counted)).toEqual([1, 1, 1]);
		expect(looks(300).map(counted)).toEqual([2, 1, 1]);
		expect(counted([failed(1, 110), failed(1, 95), fresh(1, 80)])).toBe(2);
	});

	test('serve no better for being replaced: what loops and is not begun yet serves nobody', () => {
		const old = (ends: number, changes: Partial<Task> = {}) =>
			task(`old-${ends}`, {...before, slot: 1, createdAt: ago(ends + 8), stateAt: ago(ends), ...changes});
		const crashed = (ends: number) => old(ends, {state: 'failed', desiredState: 'shutdown', exitCode: 3});
		const serving = (...tasks: readonly Task[]) => rollout(rolling, [...tasks, fresh(2, 9), three]).serving;
		expect(serving(crashed(21), crashed(11), old(1))).toEqual([
			{image: 'web:2', isNew: true, slots: 1},
			{image: 'web:1', isNew: false, slots: 1},
		]);
		expect(serving(crashed(121), crashed(111), old(101))).toContainEqual({image: 'web:1', isNew: false, slots: 2});
		// What failed was another spec, which this one had replaced.
		const other = {template: templateOf('web:0'), image: 'web:0'};
		const of = (ended: Task) => ({...ended, ...other});
		expect(serving(of(crashed(21)), of(crashed(11)), old(1))).toContainEqual({image: 'web:1', isNew: false, slots: 2});
	});

	test('of a forced update are the same, and still told apart', () => {
		const same = templateOf('web:2', [], {ForceUpdate: '0'});
		expect(rollout(rolling, [fresh(1, 9), {...two, image: 'web:2', template: same}]).serving).toEqual([
			{image: 'web:2', isNew: true, slots: 1},
			{image: 'web:2', isNew: false, slots: 1},
		]);
	});

	test('that were replaced are known from history, then from what a rollback would bring', () => {
		expect(rollout(rolling, [gone(one, 30), fresh(1, 30)]).oldImage).toBe('web:1');
		expect(rollout({...rolling, previousImage: 'web:0'}, [fresh(1, 30)]).oldImage).toBe('web:0');
	});
});

describe('workers', () => {
	test('are busy with what is on its way, and rest for the delay after it', () => {
		expect(rollout(rolling, [gone(one, 3), fresh(1, 3, onTheWay), two, three])).toMatchObject({
			busy: 1,
			delayUntil: undefined,
			secondsLeft: undefined,
		});
		expect(rollout(rolling, [gone(one, 5), fresh(1, 5), two, three])).toMatchObject({
			busy: 0,
			delayUntil: ago(-1),
			// 1 s of the delay, twice 4 s and 2 s of delay, 5 s of watching.
			secondsLeft: 18,
		});
	});

	test('are not in step: each has its own delay behind it', () => {
		const pair = {...rolling, mode: replicated(4), update: policy({parallelism: 2, delay: 10, monitor: 5})};
		const four = {...three, id: one.id, slot: 4};
		// One is free in 9 s and one in 2 s; each takes one slot for 4 s and its delay of 10; then 11 s of watching.
		expect(rollout(pair, [fresh(1, 5), fresh(2, 12), three, four]).secondsLeft).toBe(9 + 14 + 11);
		const five = {...three, id: two.id, slot: 5};
		const six = {...three, id: three.id, slot: 6};
		// Of three waiting, the one that is free first takes two.
		expect(rollout(pair, [fresh(1, 5), fresh(2, 12), four, five, six]).secondsLeft).toBe(2 + 2 * 14 + 11);
	});

	test('do not rest after a task that only had to leave its node', () => {
		const moved = gone(fresh(1, 40), 1);
		const tasks = [gone(one, 40), moved, fresh(1, 1, onTheWay), two, three];
		expect(rollout(rolling, tasks)).toMatchObject({busy: 0, delayUntil: undefined});
	});

	test('idle when paused, and the time left is unknown', () => {
		const paused = {...rolling, updateStatus: updateStatus('paused')};
		expect(rollout(paused, [fresh(1, 5), fresh(2, 3, onTheWay), three])).toMatchObject({
			state: 'paused',
			busy: 0,
			delayUntil: undefined,
			secondsLeft: undefined,
		});
	});

	test('that are stuck make the time left unknown', () => {
		expect(rollout(rolling, [fresh(1, 9), fresh(2, 3, nowhere), three])).toMatchObject({
			blocked: nowhere.error,
			secondsLeft: undefined,
		});
	});

	test('a slot that hung does not make the rest look as slow', () => {
		const many = {...rolling, mode: replicated(9), update: policy({monitor: 5})};
		const tasks = [1, 2, 3, 4, 5, 6, 7].map(number => fresh(number, 60 - number * 6));
		const hung = fresh(8, 60, {createdAt: ago(59), stateAt: ago(2)});
		expect(rollout(many, [...tasks, hung, {...three, slot: 9}]).secondsLeft).toBe(4 + 5);
	});
});

describe('failures', () => {
	const rest = [two, three];
	const count = (of: Service, tasks: readonly Task[]) => rollout(of, tasks).failures;

	test('are counted by slot, out of those that are replaced', () => {
		expect(count(rolling, [failed(1, 20), failed(1, 12), fresh(1, 3, onTheWay), ...rest])).toEqual({
			slots: 1,
			allowed: 0,
			of: 3,
		});
	});

	test('leave out slots that had the new spec before', () => {
		expect(count(rolling, [fresh(1, 500), ...rest])).toMatchObject({of: 2});
	});

	test('past the window are the restart policy’s affair', () => {
		const late = failed(1, 40, {stateAt: ago(10), message: 'started'});
		expect(count(rolling, [gone(one, 39), late, fresh(1, 3, onTheWay), ...rest])).toMatchObject({slots: 0});
		const early = failed(1, 40, {stateAt: ago(36), message: 'started'});
		expect(count(rolling, [gone(one, 39), early, fresh(1, 3, onTheWay), ...rest])).toMatchObject({slots: 1});
	});

	test('before a task ran count however long it took, and so does the one that the engine names', () => {
		const unstarted = failed(1, 40, {stateAt: ago(10), message: 'preparing'});
		expect(count(rolling, [unstarted, ...rest])).toMatchObject({slots: 1});
		const late = failed(1, 40, {stateAt: ago(10), message: 'started'});
		const message = `update paused due to failure or early termination of task ${late.id}`;
		const paused = {...rolling, updateStatus: updateStatus('paused', {message})};
		expect(count(paused, [late, ...rest])).toMatchObject({slots: 1});
	});

	test.each([
		[0, 3, 0],
		[0.3, 10, 3],
		[0.1, 30, 3],
		[0.34, 3, 1],
		[1 / 3, 3, 1],
		[0.99, 3, 2],
		[1, 3, 3],
	])('at a ratio of %d, of %d slots %d may fail', (maxFailureRatio, replicas, allowed) => {
		const of = {...rolling, mode: replicated(replicas), update: policy({maxFailureRatio})};
		const old = Array.from({length: replicas}, (_, index) => ({...one, slot: index + 1}));
		expect(count(of, old)).toEqual({slots: 0, allowed, of: replicas});
	});

	test('the last one is the newest of any slot', () => {
		const newest = failed(2, 5);
		expect(rollout(rolling, [failed(1, 9), newest, three]).lastFailure).toBe(newest);
	});
});

describe('if nobody does anything', () => {
	test('a rollout goes on, with so many failures to spare', () => {
		const lenient = {...rolling, update: policy({maxFailureRatio: 0.7})};
		expect(follows(lenient, [fresh(1, 9), two, three])).toMatchObject([{kind: 'goes-on', slots: [{}, {}], spare: 2}]);
	});

	test('a rollout with all slots new settles, when the engine has seen enough', () => {
		expect(follows(rolling, [fresh(1, 30), fresh(2, 20), fresh(3, 6)])).toMatchObject([
			{kind: 'settles', until: ago(-3), secondsLeft: 5},
		]);
	});

	test('a paused one stays so, and a slot that loops does so for ever', () => {
		const paused = {...rolling, updateStatus: updateStatus('paused')};
		const loop = [failed(1, 25), failed(1, 18), failed(1, 11), fresh(1, 4, onTheWay)];
		expect(follows(paused, [...loop, two, three])).toMatchObject([
			{kind: 'crash-loops', slots: [{number: 1}], everySeconds: 7},
			{kind: 'stays-paused', slots: [{number: 2}, {number: 3}]},
		]);
	});

	test('with a worker to spare, one slot that fits nowhere does not hold up the others', () => {
		const tasks = [fresh(1, 9, nowhere), two, three];
		expect(follows(rolling, tasks)).toMatchObject([{kind: 'waits-for-ever'}, {kind: 'stays-old'}]);
		const pair = {...rolling, update: policy({parallelism: 2})};
		expect(follows(pair, tasks)).toMatchObject([{kind: 'waits-for-ever'}, {kind: 'goes-on'}]);
	});

	test('while all of it waits for a dead node, the old slots stay old, and no time is left to tell', () => {
		const gone = node('gone', {state: 'down'});
		const hung = fresh(1, 20, {id: taskId('hung'), nodeId: gone.id, state: 'starting', desiredState: 'shutdown'});
		const waiting = rollout(rolling, [hung, fresh(1, 3), two, three], {nodes: [...nodes, gone]});
		expect(waiting).toMatchObject({waitsFor: gone.id, secondsLeft: undefined});
		expect(whatFollows(waiting, rolling)).toMatchObject([
			{kind: 'hangs', nodeId: gone.id},
			{kind: 'stays-old', slots: [{number: 2}, {number: 3}]},
		]);
	});

	test('a service that is as it should be is done', () => {
		const completed = {...rolling, updateStatus: updateStatus('completed')};
		expect(follows(completed, [fresh(1, 55), fresh(2, 50), fresh(3, 45)])).toEqual([{kind: 'done'}]);
	});

	test('slots that are missing are on their way', () => {
		const calm = service('web', {image: 'web:2'});
		expect(follows(calm, [fresh(1, 50)])).toEqual([{kind: 'moves-on', slots: []}]);
	});
});
