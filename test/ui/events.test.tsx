import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {id, rawTask} from '../helpers/small-engine/build.ts';
import {bigWorld, type World} from '../helpers/small-engine/world.ts';
import {complete, pauseFor, replaceTask, rollingWorld, webOf} from './rolling-world.ts';
import {calmWorld} from './worlds.ts';

const sizes = [
	[80, 24],
	[120, 36],
	[160, 48],
] as const;

const open = async (skep: OpenDashboard) => {
	await skep.press(':');
	await skep.type('events');
	await skep.press('enter');
	await skep.soon(() => skep.top()?.kind === 'events');
};

/** What the timeline says, without times: `service shop_web: scaled 6 -> 8`. */
const told = (skep: OpenDashboard) =>
	skep.context.view.events({hidden: new Set(), filter: ''}).map(({kind, name, words}) => `${kind} ${name}: ${words}`);

const untilTold = (skep: OpenDashboard, words: string) =>
	skep.soon(() => told(skep).some(line => line.includes(words)));

const scaleTo = (replicas: number) => (world: World) => {
	Object.assign(webOf(world).Spec.Mode, {Replicated: {Replicas: replicas}});
	Object.assign(webOf(world), {
		UpdatedAt: '2026-11-21T09:30:31Z',
		ServiceStatus: {RunningTasks: 6, DesiredTasks: replicas},
	});
};

const breakNode = ({nodes}: World) => {
	const node = nodes.find(({ID}) => ID === id('wrk2'));
	Object.assign(node?.Status ?? {}, {State: 'down', Message: 'heartbeat failure'});
	Object.assign(node ?? {}, {UpdatedAt: '2026-11-21T09:30:33Z'});
};

