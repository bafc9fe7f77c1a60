import {describe, expect, test} from 'vitest';
import {needsNothing} from '../../source/swarm/placement/needs.ts';
import {lastTimes, roundTime, usualTimes} from '../../source/swarm/slot-times.ts';
import type {Task} from '../../source/swarm/task.ts';
import {ago, policy, service, task, templateOf, updateStatus} from '../helpers/builders.ts';

const slow = {...templateOf('shop/web:1'), needs: {...needsNothing, stopGrace: 30}};
const web = service('web', {template: slow});

/** A task that ran from some seconds ago on; what it took the place of was told to go, and was gone, so long ago. */
const made = (name: string, createdAgo: number, runningAgo: number, changes: Partial<Task> = {}) =>
	task(name, {createdAt: ago(createdAgo), stateAt: ago(runningAgo), updatedAt: ago(runningAgo), ...changes});

const gone = (name: string, goneAgo: number, changes: Partial<Task> = {}) =>
	made(name, 4000, goneAgo, {state: 'shutdown', desiredState: 'shutdown', ...changes});

/** Slot 1 was replaced: told to go 100 s ago, gone after 20 s, the next one up 4 s later. */
const stopFirst = [gone('a', 80), made('b', 100, 76)];

/** The next one came first, was up after 5 s, and then the other took 25 s to go. */
const startFirst = [gone('a', 70), made('b', 100, 95)];

const first = [made('a', 100, 97)];

describe('a slot is given another task', () => {
	test('one after the other: what was seen has the stop in it', () => {
		expect(roundTime(web, 'stop-first', stopFirst)).toMatchObject({seconds: 24, isSeen: true, withStop: true});
		expect(roundTime(web, 'stop-first', stopFirst).most).toBeUndefined();
	});

	test('stops and starts that were seen apart are put together', () => {
		expect(roundTime(web, 'stop-first', startFirst)).toMatchObject({seconds: 30, withStop: true, most: undefined});
		expect(roundTime(web, 'start-first', stopFirst)).toMatchObject({seconds: 4, withStop: false, most: undefined});
	});

	test('without a stop seen, it may take as long as it is given', () => {
		expect(roundTime(web, 'stop-first', first)).toMatchObject({seconds: 3, withStop: false, most: 34, grace: 30});
		expect(roundTime(web, 'start-first', first)).toMatchObject({seconds: 3, most: undefined});
		expect(roundTime(web, 'stop-first', [])).toMatchObject({seconds: 5, isSeen: false, most: 36});
	});

	test('no worker waits for a stop beyond a minute', () => {
		const stubborn = service('web', {template: {...slow, needs: {...needsNothing, stopGrace: 300}}});

		expect(roundTime(stubborn, 'stop-first', first)).toMatchObject({most: 63, grace: 300});
	});

	test('what the last rollout made took the place of something, though the engine keeps no history', () => {
		const updated = service('web', {updateStatus: updateStatus('completed', {startedAt: ago(110)})});

		expect(roundTime(updated, 'stop-first', first)).toMatchObject({seconds: 3, withStop: true, most: undefined});
		const startFirstNow = {...updated, update: policy({order: 'start-first'})};
		expect(roundTime(startFirstNow, 'stop-first', first)).toMatchObject({withStop: false, most: 14});
	});
});

test('stops that were seen some tasks ago count where the latest goes on', () => {
	const stopping = task('c', {createdAt: ago(2000), stateAt: ago(1990), updatedAt: ago(5), desiredState: 'shutdown'});
	const tasks = [gone('a', 2015), made('b', 2030, 1980, {state: 'shutdown', desiredState: 'shutdown'}), stopping];

	expect(usualTimes(web, [...tasks, made('d', 10, 5)])).toMatchObject({start: 5, stop: {seconds: 15, isSeen: true}});
});

test('on a network, taking leave comes on top of what a container is given to stop', () => {
	const published = service('web', {ports: [{published: 80, target: 80, protocol: 'tcp', mode: 'ingress'}]});

	expect(usualTimes(published, []).stop).toEqual({seconds: 13, grace: 10, isSeen: false});
});

test('what failed had nothing to stop', () => {
	const crashed = [gone('a', 105, {state: 'failed'}), made('b', 100, 96)];

	expect(usualTimes(web, crashed)).toEqual({start: 4, stop: {seconds: 31, grace: 30, isSeen: false}});
});

test('slots are told apart', () => {
	const other = [gone('c', 99, {slot: 2}), made('d', 3000, 2990, {slot: 3})];

	expect(usualTimes(web, [...first, ...other])).toEqual({start: 7, stop: {seconds: 31, grace: 30, isSeen: false}});
});

test('the newest says how long the last start and stop took', () => {
	const older = [gone('c', 900, {slot: 2}), made('d', 1000, 890, {slot: 2})];
	const tasks = [...stopFirst, ...older];

	expect(lastTimes(web, tasks, tasks)).toEqual({start: 4, stop: {seconds: 20, grace: 30, isSeen: true}});
	expect(lastTimes(web, tasks, [])).toEqual({start: undefined, stop: {seconds: 31, grace: 30, isSeen: false}});
});

test('of a global service, tasks of one node follow each other', () => {
	const global = service('web', {mode: {kind: 'global'}});
	const [before, after] = stopFirst.map(one => ({...one, slot: undefined}));
	const elsewhere = gone('z', 90, {slot: undefined, nodeId: task('z').nodeId, serviceId: global.id});

	expect(usualTimes(global, before && after ? [before, after] : [])).toMatchObject({stop: {seconds: 20, isSeen: true}});
	expect(after && lastTimes(global, [after, {...elsewhere, nodeId: undefined}], [after]).stop.isSeen).toBe(false);
});
