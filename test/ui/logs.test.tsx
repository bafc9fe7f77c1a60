import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {id} from '../helpers/small-engine/build.ts';
import type {WorldLine} from '../helpers/small-engine/world.ts';
import {walkTo} from './dialog-steps.ts';
import {calmWorld, troubledWorld} from './worlds.ts';

const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 9, 10, 0) + second * 1000).toISOString();

const line = (task: string, second: number, text: string): WorldLine => ({
	task: id(task),
	text,
	timestamp: at(second).replace('Z', '000000Z'),
});

/** A hundred lines of one task, every tenth an error. */
const hundred = Array.from({length: 100}, (_, index) =>
	line('1taskmail', index, index % 10 === 9 ? `ERROR ${index} relay refused` : `sent ${index} to relay`),
);

const opened = async (lines: readonly WorldLine[] = hundred, service = 'mail', size = {columns: 80, rows: 24}) => {
	const world = calmWorld();
	world.logs.splice(0, world.logs.length, ...lines);
	const skep = await openDashboard(world, size);
	await skep.press('1');
	await walkTo(skep, id(service));
	await skep.press('l');
	await skep.soon(() => skep.context.logs.getState().lines.length >= Math.min(lines.length, 1));
	return skep;
};

/** The lines of the pane, below the tabs. */
const shown = (skep: OpenDashboard) => skep.lines().filter(text => /sent \d+|ERROR \d+/.test(text));
const numbers = (skep: OpenDashboard) => shown(skep).map(text => Number(/(?:sent|ERROR) (\d+)/.exec(text)?.[1]));

test('finding highlights and counts without moving the view; n goes further back, N nearer', async () => {
	await using skep = await opened(hundred, 'mail', {columns: 120, rows: 36});
	await skep.press('z');
	await skep.waitFor('sent 98');
	const before = numbers(skep);
	await skep.press('/');
	await skep.type('error');
	await skep.waitFor('10 found');
	expect(numbers(skep)).toEqual(before);
	await skep.press('enter', 'n');
	await skep.waitFor('1 of 10');
	await skep.press('n', 'n', 'n', 'n', 'n');
	await skep.waitFor(/6 of 10, held/);
	await skep.waitFor(/^>.*ERROR 49/m);
	await skep.press('N');
	await skep.waitFor(/5 of 10/);
	await skep.waitFor(/^>.*ERROR 59/m);
	for (let presses = 0; presses < 8; presses++) {
		await skep.press('n');
	}
	await skep.waitFor('[ reads further back');
});

test('the log goes on while something is typed, and after it was dropped', async () => {
	await using skep = await opened();
	await skep.waitFor('ERROR 99');
	await skep.press('/');
	skep.small.log(line('1taskmail', 100, 'sent 100 while typing'));
	await skep.waitFor('sent 100 while typing');
	await skep.press('ctrl+c', '/', 'ctrl+c');
	skep.small.log(line('1taskmail', 101, 'sent 101 afterwards'));
	await skep.waitFor('sent 101 afterwards');
	expect(skep.ui().prompt).toBeUndefined();
});

test('Escape takes away the search, then the filter, then leaves', async () => {
	await using skep = await opened();
	await skep.press('&');
	await skep.type('ERROR');
	await skep.press('enter', '/');
	await skep.type('relay');
	await skep.press('enter');
	await skep.soon(() => skep.ui().logs.search === 'relay' && skep.ui().logs.filter === 'ERROR');
	await skep.press('escape');
	await skep.soon(() => skep.ui().logs.search === '');
	expect(skep.ui().logs.filter).toBe('ERROR');
	await skep.press('escape');
	await skep.soon(() => skep.ui().logs.filter === '');
	expect(skep.ui().focus).toBe('logs');
	await skep.press('escape');
	await skep.soon(() => skep.ui().focus === 'services');
});