test('what others do to nodes, services and tasks is told as it is seen, at every size', async () => {
	await using skep = await openDashboard(calmWorld(), {columns: 160, rows: 48});
	await open(skep);
	await skep.waitFor('Nothing has happened since skep looks');
	skep.small.change(scaleTo(8));
	await untilTold(skep, 'scaled 6 -> 8');
	skep.small.change(breakNode);
	await untilTold(skep, 'down');
	skep.small.change(world => {
		for (const slot of [7, 8]) {
			world.tasks.push(
				rawTask(webOf(world), {ID: id(`${slot}taskshop_web`), Slot: slot, NodeID: id(`mgr${slot - 6}`)}),
			);
		}
	});
	await untilTold(skep, '2 tasks started on 2 nodes');
	expect(told(skep)).toEqual([
		'service shop_web: scaled 6 -> 8',
		'node wrk2: down, with 3 tasks: heartbeat failure',
		'tasks shop_web: 2 tasks started on 2 nodes',
	]);
	for (const [columns, rows] of sizes) {
		await skep.resize(columns, rows);
		await skep.soon(() => skep.lines().length === rows && /Esc back .*Enter go there/.test(skep.lines().at(-1) ?? ''));
		expect(skep.lines()[0]).toMatch(/Events 3 as skep saw them since \d\d:\d\d:\d\d .* following/);
		expect(skep.row('down, with 3')).toMatch(/^ ! \d\d:30:33 +node +wrk2 +down, with 3 tasks: heartbeat failure/);
		expect(skep.row(/^> {2}\d\d/)).toContain('2 tasks started');
		expect(skep.lines().at(-4)).toMatch(/shop_web +2026-11-21 .*by the engine's clock/);
		expect(skep.lines().at(-3)).toContain('slot 7 started on mgr1; slot 8 started on mgr2');
	}
});

test('a rollout is told from its start to its end, with what became of it', async () => {
	await using skep = await openDashboard(calmWorld(), {columns: 120, rows: 36});
	skep.small.change(world => Object.assign(world, rollingWorld()));
	await untilTold(skep, 'update started: 1 -> 2');
	skep.small.change(world => pauseFor(world, 3, '30:30'));
	await untilTold(skep, 'update paused');
	const paused = told(skep);
	expect(paused.find(line => line.includes('paused'))).toBe('rollout shop_web: update paused, exit 3 in slot 3');
	expect(paused).toContainEqual(expect.stringMatching(/^tasks shop_web: .*failed.*non-zero exit \(3\)/));
	expect(paused[0]).toBe('rollout shop_web: update started: 1 -> 2');
	skep.small.change(world => {
		world.tasks = world.tasks.filter(({ID}) => ID !== id('3newshop_web'));
		for (const slot of [3, 4, 5, 6]) {
			replaceTask(world, slot, '30:40');
		}
		Object.assign(webOf(world), {
			UpdateStatus: {State: 'updating', StartedAt: '2026-11-21T09:30:00.000000000Z', Message: ''},
		});
	});
	await untilTold(skep, 'update resumed');
	await skep.soon(() => skep.context.view.verdict(webOf(skep.world).ID as never)?.verdict.updated === 6);
	skep.small.change(world => complete(world, '30:50'));
	await untilTold(skep, 'update completed, 6 of 6 on 2');
});

test('what is done from here is marked, with the command that does the same', async () => {
	await using skep = await openDashboard(calmWorld(), {columns: 120, rows: 36});
	await skep.press('1');
	await skep.soon(() => skep.selectedId() !== undefined);
	await skep.press('s');
	await skep.listening(/Enter go on/);
	await skep.type('4');
	await skep.press('enter');
	await skep.listening(/y do it/);
	await skep.press('y');
	await untilTold(skep, 'docker service scale mail=4');
	await untilTold(skep, 'scaled');
	expect(told(skep).toSorted()).toEqual([
		'by skep mail: docker service scale mail=4',
		expect.stringMatching(/^service mail: scaled 2 -> 4/),
	]);
});

test('j and k hold the list where they go, f and G follow again', async () => {
	await using skep = await openDashboard(calmWorld(), {columns: 120, rows: 36});
	for (const replicas of [7, 8, 9]) {
		skep.small.change(scaleTo(replicas));
		await untilTold(skep, `-> ${replicas}`);
	}
	await open(skep);
	await skep.waitFor(/following/);
	await skep.press('k');
	await skep.waitFor(/held, 1 newer: f follows/);
	expect(skep.row(/^>/)).toContain('7 -> 8');
	skep.small.change(scaleTo(10));
	await skep.waitFor(/held, 2 newer/);
	expect(skep.row(/^>/)).toContain('7 -> 8');
	await skep.press('f');
	await skep.waitFor(/following/);
	expect(skep.row(/^>/)).toContain('9 -> 10');
	await skep.press('g');
	await skep.waitFor(/held, 3 newer/);
	await skep.press('G');
	await skep.waitFor(/following/);
});

test('kinds are hidden by their keys, the rest by a filter; Esc drops it, then leaves', async () => {
	await using skep = await openDashboard(calmWorld(), {columns: 120, rows: 36});
	skep.small.change(scaleTo(8));
	await untilTold(skep, 'scaled');
	skep.small.change(breakNode);
	await untilTold(skep, 'down');
	await open(skep);
	await skep.waitFor(/Events 2 as/);
	await skep.press('1');
	await skep.waitFor(/Events 1 of 2 as .*\n +1 no nodes +2 services/);
	expect(skep.text()).not.toContain('heartbeat');
	await skep.press('1', '/');
	await skep.type('heartbeat');
	await skep.press('enter');
	await skep.waitFor(/Events 1 of 2 as .* matching \/heartbeat/);
	expect(skep.text()).not.toContain('scaled');
	await skep.press('escape');
	await skep.waitFor(/Events 2 as/);
	await skep.press('escape');
	await skep.soon(() => skep.top() === undefined);
});

test('Enter goes to the row of what it happened to; what is gone is said to be gone', async () => {
	await using skep = await openDashboard(calmWorld(), {columns: 120, rows: 36});
	await skep.press('1', '/');
	await skep.type('mail');
	await skep.press('enter');
	skep.small.change(breakNode);
	await untilTold(skep, 'down');
	skep.small.change(scaleTo(8));
	await untilTold(skep, 'scaled');
	await open(skep);
	await skep.press('enter');
	await skep.soon(() => skep.top() === undefined);
	expect(skep.ui().focus).toBe('services');
	expect(skep.selectedId()).toBe(id('shop_web'));
	await open(skep);
	await skep.press('k', 'enter');
	await skep.soon(() => skep.selectedId() === id('wrk2'));
	skep.small.change(world => {
		world.services = world.services.filter(({ID}) => ID !== id('queue'));
		world.tasks = world.tasks.filter(({ServiceID}) => ServiceID !== id('queue'));
	});
	await untilTold(skep, 'removed, with 1 task');
	await open(skep);
	await skep.press('enter');
	await skep.waitFor('queue is no longer there');
});

test('it is saved to a file that says whose times they are, and holds nothing that a terminal acts on', async () => {
	await using skep = await openDashboard(calmWorld(), {columns: 120, rows: 36});
	skep.small.change(world => {
		breakNode(world);
		const task = world.tasks.find(({ID}) => ID === id('2taskmail'));
		Object.assign(task?.Status ?? {}, {
			State: 'failed',
			Err: 'broken \u001b]0;OWNED\u0007\u001b[2J pipe',
			Timestamp: '2026-11-21T09:30:31Z',
		});
	});
	await untilTold(skep, 'down');
	await untilTold(skep, 'failed');
	await open(skep);
	await skep.press('S');
	await skep.waitFor(/Saved 2 events to .*skep-events-20261121-\d{6}\.txt/);
	const name = readdirSync(skep.folder).find(file => file.startsWith('skep-events-')) ?? '';
	const saved = readFileSync(join(skep.folder, name), 'utf8');
	expect(saved).toMatch(/^Events as skep saw them on mgr1 since 2026-11-21 /);
	expect(saved).toMatch(
		/\n2026-11-21 \d\d:30:33 \S+ {2}engine {2}node {5}wrk2 {2}down, with 3 tasks: heartbeat failure\n/,
	);
	expect(saved).toMatch(/mail {2}slot 2 failed on \w+: broken +pipe/);
	expect(saved).not.toMatch(/[^\n -~]/);
	await skep.press('c');
	await skep.waitFor('copied');
	const copied = skep.written.join('').match(/52;c;([^\u0007]+)/)?.[1] ?? '';
	expect(Buffer.from(copied, 'base64').toString()).toBe(saved);
});

test('an idle swarm draws nothing, whatever is read again', async () => {
	await using skep = await openDashboard(bigWorld({nodes: 20, services: 50, replicas: 10}), {columns: 160, rows: 48});
	await open(skep);
	await skep.time.skip(3000, skep.settled);
	await skep.settle();
	skep.bytesSince();
	await skep.time.skip(120_000, skep.settled);
	await skep.settle();
	expect(skep.bytesSince()).toBe(0);
	expect(told(skep)).toEqual([]);
});
