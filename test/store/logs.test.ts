import {afterEach, beforeEach, expect, test} from 'vitest';
import {connect} from '../../source/engine/client.ts';
import type {Engine} from '../../source/engine/engine.ts';
import {createLogFollower, createLogs, type LogFollower, type LogsStore} from '../../source/store/logs.ts';
import {serviceId, taskId} from '../../source/swarm/ids.ts';
import {id, rawService, rawTask} from '../helpers/small-engine/build.ts';
import {type SmallEngine, startSmallEngine} from '../helpers/small-engine/engine.ts';
import {type WorldLine, world} from '../helpers/small-engine/world.ts';
import {createFakeClock} from './fake-clock.ts';

const web = rawService('web');
const target = {kind: 'service', id: serviceId(web.ID)} as const;
const line = (task: string, millisecond: number, text: string): WorldLine => ({
	task: id(task),
	text,
	timestamp: `2026-11-21T09:00:01.${String(millisecond).padStart(3, '0')}000000Z`,
});

let small: SmallEngine;
let engine: Engine;
let logs: LogsStore;
let follower: LogFollower;
const time = createFakeClock(() => new Promise(resolve => setImmediate(resolve)));

beforeEach(async () => {
	const tasks = ['t1', 't2'].map(name => rawTask(web, {ID: id(name)}));
	small = await startSmallEngine(
		world({services: [web], tasks, logs: [line('t1', 1, 'first'), line('t2', 2, 'second')]}),
	);
	engine = connect(small.endpoint);
	logs = createLogs();
	follower = createLogFollower({engine, logs, clock: time.clock});
});

afterEach(async () => {
	follower.stop();
	engine.close();
	await small[Symbol.asyncDispose]();
});

const texts = () =>
	logs
		.getState()
		.lines.slice(0, 100_000)
		.map(({text}) => text);

const until = async (isSo: () => boolean) => {
	for (const end = performance.now() + 60_000; !isSo(); ) {
		expect(performance.now(), `${isSo}: ${texts()} ${JSON.stringify(logs.getState().note)}`).toBeLessThan(end);
		await time.advance(20);
		await new Promise(resolve => setTimeout(resolve, 1));
	}
};

const following = () => until(() => small.requests(/logs$/).length > 0 && texts().length >= 2);

test('shows the tail, then what comes, in the order of time between tasks', async () => {
	follower.follow(target);
	await following();
	expect(logs.getState()).toMatchObject({target, status: 'following', note: undefined});
	small.log(line('t2', 20, 'late by the clock, early on the wire'), line('t1', 10, 'earlier'));
	await until(() => texts().length === 4);
	expect(texts()).toEqual(['first', 'second', 'earlier', 'late by the clock, early on the wire']);
});

test('a log that breaks is opened again where it was, and no line comes twice', async () => {
	follower.follow(target);
	await following();
	const missed = line('t1', 30, 'said in between');
	small.breakConnections();
	small.world.logs.push(missed);
	await until(() => small.requests(/logs$/).length === 2 && texts().length === 3);
	expect(small.requests(/logs$/)[1]?.query['since']).toBeDefined();
	small.log(line('t1', 40, 'after'));
	await until(() => texts().length === 4);
	expect(texts()).toEqual(['first', 'second', 'said in between', 'after']);
	expect(logs.getState().status).toBe('following');
});

test('what the tail left out stays out when a cut log is read again from a little before', async () => {
	small.world.logs.splice(0, 2, ...[1, 2, 3, 4, 5].map(number => line('t1', number * 10, `line ${number}`)));
	follower.stop();
	follower = createLogFollower({engine, logs, clock: time.clock, tail: 2});
	follower.follow(target);
	await following();
	expect(texts()).toEqual(['line 4', 'line 5']);
	small.breakConnections();
	small.world.logs.push(line('t1', 60, 'line 6'));
	await until(() => texts().length >= 3);
	small.log(line('t1', 70, 'line 7'));
	await until(() => texts().includes('line 7'));
	expect(texts()).toEqual(['line 4', 'line 5', 'line 6', 'line 7']);
});

