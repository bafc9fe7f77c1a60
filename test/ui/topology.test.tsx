import {expect, test} from 'vitest';
import {chooseColours, colours} from '../../source/ui/text/colours.ts';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {id, rawTask} from '../helpers/small-engine/build.ts';
import {bigWorld, type World} from '../helpers/small-engine/world.ts';
import {addService, calmWorld, troubledWorld} from './worlds.ts';

const open = async (skep: OpenDashboard) => {
	await skep.press(':');
	await skep.type('topology');
	await skep.press('enter');
	await skep.soon(() => skep.top()?.kind === 'topology');
};

/** The cells below the name of a node, to the next one. */
const under = (skep: OpenDashboard, name: string, next?: string) => {
	const [, heads = '', ...rows] = skep.lines();
	const from = heads.indexOf(name) - 3;
	const to = next === undefined ? undefined : heads.indexOf(next) - 3;
	return rows.slice(0, -4).map(row => row.slice(from, to).trimEnd());
};

const sizes = [
	[80, 24],
	[120, 36],
	[160, 48],
] as const;

test('every task is a box under its node, and what has none is in its own column, at every size', async () => {
	await using skep = await openDashboard(troubledWorld(), {columns: 160, rows: 48});
	await open(skep);
	for (const [columns, rows] of sizes) {
		await skep.resize(columns, rows);
		await skep.soon(() => skep.lines().length === rows && /Esc back .*Enter tasks/.test(skep.lines().at(-1) ?? ''));
		expect(skep.lines()[0]).toContain('Topology: 5 nodes, 16 tasks, by service');
		expect(skep.lines()[1]).toMatch(/^ {4}waiting +\* mgr1 +mgr2 +mgr3/);
		expect(skep.lines()[3]).toMatch(/1 task .* 2 tasks .* 3 tasks .* 3 tasks/);
		expect(under(skep, 'waiting', 'mgr1').join('\n')).toMatch(/>! reports\.1/);
		const boxes = under(skep, 'mgr1', 'mgr2').filter(cell => /\w\.\d/.test(cell));
		expect(boxes.map(cell => cell.trim())).toEqual(['mail.1', 'shop_web.2']);
		expect(skep.lines().at(-4)).toContain('reports.1 waiting for a node');
		expect(skep.lines().at(-2)).toContain('no suitable node (scheduling constraints not satisfied on 5 nodes)');
		expect(skep.text()).not.toMatch(/[│┃|]/);
	}
});

test('a node that is down holds what it lost; what failed and what is drained say so', async () => {
	const world = troubledWorld();
	const drained = world.nodes.find(({ID}) => ID === id('mgr3'));
	Object.assign(drained?.Spec ?? {}, {Availability: 'drain'});
	await using skep = await openDashboard(world, {columns: 160, rows: 48});
	await open(skep);
	expect(skep.lines()[1]).toContain('! wrk2');
	expect(skep.lines()[2]).toMatch(/manager drained .* worker down/);
	expect(skep.lines()[3]).toMatch(/3 lost/);
	expect(under(skep, 'wrk2').join('\n')).toMatch(/! shop_web\.1\n +lost {2}1/);
	expect(under(skep, 'wrk1', 'wrk2').join('\n')).toMatch(/! shop_api\.2\n +gave up, failed/);
});

test('boxes have the tones of their states, and are plain without colours', async () => {
	const before = colours();
	chooseColours('256');
	try {
		await using skep = await openDashboard(troubledWorld(), {columns: 160, rows: 48});
		await open(skep);
		const background = (name: string) => {
			const y = skep.rowIndex(name);
			return skep.cell(skep.lines()[y]?.indexOf(name) ?? 0, y).background;
		};
		const plain = background('mail.1');
		const red = background('shop_web.1');
		expect(plain).toBeDefined();
		expect(red).not.toBe(plain);
		expect(background('shop_web.6')).toBe(red);
		// Beside a box there is nothing, so that a copy by mouse is clean.
		const y = skep.rowIndex('mail.1');
		expect(skep.cell((skep.lines()[y]?.indexOf('mail.1') ?? 0) - 4, y).background).toBeUndefined();
	} finally {
		chooseColours(before);
	}
});

