import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {id} from '../helpers/small-engine/build.ts';
import {rested, walkTo} from './dialog-steps.ts';
import {pauseFor, rollingWorld} from './rolling-world.ts';
import {loopingWorld, waitingWorld} from './why-worlds.ts';
import {addService, calmWorld} from './worlds.ts';

const openOn = async (skep: OpenDashboard, name: string) => {
	await skep.press('1');
	await walkTo(skep, id(name));
	await skep.press('w');
	await skep.soon(() => skep.top()?.kind === 'why');
	await skep.waitFor(/^ WHY {2}/);
};

const isAsWide = (skep: OpenDashboard, columns: number, rows: number) => {
	expect(skep.lines()).toHaveLength(rows);
	expect(skep.lines().filter(line => stringWidth(line) > columns)).toEqual([]);
};

test.each([
	[160, 48],
	[120, 36],
] as const)(
	'at %ix%i a waiting task is held against every rule on every node, nearest first',
	async (columns, rows) => {
		await using skep = await openDashboard(waitingWorld(), {columns, rows});
		expect(skep.row(/DOWN +ledger_db/)).toContain(
			'no node fits: node09 is down; node05 is 615 MiB memory short; its data is on node09',
		);
		await openOn(skep, 'ledger_db');
		const text = skep.text();
		isAsWide(skep, columns, rows);
		expect(skep.lines()[0]).toMatch(/^ WHY {2}ledger_db\.1 is pending 41m, since \d\d:49:00 {3}0\/1 .*live/);
		expect(text).toMatch(/Swarm: no suitable node \(scheduling .*\n(.*\n)? .*it blames only each node's first failure/);
		expect(text).toContain('Needs  4 GiB memory, 1 cpu reserved; node.labels.disk == ssd; node.role != manager');
		expect(skep.row('NODE ')).toMatch(/TAKES TASKS +MEM FREE +(CPU FREE +)?disk == ssd +role != manager/);
		const table = skep.lines().slice(skep.lines().findIndex(line => line.includes('NODE ')) + 1);
		expect(table.slice(0, 7)).toEqual([
			expect.stringMatching(/^ {3}node09 +NO down +5\.8 GiB .*ok +ok +fits when it is back/),
			expect.stringMatching(/^ {3}node05 +ok +! 3\.4 GiB .*ok +ok +615 MiB memory short/),
			expect.stringMatching(/^ {3}node04 +ok +! 1\.2 GiB .*ok +ok +2\.8 GiB memory short/),
			expect.stringMatching(/^ {3}mgr1 +ok +8 GiB .*ok +NO manager +only that rule/),
			expect.stringMatching(/^ {3}node201 202 203 +ok +4-4\.2 GiB .*NO hdd +ok +one label away/),
			expect.stringMatching(/^ {3}small1 2 +ok +! 1-2 GiB .*NO hdd +ok *$/),
			expect.stringMatching(/^ {3}zdrained +NO drained +9 GiB .*NO hdd +ok *$/),
		]);
		expect(text).toContain(
			'DATA   ledger_data is a local volume, last used on node09. On any other node it starts EMPTY.',
		);
		expect(text).toMatch(/1 {2}node09 back +it starts by itself; it keeps its data/);
		expect(text).toMatch(
			/reserve 3\.4 GiB, not 4 GiB +fits node05; restarts all tasks of ledger_db; ledger_data starts EMPTY there/,
		);
		expect(text).toContain('$ skep plan label node201 --add disk=ssd');
	},
);

test('at 80x24 it scrolls, says how much is left, and cuts nothing', async () => {
	await using skep = await openDashboard(waitingWorld(), {columns: 80, rows: 24});
	await openOn(skep, 'ledger_db');
	isAsWide(skep, 80, 24);
	expect(skep.lines().at(-1)).toMatch(/\d+ more below$/);
	const seen = new Set(skep.lines().slice(0, -1));
	while (/below$/.test(skep.lines().at(-1) ?? '')) {
		await skep.press('j');
		isAsWide(skep, 80, 24);
		for (const line of skep.lines().slice(0, -1)) {
			seen.add(line);
		}
	}
	const all = [...seen].join('\n');
	expect(all).not.toMatch(/…|\.\. *\n/);
	expect(all).toMatch(/node09 +NO down +5\.8 GiB +ok +ok/);
	expect(all).toMatch(/reserve 3\.4 GiB, not 4 GiB\n +fits node05; restarts all tasks/);
	expect(all).toContain('--reserve-memory 3481m');
	await skep.press('g');
	await skep.waitFor('Swarm: no suitable node');
});

test('a shows every node by itself, c copies the page, and nothing is ever changed from here', async () => {
	await using skep = await openDashboard(waitingWorld());
	await openOn(skep, 'ledger_db');
	expect(skep.row(/^ {3}node202 /)).toBeUndefined();
	await skep.press('f');
	await skep.waitFor(/^ {3}node202 +ok +4\.1 GiB/m);
	expect(skep.text()).toContain('10 nodes, nearest first, one by one');
	await skep.press('f', 'c');
	await skep.waitFor('copied as text');
	const copied = skep.written.findLast(chunk => chunk.includes('\u001b]52;c;')) ?? '';
	const text = Buffer.from(/52;c;([^\u0007]*)/.exec(copied)?.[1] ?? '', 'base64').toString();
	expect(text).toMatch(/^ WHY {2}ledger_db\.1[\s\S]*Swarm: no suitable[\s\S]*node05[\s\S]*What would make it run/);
	expect(text).not.toContain('\u001b');
	await skep.press('D', 'P', 'A', 's', 'u', 'r', 'R', 'y', 'ctrl+d', 'U');
	expect(skep.top()?.kind).toBe('why');
	await skep.press('escape');
	await skep.soon(() => skep.top() === undefined);
	expect(skep.writes()).toEqual([]);
});

test('Enter plans what would make it run, with the form filled in, and Esc leaves everything as it is', async () => {
	await using skep = await openDashboard(waitingWorld());
	await openOn(skep, 'ledger_db');
	expect(skep.row(/^ > \d/)).toContain('1  node09 back');
	expect(skep.lines().at(-1)).toContain('Enter the page of that node');
	await skep.press('j', 'j', 'j', 'j', 'j');
	await skep.waitFor(/^ > 3 {2}label node201 disk=ssd/m);
	expect(skep.lines().at(-1)).toContain('Enter plan it (nothing is changed yet)');
	await skep.press('enter');
	await rested(skep);
	expect(skep.dialog()).toMatchObject({
		operation: {id: 'labelNode'},
		phase: {kind: 'form', values: {labels: 'disk=ssd', long: ''}},
	});
	expect(skep.text()).toContain('WHY  ledger_db.1');
	await skep.press('enter');
	await rested(skep);
	expect(skep.text()).toContain('node201: the label disk changes from "hdd" to "ssd".');
	expect(skep.text()).toContain('$ docker node update --label-add disk=ssd node201');
	await skep.press('escape');
	await skep.soon(() => skep.top()?.kind === 'why');
	expect(skep.row(/^ > \d/)).toContain('3  label node201');
	await skep.press('k');
	await skep.waitFor(/^ > 2 {2}reserve 3\.4 GiB/m);
	await skep.press('enter');
	await rested(skep);
	expect(skep.dialog()).toMatchObject({
		operation: {id: 'changeNeeds'},
		phase: {kind: 'form', values: {reservedMemory: '3481m'}},
	});
	await skep.press('enter');
	await rested(skep);
	expect(skep.text()).toMatch(/ledger_db: reserved memory 4GiB -> 3481MiB\./);
	expect(skep.text()).toContain('--reserve-memory 3650093056 ledger_db');
	await skep.press('escape');
	await skep.press('k', 'k', 'enter');
	await skep.waitFor(/Node node09/);
	expect(skep.text()).toContain('down: heartbeat failure');
	await skep.press('escape');
	await skep.waitFor(/^ > 1 {2}node09 back/m);
	expect(skep.writes()).toEqual([]);
});

test('where what is chosen is out of sight, Enter shows it before it plans it', async () => {
	await using skep = await openDashboard(waitingWorld(), {columns: 80, rows: 16});
	await openOn(skep, 'ledger_db');
	expect(skep.row(/^ > \d/)).toBeUndefined();
	expect(skep.lines().at(-1)).toContain('Enter what would make it run');
	await skep.press('enter');
	await skep.waitFor(/^ > 1 {2}node09 back/m);
	expect(skep.top()?.kind).toBe('why');
	await skep.press('enter');
	await skep.waitFor(/Node node09/);
});

test('it follows the swarm, and what is read stays where it is', async () => {
	await using skep = await openDashboard(waitingWorld(), {columns: 80, rows: 16});
	await openOn(skep, 'ledger_db');
	await skep.press('G');
	await skep.soon(() => /^ DATA|^──|^ {3}\d {2}|^ {6}/.test(skep.lines()[2] ?? ''));
	const first = skep.lines()[2];
	skep.small.change(({nodes}) => {
		const node = nodes.find(({ID}) => ID === id('node202'));
		Object.assign(node?.Status ?? {}, {State: 'down'});
	});
	await skep.refreshed();
	await skep.soon(
		() =>
			[...(skep.cluster.getState().snapshot.nodes?.items.values() ?? [])].filter(({state}) => state === 'down')
				.length === 2,
	);
	expect(skep.lines()[2]).toBe(first);
	await skep.press('g', 'f', 'pagedown');
	await skep.soon(() => /node202 +NO down/.test(skep.text()));
	await skep.press('g');
	skep.small.change(world => {
		const node = world.nodes.find(({ID}) => ID === id('node09'));
		Object.assign(node?.Status ?? {}, {State: 'ready'});
		const task = world.tasks.find(({ID}) => ID === id('2ledger'));
		Object.assign(task ?? {}, {NodeID: id('node09')});
		Object.assign(task?.Status ?? {}, {State: 'running', Err: undefined});
	});
	await skep.refreshed();
	await skep.soon(() => skep.text().includes('Nothing waits, and nothing has failed.'));
});

test('tasks that end by themselves are told once each way, with what lies behind it', async () => {
	await using skep = await openDashboard(loopingWorld());
	await openOn(skep, 'mail');
	expect(skep.lines()[0]).toMatch(/^ WHY {2}mail {3}crash loop, exit 137/);
	expect(skep.text()).toMatch(
		/task: non-zero exit \(137\)\n +4 times on node201, node202, last \dm ago, at \d\d:28:30/,
	);
	expect(skep.text()).toContain('killed: out of memory? Its limit is 256 MiB');
	await skep.press('tab');
	await skep.waitFor(/^ mail {3}crash loop/);
	await skep.press('tab');
	await skep.waitFor(/^ WHY {2}mail/);
	await skep.press('w');
	await skep.soon(() => skep.top() === undefined);
});

test('where a rollout is under way it comes first, and Tab turns to the explanation', async () => {
	const world = rollingWorld();
	pauseFor(world, 3, '30:30');
	await using skep = await openDashboard(world, {columns: 80, rows: 24});
	await skep.press('1');
	await walkTo(skep, id('shop_web'));
	await skep.press('w');
	await skep.waitFor(/^ shop_web {3}UPDATE PAUSED/);
	expect(skep.lines().at(-1)).toContain('Tab why');
	await skep.press('tab');
	await skep.waitFor(/^ WHY {2}shop_web/);
	expect(skep.lines().at(-1)).toContain('Tab rollout');
	expect(skep.text()).toContain('once on');
	await skep.press('escape');
	await skep.soon(() => skep.top() === undefined);
});

test('a global service waits on each node by itself, and is explained at once', async () => {
	const world = calmWorld();
	const agent = addService(world, 'agent', 0, {
		Spec: {TaskTemplate: {Resources: {Reservations: {MemoryBytes: 64 * 2 ** 30}}}},
	});
	Object.assign(agent.Spec, {Mode: {Global: {}}});
	const {Runtime: _, ...spec} = structuredClone(agent.Spec.TaskTemplate);
	for (const node of world.nodes) {
		world.tasks.push({
			ID: id(`a${node.ID.slice(0, 4)}`),
			Version: {Index: 10},
			CreatedAt: '2026-11-21T09:00:00.000000000Z',
			UpdatedAt: '2026-11-21T09:00:00.000000000Z',
			Labels: {},
			Spec: spec,
			ServiceID: agent.ID,
			NodeID: node.ID,
			Status: {
				Timestamp: '2026-11-21T09:00:00.000000000Z',
				State: 'pending',
				Message: 'pending',
				Err: 'insufficient resources on 1 node',
			},
			DesiredState: 'running',
		} as never);
	}
	await using skep = await openDashboard(world, {columns: 120, rows: 36});
	await openOn(skep, 'agent');
	expect(skep.lines()[0]).toMatch(/^ WHY {2}agent {3}5 tasks pending 30m/);
	expect(skep.text()).toMatch(/Swarm: insufficient resources on 1 node\n/);
	expect(skep.text()).toContain('5 nodes, nearest first');
	expect(skep.text()).toContain('56 GiB memory short');
});

test('text from the swarm is harmless, and a service that goes says so', async () => {
	const world = waitingWorld();
	const task = world.tasks.find(({ID}) => ID === id('2ledger'));
	Object.assign(task?.Status ?? {}, {Err: 'bad \u001b[31mred\u001b[0m\u009b2J\nline'});
	const node = world.nodes.find(({ID}) => ID === id('node201'));
	Object.assign(node?.Spec.Labels ?? {}, {disk: '\u001b]0;owned\u0007hdd\u202e'});
	await using skep = await openDashboard(world);
	await openOn(skep, 'ledger_db');
	expect(skep.text()).toContain('bad red line');
	expect(skep.text()).toContain('NO hdd');
	expect(skep.written.join('')).not.toMatch(/owned|\u009b|\u202e/);
	skep.small.change(now => {
		now.services.splice(
			now.services.findIndex(({ID}) => ID === id('ledger_db')),
			1,
		);
	});
	await skep.soon(() => skep.text().includes('It is gone'));
});