test('a node whose clock is behind loses no line when a log is cut', async () => {
	const told = (task: string, ago: number, text: string): WorldLine => ({
		task: id(task),
		text,
		timestamp: new Date(time.now() - ago).toISOString().replace('Z', '000000Z'),
	});
	small.change(({tasks}) => {
		Object.assign(tasks[0] ?? {}, {NodeID: id('right')});
		Object.assign(tasks[1] ?? {}, {NodeID: id('slow')});
	});
	small.world.logs.splice(0, 2, told('t1', 1000, 'one'), told('t2', 61_000, 'two'));
	follower.follow(target);
	await following();
	await time.advance(6000);
	small.log(told('t2', 60_000, 'slow clock'), told('t1', 0, 'right clock'));
	await until(() => texts().length === 4);
	small.world.logs.push(told('t2', 59_000, 'said meanwhile'));
	small.breakConnections();
	await until(() => texts().includes('said meanwhile'));
});

test('more than the engine is asked for while a log was cut: that lines may be missing is said', async () => {
	follower.follow(target);
	await following();
	small.breakConnections();
	const meanwhile = Array.from({length: 3000}, (_, index) => ({
		...line('t1', 0, `meanwhile ${index}`),
		timestamp: `2026-11-21T09:00:05.${String(index).padStart(9, '0')}Z`,
	}));
	small.world.logs.push(...meanwhile);
	await until(() => texts().includes('meanwhile 2999'));
	expect(texts().filter(text => /older ones are missing here/.test(text))).toHaveLength(1);
});

test('what a leader says as it goes is no line of a log; what the engine says of the log is', async () => {
	follower.follow(target);
	await following();
	const words = (millisecond: number, text: string): WorldLine => ({...line('t1', millisecond, text), type: 3});
	small.log(
		words(31, 'Error grabbing logs: rpc error: code = Canceled desc = context canceled'),
		words(32, 'Error grabbing logs: rpc error: code = Unavailable desc = transport is closing'),
		words(33, 'warning: incomplete log stream. node x is not available'),
	);
	await until(() => texts().length === 3);
	expect(texts()).toEqual(['first', 'second', 'warning: incomplete log stream. node x is not available']);
});

test('an engine that is away is waited for', async () => {
	follower.follow(target);
	await following();
	await small.stop();
	await until(() => logs.getState().status === 'connecting' && logs.getState().note !== undefined);
	expect(texts()).toEqual(['first', 'second']);
	await time.advance(30_000);
	await small.start();
	small.log(line('t1', 50, 'back'));
	await until(() => texts().includes('back'));
	expect(texts()).toEqual(['first', 'second', 'back']);
});

test('the log of a service that is gone has ended', async () => {
	small.fault(/logs$/, {status: 404, message: `service ${web.ID} not found`});
	follower.follow(target);
	await until(() => logs.getState().status === 'ended');
	expect(logs.getState().note).toMatch(/web/);
	await time.advance(60_000);
	expect(small.requests(/logs$/)).toHaveLength(1);
});

test('another target starts anew, and lines of the one before never come', async () => {
	follower.follow(target);
	await following();
	small.log(line('t2', 60, 'of the other task'));
	follower.follow({kind: 'task', id: taskId(id('t1'))});
	expect(texts()).toEqual([]);
	await until(() => texts().length > 0);
	small.log(line('t2', 70, 'not ours'), line('t1', 80, 'ours'));
	await until(() => texts().length === 2);
	await time.advance(2000);
	expect(texts()).toEqual(['first', 'ours']);
	const asked = small.requests(/logs$/).length;
	follower.follow({kind: 'task', id: taskId(id('t1'))});
	await time.advance(1000);
	expect(small.requests(/logs$/)).toHaveLength(asked);
});

test('a flood comes in few notifications, and the last ten thousand lines stay', async () => {
	follower.follow(target);
	await following();
	const start = time.now();
	let notifications = 0;
	logs.subscribe(() => {
		notifications += 1;
	});
	const flood = Array.from({length: 25_000}, (_, index) => ({
		task: id('t1'),
		text: `line ${index}`,
		timestamp: `2026-11-21T09:00:02.${String(index).padStart(9, '0')}Z`,
	}));
	for (let from = 0; from < flood.length; from += 500) {
		small.log(...flood.slice(from, from + 500));
	}
	const state = () => logs.getState().lines;
	await until(() => state().cameOf.get(id('t1')) === 25_001);
	expect(state().length).toBe(10_000);
	expect(state().at(9999)?.text).toBe('line 24999');
	expect(notifications).toBeLessThanOrEqual((time.now() - start) / 100 + 1);
});

test('stopping leaves no timer and no connection', async () => {
	follower.follow(target);
	await following();
	small.log(line('t1', 90, 'unread'));
	follower.stop();
	await until(() => time.timers() === 0);
	await until(() => small.connections() <= 1);
	expect(logs.getState().target).toBeUndefined();
});
