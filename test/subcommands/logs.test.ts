import {afterEach, beforeEach, expect, test} from 'vitest';
import {connect} from '../../source/engine/client.ts';
import {runLogs} from '../../source/subcommands/logs.ts';
import {id, rawService, rawTask} from '../helpers/small-engine/build.ts';
import {type SmallEngine, startSmallEngine} from '../helpers/small-engine/engine.ts';
import {type WorldLine, world} from '../helpers/small-engine/world.ts';

const now = Date.UTC(2026, 10, 21, 9, 10, 0);
const stack = {Spec: {Labels: {'com.docker.stack.namespace': 'shop'}}};
const web = rawService('shop_web', stack);
const db = rawService('shop_db', stack);
const mail = rawService('mail');

const line = (task: string, second: number, text: string): WorldLine => ({
	task: id(task),
	text,
	timestamp: new Date(now - 60_000 + second * 1000).toISOString().replace('Z', '000000Z'),
});

let small: SmallEngine;

beforeEach(async () => {
	const tasks = [
		rawTask(web, {ID: id('w1'), Slot: 1}),
		rawTask(web, {ID: id('w2'), Slot: 2}),
		rawTask(db, {ID: id('d1'), Slot: 1}),
		rawTask(mail, {ID: id('m1'), Slot: 1}),
	].map(task => ({...task, NodeID: id('mgr1')}));
	const logs = [
		line('w1', 1, 'GET / 200'),
		line('w1', 4, 'GET /x 500 \u001b[31mred\u001b[0m'),
		line('w2', 2, 'GET /y 200'),
		line('d1', 3, 'checkpoint'),
		line('m1', 5, 'sent \u009b31m'),
	];
	small = await startSmallEngine(world({services: [web, db, mail], tasks, logs}));
});

afterEach(() => small[Symbol.asyncDispose]());

const start = (...args: readonly string[]) => {
	const stopping = new AbortController();
	const told = {out: '', err: ''};
	const code = runLogs({
		args,
		connect: () => connect(small.endpoint),
		now: () => now,
		out(text) {
			told.out += text;
		},
		err(text) {
			told.err += text;
		},
		signal: stopping.signal,
	});
	return {code, told, stop: () => stopping.abort()};
};

const ask = async (...args: readonly string[]) => {
	const {code, told} = start(...args);
	return {code: await code, ...told, lines: told.out.split('\n').slice(0, -1)};
};

const texts = (lines: readonly string[]) => lines.map(text => text.replace(/^\S+ (\S+) \S+ /, '$1 '));

test('a service, a stack, a slot and a task are found by their names, and merged by time', async () => {
	const service = await ask('shop_web');
	expect(service).toMatchObject({code: 0, err: ''});
	expect(texts(service.lines)).toEqual(['shop_web.1 GET / 200', 'shop_web.2 GET /y 200', 'shop_web.1 GET /x 500 red']);
	expect(service.lines[0]).toMatch(/^2026-11-21T09:09:01\.000000000Z shop_web\.1 mgr1 GET \/ 200$/);
	expect(texts((await ask('shop')).lines)).toEqual([
		'shop_web.1 GET / 200',
		'shop_web.2 GET /y 200',
		'shop_db.1 checkpoint',
		'shop_web.1 GET /x 500 red',
	]);
	expect(texts((await ask('shop_web.2')).lines)).toEqual(['shop_web.2 GET /y 200']);
	expect(texts((await ask(id('d1'))).lines)).toEqual(['shop_db.1 checkpoint']);
	expect((await ask('mail', 'shop_db')).lines).toHaveLength(2);
});

test('since, tail and grep leave out what is not asked for', async () => {
	expect(texts((await ask('shop', '--grep', '!200')).lines)).toEqual([
		'shop_db.1 checkpoint',
		'shop_web.1 GET /x 500 red',
	]);
	expect((await ask('shop', '--since', '57.5s')).lines).toHaveLength(2);
	expect((await ask('shop', '--since', '2026-11-21T09:09:04Z')).lines).toHaveLength(1);
	expect(texts((await ask('shop_web', '--tail', '1')).lines)).toEqual([
		'shop_web.2 GET /y 200',
		'shop_web.1 GET /x 500 red',
	]);
});