test('by stack, each stack heads its tasks, which go by their short names', async () => {
	await using skep = await openDashboard(calmWorld(), {columns: 120, rows: 36});
	await open(skep);
	await skep.press('o');
	await skep.waitFor('by stack');
	const cells = under(skep, 'mgr2', 'mgr3')
		.map(cell => cell.trim())
		.filter(Boolean);
	expect(cells.filter(cell => /[a-z]/.test(cell)).slice(1)).toEqual(
		['── 3 tasks ──────', 'shop', 'web.3', 'no stack', 'mail.2', 'queue.1'].map(text => expect.stringContaining(text)),
	);
	await skep.press('o');
	await skep.waitFor('by service');
});

test('arrows move by tasks and nodes, and the cursor stays on its task while others come and go', async () => {
	await using skep = await openDashboard(calmWorld(), {columns: 120, rows: 36});
	await open(skep);
	await skep.press('right');
	await skep.soon(() => /mail\.2 on mgr2/.test(skep.lines().at(-4) ?? ''));
	await skep.press('down', 'down');
	await skep.waitFor('shop_web.3 on mgr2');
	await skep.press('down', 'right');
	await skep.waitFor('shop_web.4 on mgr3');
	await skep.press('left');
	await skep.waitFor('shop_web.3 on mgr2');
	skep.small.change(world => {
		addOn(world, 'aaa', 'mgr2');
	});
	await skep.soon(() => under(skep, 'mgr2', 'mgr3').some(cell => cell.includes('aaa.1')));
	expect(skep.lines().at(-4)).toContain('shop_web.3 on mgr2');
	expect(skep.row(/> {2}shop_web\.3/)).toBeDefined();
	skep.small.change(world => {
		world.tasks = world.tasks.filter(({ID}) => ID !== id('3taskshop_web'));
	});
	await skep.soon(() => !skep.text().includes('shop_web.3'));
	const heir = /> {2}(\w+\.\d)/.exec(skep.text())?.[1] ?? '';
	expect(heir).toBe('queue.1');
	skep.small.change(world => {
		addOn(world, 'aab', 'mgr2');
	});
	await skep.soon(() => skep.text().includes('aab.1'));
	expect(skep.row(`>  ${heir}`)).toBeDefined();
});

const addOn = (world: World, name: string, node: string) => {
	const service = addService(world, name, 0);
	Object.assign(service.Spec.Mode, {Replicated: {Replicas: 1}});
	Object.assign(service, {ServiceStatus: {RunningTasks: 1, DesiredTasks: 1, CompletedTasks: 0}});
	world.tasks.push(rawTask(service, {ID: id(`1task${name}`), Slot: 1, NodeID: id(node)}));
};

test('a task that gets its node moves to it, and the cursor with it', async () => {
	await using skep = await openDashboard(troubledWorld(), {columns: 160, rows: 48});
	await open(skep);
	await skep.waitFor('reports.1 waiting for a node');
	skep.small.change(world => {
		const task = world.tasks.find(({ID}) => ID === id('1taskreports'));
		Object.assign(task ?? {}, {
			NodeID: id('wrk1'),
			Status: {State: 'running', Timestamp: '2026-11-21T09:30:31Z', Message: 'started'},
		});
	});
	await skep.waitFor('reports.1 on wrk1');
	expect(skep.lines()[3]).toMatch(/^ \S+ none /);
});

test('Enter shows the task in the panes, whatever they were filtered by; d and w look at it from here', async () => {
	await using skep = await openDashboard(troubledWorld(), {columns: 160, rows: 48});
	await skep.press('1', '/');
	await skep.type('queue');
	await skep.press('enter');
	await open(skep);
	await skep.press('w');
	await skep.soon(() => skep.top()?.kind === 'why');
	await skep.press('escape', 'd');
	await skep.soon(() => skep.top()?.kind === 'pager');
	await skep.press('escape', 'right', 'down', 'enter');
	await skep.soon(() => skep.top() === undefined);
	expect(skep.ui().focus).toBe('tasks');
	expect(skep.selectedId()).toBe(id('2taskshop_web'));
	await skep.waitFor('3 Tasks of shop_web');
});