test('a filter keeps only what matches, by text or origin; ! keeps the rest', async () => {
	await using skep = await opened([...hundred, line('2taskmail', 100, 'sent 100 by the other')]);
	await skep.press('&');
	await skep.type('!sent');
	await skep.waitFor(() => numbers(skep).length === 10);
	expect(numbers(skep).every(number => number % 10 === 9)).toBe(true);
	await skep.press('escape', '&');
	await skep.type('mail\\.2');
	await skep.waitFor(() => numbers(skep).join() === '100');
});

test('what is no regular expression is said in a sentence, and looked for as it stands', async () => {
	await using skep = await opened([line('1taskmail', 1, 'sent 1 (twice'), line('1taskmail', 2, 'sent 2')]);
	await skep.press('&');
	await skep.type('(tw');
	await skep.waitFor(/no regular expression \(unterminated group\): looked for as it stands/);
	await skep.press('enter');
	await skep.waitFor(() => numbers(skep).join() === '1');
	expect(skep.text()).toContain('(tw: no regular expression (unterminated group)');
});

test('going up holds the view: new lines are counted and nothing moves, not even in a flood', async () => {
	await using skep = await opened();
	await skep.waitFor('ERROR 99');
	await skep.press('k', 'k', 'k');
	await skep.waitFor(() => numbers(skep).at(-1) === 96);
	const before = numbers(skep);
	const flood = Array.from({length: 30_000}, (_, index) => line('1taskmail', 200 + index / 1000, `other ${index}`));
	for (let from = 0; from < flood.length; from += 1000) {
		skep.small.log(...flood.slice(from, from + 1000));
	}
	await skep.soon(() => skep.context.logs.getState().lines.cameOf.get(id('1taskmail') as never) === 30_100);
	await skep.press('z');
	await skep.waitFor(/held.*\+30,003 new/);
	expect(numbers(skep).slice(-5)).toEqual(before.slice(-5));
	await skep.press('G');
	await skep.waitFor('other 29999');
	expect(skep.context.logs.getState().lines.length).toBeLessThanOrEqual(10_000);
});

test('[ reads older lines than those that came, says when there are no more, and ] is back at now', async () => {
	const many = Array.from({length: 2500}, (_, index) => line('1taskmail', index / 10, `sent ${index} to relay`));
	await using skep = await opened(many);
	await skep.waitFor('sent 2499');
	expect(skep.context.logs.getState().lines.at(0)?.text).toContain('sent 2300');
	await skep.press('[');
	await skep.waitFor(/Read 1,000 older lines/);
	await skep.waitFor(() => numbers(skep).at(-1) === 2299);
	await skep.press('[');
	await skep.waitFor(() => numbers(skep).at(-1) === 1299);
	await skep.press('[');
	await skep.waitFor(() => numbers(skep).at(-1) === 299);
	await skep.press('[');
	await skep.waitFor('There are no older lines');
	await skep.press('g');
	await skep.waitFor(() => numbers(skep)[0] === 0);
	await skep.waitFor('the oldest lines that the engines have');
	await skep.press(']');
	await skep.waitFor(() => numbers(skep).at(-1) === 2499);
	expect(skep.ui().logs.held).toBeUndefined();
});

test('L shows the whole stack, merged by time, each line with its service; l does so for marked ones', async () => {
	const lines = [
		line('1taskshop_api', 1, 'sent 1'),
		line('1taskshop_api', 3, 'sent 3'),
		line('2taskshop_web', 2, 'sent 2'),
		line('1taskshop_web', 4, 'sent 4'),
		line('1taskmail', 5, 'sent 5'),
	];
	await using skep = await opened(lines, 'shop_web', {columns: 160, rows: 48});
	await skep.press('L');
	await skep.waitFor('Logs of stack shop');
	await skep.waitFor(() => numbers(skep).join() === '1,2,3,4');
	expect(shown(skep)[1]).toMatch(/web\.2\s+sent 2/);
	expect(skep.small.requests(/services\/.*\/logs$/).length).toBeGreaterThanOrEqual(4);
	await skep.press('escape', '1');
	await walkTo(skep, id('mail'));
	await skep.press('space');
	await walkTo(skep, id('shop_api'));
	await skep.press('space', 'l');
	await skep.waitFor('Logs of 2 services');
	await skep.waitFor(() => numbers(skep).join() === '1,3,5');
});

