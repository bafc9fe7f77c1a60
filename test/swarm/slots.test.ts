import {describe, expect, test} from 'vitest';
import {isLooping} from '../../source/swarm/crash-loop.ts';
import {believedNodes} from '../../source/swarm/living.ts';
import type {Service} from '../../source/swarm/service.ts';
import {slotsOf} from '../../source/swarm/slots.ts';
import type {Task} from '../../source/swarm/task.ts';
import {ago, node, now, service, snapshotOf, task, templateOf} from '../helpers/builders.ts';

const live = node('worker-1');
const dead = node('worker-2', {state: 'down'});
const nodes = new Map([live, dead].map(item => [item.id, item]));
const web = service('web', {mode: {kind: 'replicated', replicas: 1}, image: 'web:2'});
const fresh = {image: 'web:2', template: web.template};
const stale = {image: 'web:1', template: templateOf('web:1')};
const only = (tasks: readonly Task[], of: Service = web) => {
	const slots = slotsOf(of, tasks, nodes);
	expect(slots).toHaveLength(1);
	return slots[0] as (typeof slots)[number];
};

test('stop-first: the new task stands for the slot, and nothing serves', () => {
	const old = task('old', {...stale, desiredState: 'shutdown'});
	const next = task('next', {...fresh, desiredState: 'ready', state: 'ready', createdAt: ago(2)});
	const slot = only([old, next]);
	expect(slot).toMatchObject({current: next, standing: 'starting', isUpToDate: true, history: [old], stopping: [old]});
	expect(slot.serving).toBeUndefined();
});

test('start-first: the new task stands for the slot while the old one serves', () => {
	const old = task('old', stale);
	const next = task('next', {...fresh, state: 'preparing', createdAt: ago(2)});
	expect(only([old, next])).toMatchObject({
		current: next,
		standing: 'starting',
		serving: old,
		isServingUpToDate: false,
	});
});

test('what a rollback left waiting for a node is history, and nobody waits for it to stop', () => {
	const stays = task('stays', fresh);
	const left = task('left', {
		...stale,
		state: 'pending',
		desiredState: 'shutdown',
		nodeId: undefined,
		createdAt: ago(2),
	});
	expect(only([stays, left])).toMatchObject({current: stays, standing: 'running', history: [left], stopping: []});
});

test('start-first: when both run, the new one serves', () => {
	const old = task('old', stale);
	const next = task('next', {...fresh, createdAt: ago(2)});
	expect(only([old, next])).toMatchObject({serving: next, isServingUpToDate: true});
});

test('a replacement stands for the slot, and the task on the dead node is lost', () => {
	const gone = task('gone', {...fresh, nodeId: dead.id, desiredState: 'shutdown'});
	const next = task('next', {...fresh, state: 'starting', createdAt: ago(2)});
	expect(only([gone, next])).toMatchObject({current: next, standing: 'starting', lost: [gone]});
	expect(only([gone])).toMatchObject({current: gone, standing: 'lost'});
});

test('history is folded under the slot, newest first', () => {
	const current = task('c', {...fresh, createdAt: ago(10)});
	const older = task('b', {...fresh, state: 'failed', desiredState: 'shutdown', createdAt: ago(100)});
	const oldest = task('a', {...stale, state: 'shutdown', desiredState: 'shutdown', createdAt: ago(1000)});
	expect(only([oldest, current, older])).toMatchObject({current, history: [older, oldest]});
});

test('slots are in the order of their numbers, global ones in that of their nodes', () => {
	const three = [10, 2, 1].map(slot => task(`t${slot}`, {...fresh, slot}));
	expect(slotsOf(web, three, nodes).map(({number}) => number)).toEqual([1, 2, 10]);
	const global = service('web', {mode: {kind: 'global'}, image: 'web:2'});
	const two = [dead, live].map(({id, hostname}) => task(hostname, {...fresh, nodeId: id, slot: undefined}));
	expect(slotsOf(global, two, nodes).map(({key}) => key)).toEqual([live.id, dead.id]);
});

test('what was scaled away is a slot until it has stopped', () => {
	const going = task('going', {...fresh, desiredState: 'remove'});
	expect(only([going]).standing).toBe('stopping');
	expect(slotsOf(web, [{...going, state: 'shutdown'}], nodes)).toEqual([]);
});

