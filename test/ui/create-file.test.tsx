import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {rested} from './dialog-steps.ts';
import {calmWorld} from './worlds.ts';

const distinctive = 'Zq7-hidden-from-all';

const openForm = async (skep: OpenDashboard, shelf: string) => {
	await skep.press(':');
	await skep.type(shelf);
	await skep.press('enter');
	await skep.soon(() => skep.top()?.kind === 'shelf');
	await skep.press('a');
	await rested(skep);
};

/** What the state folder holds, and what the terminal was sent. */
const everything = (skep: OpenDashboard) => [
	skep.written.join(''),
	...readdirSync(skep.folder, {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile())
		.map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
];

const sendings = (skep: OpenDashboard) => skep.writes().map(({path, query, body}) => ({path, query, body}));

test.each([
	[160, 48],
	[80, 24],
])('a value is typed behind dots at %ix%i, and goes nowhere but to the engine', async (columns, rows) => {
	await using skep = await openDashboard(calmWorld(), {columns, rows});
	await openForm(skep, 'secrets');
	await skep.type('db');
	await skep.press('tab');
	await skep.type(distinctive);
	await skep.waitFor(/value +\*+/);
	expect(skep.text()).not.toContain(distinctive);
	await skep.press('enter');
	await rested(skep);
	await skep.waitFor('docker secret create db -');

	// Back to the form and forth again: it is still there, and still hidden.
	await skep.press('shift+tab');
	await rested(skep);
	expect(skep.text()).toMatch(/value +\*+/);
	await skep.press('enter');
	await rested(skep);
	await skep.press('y');
	await skep.soon(() => skep.small.world.secrets.some(({Spec}) => Spec.Name === 'db'));
	await skep.soon(() => skep.dialog() === undefined);

	expect(sendings(skep)).toEqual([
		{
			path: '/secrets/create',
			query: {},
			body: {Name: 'db', Labels: {}, Data: Buffer.from(distinctive).toString('base64')},
		},
	]);
	const base64 = Buffer.from(distinctive).toString('base64').slice(0, 16);
	expect(everything(skep).filter(text => text.includes(distinctive) || text.includes(base64))).toEqual([]);
	expect(JSON.parse(skep.journal())).toMatchObject({operation: 'createSecret', command: 'docker secret create db -'});
});

test('a paste with a line break is refused, and what was typed stays', async () => {
	await using skep = await openDashboard(calmWorld(), {columns: 120, rows: 36});
	await openForm(skep, 'secrets');
	await skep.type('db');
	await skep.press('tab');
	await skep.type('before');
	await skep.paste(`${distinctive}\n`);
	await skep.waitFor('has a line break, a tab or another control character in it');
	expect(skep.dialog()?.phase).toMatchObject({kind: 'form', values: {value: 'before'}});
	await skep.paste(distinctive);
	expect(skep.dialog()?.phase).toMatchObject({kind: 'form', values: {value: `before${distinctive}`}});
	expect(skep.written.join('')).not.toContain(distinctive);
});

test('what is wrong with a file is said at its field, and nothing typed is lost', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'given-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	await using skep = await openDashboard(calmWorld(), {columns: 120, rows: 36});
	await openForm(skep, 'configs');
	await skep.type('motd');
	await skep.press('tab', 'tab');
	await skep.type(join(folder, 'f'));
	await skep.press('enter');
	await rested(skep);
	await skep.waitFor('f is not there.');
	expect(skep.dialog()?.phase).toMatchObject({kind: 'form', active: 2, values: {name: 'motd'}});
	writeFileSync(join(folder, 'f'), 'hello\n');
	await skep.press('enter');
	await rested(skep);
	await skep.waitFor('(6 bytes)');
	await skep.press('y');
	await skep.soon(() => skep.small.world.configs.some(({Spec}) => Spec.Name === 'motd'));
	expect(skep.journal()).not.toContain('hello');
});

test('with read-only nothing gets as far as y', async () => {
	await using skep = await openDashboard(calmWorld(), {columns: 120, rows: 36, isReadOnly: true});
	await openForm(skep, 'secrets');
	await skep.type('db');
	await skep.press('tab');
	await skep.type(distinctive);
	await skep.press('enter');
	await rested(skep);
	await skep.waitFor('read-only');
	await skep.press('y');
	await skep.settle();
	expect(skep.writes()).toEqual([]);
});