test('as JSON each line is an object with the text as it was, and nothing in it can act on a terminal', async () => {
	const {out, lines} = await ask('mail', '--json');
	expect(JSON.parse(lines[0] ?? '')).toEqual({
		time: '2026-11-21T09:09:05.000000000Z',
		service: 'mail',
		slot: 1,
		node: 'mgr1',
		task: id('m1'),
		stream: 'stdout',
		text: 'sent \u009b31m',
	});
	expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
	expect((await ask('mail')).out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});

test.each([
	[[], 2, /^skep: skep logs of what\?/],
	[['shop_wbe'], 1, /^skep: the swarm has no service, stack or task shop_wbe\./],
	[['op_we'], 1, /Is it shop_web\?/],
	[['mail', '--grep', '('], 2, /^skep: --grep takes a regular expression; "\(" is none: unterminated group\.$/],
	[
		['mail', '--grep', '(a+)+b'],
		2,
		/^skep: --grep takes a regular expression; "\(a\+\)\+b" repeats what repeats, which can take for ever\.$/,
	],
	[['mail', '--since', 'yesterday'], 2, /^skep: --since takes a length of time or a date/],
	[['mail', '--tail', 'all'], 2, /^skep: --tail takes a whole number/],
	[['mail', '--folow'], 2, /there is no option --folow here: --follow, --since, --tail, --grep, --json/],
])('%j is answered by one sentence', async (args, code, sentence) => {
	const answer = await ask(...args);
	expect(answer.code).toBe(code);
	expect(answer.out).toBe('');
	expect(answer.err.trim()).toMatch(sentence);
	expect(answer.err.trim().split('\n')).toHaveLength(1);
});

test('what the log reader misses is said apart, and the answer is no success', async () => {
	small.world.logs.push({...line('w1', 6, 'Error grabbing logs: node x is not available'), type: 3});
	const {code, err, lines} = await ask('shop_web');
	expect(code).toBe(1);
	expect(err).toBe('skep: node x is not available\n');
	expect(lines).toHaveLength(3);
});

test('followed, lines come as they are written, tasks that come later have names, and it ends when it is stopped', async () => {
	const {code, told, stop} = start('shop_web', '--follow', '--grep', 'GET');
	await expect.poll(() => told.out.split('\n').length).toBe(4);
	small.change(changed => {
		changed.tasks.push(Object.assign(rawTask(web, {ID: id('w3'), Slot: 3}), {NodeID: id('mgr1')}));
	});
	small.log(line('w3', 7, 'GET /late 200'), line('w3', 8, 'nothing of interest'));
	await expect.poll(() => told.out).toContain('shop_web.3 mgr1 GET /late 200');
	expect(told.out).not.toContain('nothing of interest');
	stop();
	expect(await code).toBe(0);
	expect(told.err).toBe('');
});

test('a service that joins a stack while it is followed is heard from its first line on; others are not', async () => {
	const {code, told, stop} = start('shop', '--follow');
	await expect.poll(() => told.out).toContain('checkpoint');
	await expect.poll(() => small.listeners()).toBe(1);
	const [late, other] = [rawService('shop_late', stack), rawService('stray')];
	small.change(changed => {
		changed.services.push(late, other);
		changed.tasks.push(
			...[rawTask(late, {ID: id('l1'), Slot: 1}), rawTask(other, {ID: id('o1'), Slot: 1})].map(task =>
				Object.assign(task, {NodeID: id('mgr1')}),
			),
		);
		changed.logs.push(line('l1', 6, 'first words'), line('o1', 6, 'not asked for'));
	});
	await expect.poll(() => told.out).toContain('shop_late.1 mgr1 first words');
	small.log(line('l1', 9, 'more of it'), line('w1', 9, 'GET /still 200'));
	await expect.poll(() => told.out).toContain('shop_late.1 mgr1 more of it');
	await expect.poll(() => told.out).toContain('shop_web.1 mgr1 GET /still 200');
	expect(told.out).not.toContain('not asked for');
	expect(told.out.match(/first words/g)).toHaveLength(1);
	stop();
	expect(await code).toBe(0);
	expect(told.err).toBe('');
});