test('it gave up when it ended by itself and no other is to follow', () => {
	const last = task('last', {...fresh, state: 'failed', desiredState: 'shutdown', exitCode: 3});
	expect(only([last]).standing).toBe('gave-up');
	expect(only([{...last, desiredState: 'running'}]).standing).toBe('failed');
	expect(only([{...last, state: 'shutdown'}]).standing).toBe('stopped');
});

test('of a job only the latest run counts, and its slots start at 0', () => {
	const job = service('web', {
		mode: {kind: 'replicated-job', completions: 1, concurrent: 1},
		jobIteration: 1,
		image: 'web:2',
	});
	const done = {...fresh, state: 'complete', desiredState: 'complete', slot: undefined} as const;
	const earlier = task('earlier', {...done, jobIteration: 0});
	const latest = task('latest', {...done, jobIteration: 1});
	expect(only([earlier, latest], job)).toMatchObject({number: 0, current: latest, standing: 'complete', history: []});
});

describe('a crash loop', () => {
	const failed = (seconds: number, changes: Partial<Task> = {}) =>
		task(`f${seconds}`, {
			...fresh,
			state: 'failed',
			desiredState: 'shutdown',
			createdAt: ago(seconds + 1),
			stateAt: ago(seconds),
			...changes,
		});
	const running = (seconds: number) => task('r', {...fresh, createdAt: ago(seconds), stateAt: ago(seconds)});
	const loops = (...tasks: Task[]) => isLooping(only(tasks), now);

	test('is two failures in a row and no calm since', () => {
		expect(loops(failed(9), failed(3), running(2))).toBe(true);
		expect(loops(failed(3), running(2))).toBe(false);
		expect(loops(failed(120), failed(110), running(100))).toBe(false);
	});

	test('may be slow: its own pace tells when it is over', () => {
		expect(loops(failed(1300), failed(700), running(690))).toBe(true);
		expect(loops(failed(4300), failed(3700), running(3690))).toBe(false);
	});

	test('exit code 0 is a failure of what should go on running', () => {
		expect(
			loops(failed(9, {state: 'complete', exitCode: 0}), failed(3, {state: 'complete', exitCode: 0}), running(2)),
		).toBe(true);
	});

	test('an old incident does not count', () => {
		expect(loops(failed(80_000), failed(79_990), failed(3), running(2))).toBe(false);
	});

	test('is none where nodes died and came back one after the other: their tasks were replaced long before they ended', () => {
		// As an engine of 20.10 told it: killed 19:36:28 and 19:37:07, each back half a minute later.
		const first = failed(166, {createdAt: ago(334), exitCode: 255});
		const second = failed(25, {createdAt: ago(194), exitCode: 255});
		expect(loops(first, second, running(49))).toBe(false);
		// The clock of a node may be some seconds ahead.
		expect(loops(failed(9, {stateAt: ago(3)}), failed(6, {stateAt: ago(0)}), running(4))).toBe(true);
	});

	test('failures of another spec do not count', () => {
		expect(loops(failed(9, stale), failed(3, stale), running(2))).toBe(false);
	});

	test('what Swarm stopped itself is no failure', () => {
		expect(loops(failed(9, {state: 'shutdown'}), failed(3, {state: 'shutdown'}), running(2))).toBe(false);
	});
});

test('unknown is no alarm for 15 s after a change of leader', () => {
	const unknown = node('worker-1', {state: 'unknown'});
	const state = (leaderChangedAt: number | undefined, changes: object = {}) => {
		const at = leaderChangedAt === undefined ? {} : {leaderChangedAt};
		return believedNodes(snapshotOf({nodes: [{...unknown, ...changes}], ...at}), now)?.get(unknown.id)?.state;
	};
	expect(state(ago(14))).toBe('ready');
	expect(state(ago(16))).toBe('unknown');
	expect(state(undefined)).toBe('unknown');
	expect(state(undefined, {updatedAt: ago(3)})).toBe('ready');
	expect(state(ago(14), {state: 'down'})).toBe('down');
});

test('unknown that was read before the swarm fell silent does not become an alarm with time', () => {
	const unknown = node('worker-1', {state: 'unknown'});
	const snapshot = snapshotOf({nodes: [unknown], leaderChangedAt: ago(60)});
	const heard = (seconds: number) => ({
		...snapshot,
		nodes: {at: ago(seconds), items: new Map([[unknown.id, unknown]])},
	});
	expect(believedNodes(heard(50), now)?.get(unknown.id)?.state).toBe('ready');
	expect(believedNodes(heard(40), now)?.get(unknown.id)?.state).toBe('unknown');
});