test('on the list of stacks, L shows the logs of that stack', async () => {
	await using skep = await openDashboard(calmWorld(), {columns: 80, rows: 24});
	await skep.press(':');
	await skep.type('stacks');
	await skep.press('enter', 'L');
	await skep.waitFor('Logs of stack shop');
});

test('h hides what stopped tasks wrote', async () => {
	const world = troubledWorld();
	const ended = world.tasks.find(({Status, ServiceID}) => Status.State === 'failed' && ServiceID === id('shop_api'));
	const alive = world.tasks.find(({Status, ServiceID}) => Status.State === 'running' && ServiceID === id('shop_api'));
	world.logs.push(line(ended?.ID ?? '', 1, 'sent 1'), line(alive?.ID ?? '', 2, 'sent 2'));
	for (const entry of world.logs.slice(-2)) {
		Object.assign(entry, {task: entry.text === 'sent 1' ? ended?.ID : alive?.ID});
	}
	await using skep = await openDashboard(world, {columns: 160, rows: 48});
	await skep.press('1');
	await walkTo(skep, id('shop_api'));
	await skep.press('l');
	await skep.waitFor(() => numbers(skep).join() === '1,2');
	await skep.press('h');
	await skep.waitFor(() => numbers(skep).join() === '2');
});

test('tasks on a node that is down are named: what they write is missing', async () => {
	const world = troubledWorld();
	await using skep = await openDashboard(world, {columns: 160, rows: 48});
	await skep.press('1');
	await walkTo(skep, id('shop_web'));
	await skep.press('l');
	await skep.waitFor(/nothing from shop_web\.\d, shop_web\.\d: wrk2 is down/);
});

test('m tells JSON as level, message and the rest; red is for errors only', async () => {
	const json = (level: string | number, msg: string) =>
		JSON.stringify({level, time: 1, msg, user: 'ann', took: {ms: 5}, path: '/a b'});
	await using skep = await opened(
		[
			line('1taskmail', 1, json('error', 'sent 1')),
			line('1taskmail', 2, json(30, 'sent 2')),
			line('1taskmail', 3, 'sent 3'),
		],
		'mail',
		{columns: 160, rows: 48},
	);
	await skep.press('z', 'm');
	await skep.waitFor(/ERROR sent 1 {2}user=ann took=\{"ms":5\} path="\/a b"/);
	await skep.waitFor(/INFO {2}sent 2/);
	await skep.waitFor('sent 3');
});

test('S saves what the filter leaves, clean and with times and origins, and never over a file unasked', async () => {
	await using skep = await opened([...hundred, line('1taskmail', 101, 'ERROR 101 \u001b[31mred\u0007')]);
	await skep.press('&');
	await skep.type('ERROR');
	await skep.press('enter', 'S');
	await skep.waitFor(/Save to skep-mail-2026\d+-\d+\.log_/);
	await skep.press('ctrl+u');
	await skep.type('mine.log');
	await skep.press('enter');
	await skep.waitFor('Saved 11 lines to');
	const file = join(skep.folder, 'mine.log');
	const text = readFileSync(file, 'utf8');
	expect(statSync(file).mode & 0o777).toBe(0o600);
	expect(text.trimEnd().split('\n')).toHaveLength(11);
	expect(text).toMatch(/^2026-11-21T09:10:09\.\d+Z mail\.1 \w+ \w+ ERROR 9 relay refused$/m);
	expect(text).toMatch(/ERROR 101 red$/m);
	await skep.press('escape', 'S', 'ctrl+u');
	await skep.type('mine.log');
	await skep.press('enter');
	await skep.waitFor(/that file is there: Enter writes over it/);
	expect(readFileSync(file, 'utf8')).toBe(text);
	await skep.press('escape', 'S', 'ctrl+u');
	await skep.type('mine.log');
	await skep.press('enter');
	await skep.waitFor(/that file is there/);
	await skep.press('enter');
	await skep.waitFor(/Saved \d+ lines to/);
	expect(readdirSync(skep.folder)).toContain('mine.log');
});