test('only what is not as wanted, and what matches; Esc gives all back, then leaves', async () => {
	await using skep = await openDashboard(troubledWorld(), {columns: 120, rows: 36});
	await open(skep);
	await skep.press('!');
	await skep.waitFor('5 tasks, by service, not as wanted only');
	await skep.press('!', '/');
	await skep.type('^mail');
	await skep.press('enter');
	await skep.waitFor('2 tasks, by service, matching /^mail');
	await skep.press('escape');
	await skep.waitFor('16 tasks');
	await skep.press('escape');
	await skep.soon(() => skep.top() === undefined);
});

test('many nodes scroll sideways and many tasks down, and what is cut off is counted', async () => {
	await using skep = await openDashboard(bigWorld({nodes: 30, services: 90, replicas: 10}), {columns: 80, rows: 24});
	await open(skep);
	await skep.waitFor('30 nodes, 900 tasks');
	expect(skep.lines()[0]).toMatch(/nodes 1-3 of 30/);
	expect(skep.lines().at(-5)).toMatch(/16 more/);
	await skep.press('right', 'G');
	await skep.waitFor(/> {2}app-\d+/);
	await skep.soon(() => /1[67] above/.test(skep.lines().at(-5) ?? ''));
	await skep.press('g', ']', ']');
	await skep.soon(() => /nodes \d+-10 of 30/.test(skep.lines()[0] ?? ''));
	await skep.press('[', '[', '[');
	await skep.soon(() => /nodes 1-3 of 30/.test(skep.lines()[0] ?? ''));
});

test('tasks that nobody read are said to be unknown, and read when someone asks', async () => {
	await using skep = await openDashboard(bigWorld({nodes: 20, services: 300, replicas: 20}), {
		columns: 120,
		rows: 36,
		isAwaited: false,
	});
	await skep.waitFor('app-0001');
	await open(skep);
	await skep.waitFor(/tasks of \d+ services not read: Ctrl\+R reads them/);
	expect(skep.context.view.snapshot().hasAllTasks).toBe(false);
	await skep.press('ctrl+r');
	await skep.waitFor('20 nodes, 6000 tasks, by service');
	expect(skep.text()).not.toContain('not read');
});

test('while nothing happens nothing is drawn', async () => {
	await using skep = await openDashboard(bigWorld({nodes: 20, services: 50, replicas: 10}), {
		columns: 160,
		rows: 48,
		after: 90_000_000,
	});
	await open(skep);
	await skep.press('right', 'j');
	await skep.time.skip(3000, skep.settled);
	await skep.settle();
	skep.bytesSince();
	await skep.time.skip(60_000, skep.settled);
	await skep.settle();
	expect(skep.bytesSince()).toBeLessThan(300);
});

test('where a name is too long for its box, its slot stays', async () => {
	const world = calmWorld();
	addOn(world, 'a-name-that-is-far-too-long-for-any-box', 'mgr1');
	await using skep = await openDashboard(world, {columns: 80, rows: 24});
	await open(skep);
	await skep.waitFor(/a-name-that-is\S*(…|\.\.)\.1 /);
	expect(skep.lines().at(-4)).toContain('a-name-that-is-far-too-long-for-any-box.1 on mgr1');
});

test('names with wide characters and with escape sequences leave the columns where they are', async () => {
	const world = calmWorld();
	addOn(world, '서비스-데이터베이스-이름이-길다', 'mgr1');
	addOn(world, '🚀-emoji\u001b[2J\u202e', 'mgr1');
	await using skep = await openDashboard(world, {columns: 120, rows: 36});
	await open(skep);
	await skep.waitFor(/서비스/);
	const x = skep.lines()[1]?.indexOf('mgr2') ?? -1;
	const starts = skep
		.lines()
		.slice(4, 20)
		.map((_, index) => skep.cell(x, index + 4).text);
	expect(starts.join('').replaceAll(' ', '')).toBe('m1q1s1');
	expect(skep.written.join('')).not.toContain('\u202e');
	expect(skep.text()).toContain('🚀-emoji.1');
});
