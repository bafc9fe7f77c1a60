import {expect, test} from 'vitest';
import {rolloutOf} from '../../source/swarm/rollout.ts';
import {emptyTimeline, remember, type Timeline} from '../../source/swarm/rollout-timeline.ts';
import type {Service} from '../../source/swarm/service.ts';
import type {Task} from '../../source/swarm/task.ts';
import {ago, node, now, replicated, service, snapshotOf, task, updateStatus} from '../helpers/builders.ts';

const worker = node('worker-1');

const web = (changes: Partial<Service> = {}) =>
	service('web', {
		mode: replicated(2),
		image: 'shop/web:2',
		updatedAt: ago(60),
		updateStatus: updateStatus('updating', {startedAt: ago(60)}),
		...changes,
	});

const old = (slot: number, changes: Partial<Task> = {}) => task(`old-${slot}`, {slot, image: 'shop/web:1', ...changes});
const gone: Partial<Task> = {state: 'shutdown', desiredState: 'shutdown'};

const fresh = (name: string, slot: number, createdAt: number, changes: Partial<Task> = {}) =>
	task(name, {slot, image: 'shop/web:2', createdAt, stateAt: createdAt + 2000, ...changes});

const failed = (name: string, slot: number, createdAt: number) =>
	fresh(name, slot, createdAt, {
		state: 'failed',
		desiredState: 'shutdown',
		exitCode: 3,
		error: 'task: non-zero exit (3)',
	});

const see = (timeline: Timeline, of: Service, tasks: readonly Task[], at = now) => {
	const snapshot = snapshotOf({nodes: [worker], services: [of], tasks});
	const rollout = rolloutOf(of, tasks, snapshot, at);
	if (rollout === undefined) {
		throw new Error('There is no rollout');
	}
	return remember(timeline, of, rollout);
};

/** Oldest first, as it happened: `up 1`. */
const told = ({events}: Timeline) =>
	events.map(({kind, slot}) => `${kind}${slot === undefined ? '' : ` ${slot}`}`).reverse();

test('opened late, it begins with what the tasks tell, at their own times', () => {
	const tasks = [old(1, gone), fresh('new-1', 1, ago(50)), old(2)];
	const timeline = see(emptyTimeline, web(), tasks);
	expect(told(timeline)).toEqual(['started', 'begun 1', 'up 1', 'through 1']);
	expect(timeline.events.map(({at}) => (now - at) / 1000)).toEqual([43, 48, 50, 60]);
});

test('what the engine forgets stays, each thing once', () => {
	const first = [old(1), failed('f-1', 2, ago(40)), fresh('f-2', 2, ago(30), {state: 'starting'})];
	const second = [old(1), failed('f-2', 2, ago(30)), fresh('f-3', 2, ago(20), {state: 'ready'})];
	const timeline = see(see(emptyTimeline, web(), first), web(), second);
	expect(told(see(timeline, web(), second))).toEqual(['started', 'failed 2', 'failed 2']);
	expect(timeline.events.flatMap(({task}) => task?.id ?? [])).toEqual(['id-f-2', 'id-f-1']);
});

test('a pause, a resume and a rollback are told, and a slot is through only after its window', () => {
	const tasks = [old(1, gone), fresh('new-1', 1, ago(4)), old(2)];
	const begun = see(emptyTimeline, web(), tasks);
	expect(told(begun)).not.toContain('through 1');
	const later = see(begun, web(), tasks, now + 5000);
	expect(told(later)).toContain('through 1');

	const status = (state: 'paused' | 'updating' | 'rollback_started') => updateStatus(state, {startedAt: ago(60)});
	const paused = see(later, web({version: 21, updatedAt: now, updateStatus: status('paused')}), tasks, now + 6000);
	const resumed = see(
		paused,
		web({version: 22, updatedAt: now + 1000, updateStatus: status('updating')}),
		tasks,
		now + 7000,
	);
	const back = see(
		resumed,
		web({version: 23, updatedAt: now + 2000, updateStatus: status('rollback_started')}),
		tasks,
		now + 8000,
	);
	expect(back.events.filter(({slot}) => slot === undefined).map(({kind, direction}) => `${direction} ${kind}`)).toEqual(
		['rollback started', 'update resumed', 'update paused', 'update started'],
	);
});

test('a slot that goes with its node is told at the time of that, once, and only of this rollout', () => {
	const dead = node('worker-1', {state: 'down', updatedAt: ago(20)});
	const tasks = [fresh('new-1', 1, ago(50)), old(2)];
	const at = (of: Service, on = dead) => {
		const rollout = rolloutOf(of, tasks, snapshotOf({nodes: [on], services: [of], tasks}), now);
		return rollout && remember(emptyTimeline, of, rollout);
	};
	const lost = at(web())?.events.filter(({kind}) => kind === 'lost');
	expect(lost?.map(({slot, at}) => [slot, at])).toEqual([
		['1', ago(20)],
		['2', ago(20)],
	]);
	expect(at(web(), node('worker-1', {state: 'down', updatedAt: ago(600)}))?.events.map(({kind}) => kind)).not.toContain(
		'lost',
	);
});

test('nothing new leaves the events as they are, the same object', () => {
	const tasks = [old(1), old(2)];
	const timeline = see(emptyTimeline, web(), tasks);
	expect(see(timeline, web(), tasks).events).toBe(timeline.events);
});

test('what is remembered is bounded, oldest out first', () => {
	let timeline = emptyTimeline;
	for (let round = 0; round < 700; round++) {
		timeline = see(timeline, web(), [old(1), failed(`f-${round}`, 2, ago(50) + round * 10)]);
	}
	expect(timeline.events).toHaveLength(500);
	expect(timeline.events[0]?.task?.id).toBe('id-f-699');
});
