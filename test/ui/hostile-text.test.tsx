import {expect, test} from 'vitest';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {id, rawNode, rawTask} from '../helpers/small-engine/build.ts';
import {type World, world} from '../helpers/small-engine/world.ts';
import {leaveAll, rested, walkTo} from './dialog-steps.ts';
import {addService, plainWorld} from './worlds.ts';

/** What would take the terminal over, were it to get there. */
const attacks = [
	'\u001b[77;77H',
	'\u001b[?1003h',
	'\u001b]0;OWNED\u0007',
	'\u001b]52;c;T1dORUQ=\u0007',
	'\u001bP1$qm\u001b\\',
	'\u009b77;77H',
	'\u001bc',
	'\u001b[6n',
	'\u202e',
	'\u2066',
	'\u0007',
	'\r\n',
	'\b\b\b',
	'\u0000',
	'\u200b',
];

const names = [
	`aa-${attacks.join('')}end`,
	'bb-서비스-데이터베이스-이름',
	'cc-🚀👩‍👩‍👧‍👦🇰🇷-emoji',
	`dd-${'long'.repeat(75)}`,
	'ee-\u202egnp.exe',
	'ff-e\u0301\u0301\u0301\u0301\u0301-marks',
	'gg-plain',
];

const hostileWorld = (): World => {
	const base = plainWorld();
	const hostile = world({nodes: [...base.nodes, ...names.map((name, at) => nodeCalled(name, at))]});
	for (const [at, name] of names.entries()) {
		const service = addService(hostile, name, 1, {
			ID: id(`evil${at}`),
			Spec: {
				Labels: {[`label${attacks.join('')}`]: attacks.join('x')},
				TaskTemplate: {ContainerSpec: {Image: at === 0 ? `shop/${attacks.join('')}x:1` : 'shop/x:1'}},
			},
		});
		hostile.tasks.push(
			rawTask(service, {
				ID: id(`task${at}`),
				Slot: 2,
				NodeID: id(`node${at}`),
				Status: {State: 'failed', Err: `error ${attacks.join('')} of ${name}`, ContainerStatus: {ExitCode: 1}},
				DesiredState: 'shutdown',
			}),
		);
		const line = {task: id(`1task${name}`), timestamp: '2026-11-21T09:00:01.000000000Z'};
		hostile.logs.push(
			{...line, text: `log ${attacks.join('')} of ${name}`},
			{...line, text: 'red: \u001b[31mred\u001b[0m'},
		);
	}
	return hostile;
};

const nodeCalled = (name: string, at: number) =>
	rawNode(name, {ID: id(`node${at}`), Spec: {Labels: {[attacks.join('')]: attacks.join('')}}});

const raw = new RegExp(
	[
		...['\\[77;77H', '\\[\\?1003h', '\\]0;OWNED', '\\]52;c;T1dORUQ', 'P1\\$qm', 'c', '\\[6n'].map(
			rest => `\u001b${rest}`,
		),
		'[\u0000-\u0006\u0008\u000b\u000c\u000e-\u001a\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]',
	].join('|'),
);

/** Of what was written since it was looked at last. */
const expectNoRaw = (skep: OpenDashboard) => expect(raw.exec(skep.written.splice(0).join(''))?.[0]).toBeUndefined();

const harmless = async (skep: OpenDashboard) => {
	await skep.waitUntilGone(/OWNED|T1dORUQ|77;77/);
	expectNoRaw(skep);
};

const text = (skep: OpenDashboard, x: number, y: number) => skep.cell(x, y).text;

/** Where the cells of a column begin, under its heading. */
const expectAligned = (skep: OpenDashboard, heading: string, rows: number, first: RegExp) => {
	const head = skep.rowIndex(new RegExp(`\\b${heading}\\b`));
	const x = skep.lines()[head]?.indexOf(heading) ?? -1;
	expect(x).toBeGreaterThan(0);
	for (let y = head + 1; y <= head + rows; y++) {
		expect(text(skep, x, y), `${heading} in line ${y} of\n${skep.text()}`).toMatch(first);
		expect(text(skep, x - 1, y), `before ${heading} in line ${y}`).toMatch(/^ ?$/);
	}
};

test.each([
	[160, 48],
	[80, 24],
])('text from the swarm is shown harmlessly and aligned at %ix%i', async (columns, rows) => {
	await using skep = await openDashboard(hostileWorld(), {columns, rows});
	await skep.press('1');
	await skep.time.skip(500);
	await skep.waitFor('gg-plain');
	expectAligned(skep, 'IMAGE', names.length, /^s$/);
	expect(skep.text()).toMatch(/bb-서비스-데이터/);
	await harmless(skep);

	for (const place of names.keys()) {
		await walkTo(skep, id(`evil${place}`));
		for (const key of ['d', 'i', 's', 'r']) {
			await skep.press(key);
			await rested(skep);
			// YAML has its own way to write them, and shows them so.
			await (key === 'i' ? expectNoRaw(skep) : harmless(skep));
			await leaveAll(skep);
		}
		await skep.press('3');
		await skep.time.skip(500);
		await skep.press('4');
		await skep.soon(() => skep.context.logs.getState().lines.length > 0);
		await harmless(skep);
		await skep.press('1');
	}
});

test('nodes with hostile names stay aligned, and can be described and drained', async () => {
	await using skep = await openDashboard(hostileWorld(), {columns: 160, rows: 48});
	await skep.press('2', 'z');
	await skep.waitFor('gg-plain');
	expectAligned(skep, 'STATE', names.length + 5, /^r$/);
	for (const place of [0, 2, 3]) {
		await walkTo(skep, id(`node${place}`));
		for (const key of ['d', 'i', 'D']) {
			await skep.press(key);
			await rested(skep);
			// YAML has its own way to write them, and shows them so.
			await (key === 'i' ? expectNoRaw(skep) : harmless(skep));
			await leaveAll(skep);
		}
	}
});

test('colours of log lines pass, and end with their line', async () => {
	await using skep = await openDashboard(hostileWorld(), {columns: 160, rows: 48});
	await skep.press('1');
	await walkTo(skep, id('evil6'));
	await skep.time.skip(500);
	await skep.waitFor('red: red');
	const y = skep.rowIndex('red: red');
	const x = (skep.lines()[y]?.indexOf('red: red') ?? 0) + 'red: '.length;
	expect(skep.cell(x, y).foreground).toBe(1);
	expect(skep.cell(x + 4, y).foreground).toBeUndefined();
});

test('an error of the engine with an escape sequence is said without it', async () => {
	await using skep = await openDashboard(plainWorld('web'), {columns: 80, rows: 24});
	await skep.press('1', 's');
	await rested(skep);
	await skep.press('4', 'enter');
	await rested(skep);
	skep.small.fault(/update$/, {status: 400, message: `refused ${attacks.join('')}, by policy`});
	await skep.press('y');
	await skep.waitFor('by policy');
	expectNoRaw(skep);
});
