import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {id, rawService} from '../helpers/small-engine/build.ts';
import type {World} from '../helpers/small-engine/world.ts';
import {rested, sayYes, walkTo} from './dialog-steps.ts';
import {complete, pauseFor, replaceTask, rollingWorld, webOf} from './rolling-world.ts';
import {calmWorld} from './worlds.ts';

const openOn = async (skep: OpenDashboard, name: string) => {
	await skep.press('1');
	await walkTo(skep, id(name));
	await skep.press('w');
	await skep.waitFor(new RegExp(`^ ${name} {3}`));
};

const failedTask = id('3newshop_web');

/** The third slot of six failed, and said why. */
const fail = (world: World) => {
	pauseFor(world, 3, '30:30');
	world.logs.push(
		{task: failedTask, text: 'reading configuration', timestamp: '2026-11-21T09:30:29.000000000Z'},
		{task: failedTask, text: 'Error: CACHE_URL is no URL', timestamp: '2026-11-21T09:30:29.500000000Z'},
	);
};

/** The new task of a slot runs, as of then. */
const arrive = (world: World, slot: number, time: string) => {
	replaceTask(world, slot, time);
	const made = world.tasks.find(({ID}) => ID === id(`${slot}newshop_web`));
	Object.assign(made ?? {}, {UpdatedAt: `2026-11-21T09:${time}.000000000Z`});
};

const pausedWorld = () => {
	const world = rollingWorld();
	fail(world);
	return world;
};

const sizes = [
	[160, 48],
	[120, 36],
	[80, 24],
] as const;

test.each(sizes)(
	'at %ix%i a paused update shows what serves, why it stopped, and the way back first',
	async (columns, rows) => {
		await using skep = await openDashboard(pausedWorld(), {columns, rows});
		await openOn(skep, 'shop_web');
		await skep.soon(() => skep.text().includes('CACHE_URL'));
		const text = skep.text();
		expect(skep.lines()).toHaveLength(rows);
		expect(skep.lines().every(line => stringWidth(line) <= columns)).toBe(true);
		expect(skep.lines()[0]).toMatch(/^ shop_web {3}UPDATE PAUSED (<1m|\dm), since \d\d:\d\d:\d\d .*live/);
		expect(text).toMatch(/SERVING 5 of 6: 3 on 1, 2 on 2\./);
		expect(text).toMatch(/shop_web\.3 \(3newsh, \w+\) exit 3/);
		expect(text).toContain('task: non-zero exit (3)');
		expect(text).toContain('Error: CACHE_URL is no URL');
		expect(text).toContain('If you do nothing');
		expect(text).toMatch(/Slots? .* on serving 1\./);
		expect(text).toMatch(/What now ─*\n R {2}roll back to 1 +only slots 1, 2 and 3/);
		expect(text).toMatch(/\n U {2}resume 2/);
		expect(text).toContain('Part of stack shop: the next `docker stack deploy` sets whatever its file');
		if (columns > 100) {
			expect(text).toContain('$ docker service rollback shop_web');
		}
	},
);

test('on a narrow screen what is left and that nothing can be changed stay; since when goes', async () => {
	await using skep = await openDashboard(rollingWorld(), {columns: 80, rows: 24, isReadOnly: true});
	await openOn(skep, 'shop_web');
	expect(skep.lines()[0]).toMatch(/UPDATING \d+ s, .* left +read-only {3}live/);
	expect(skep.lines()[1]).not.toContain('…');
	expect(skep.text()).toMatch(/What now ─+ read-only: plans are shown, nothing is changed/);
});

test('an update that pauses is explained at once, and R takes it back', async () => {
	await using skep = await openDashboard(rollingWorld());
	await openOn(skep, 'shop_web');
	expect(skep.lines()[0]).toMatch(/UPDATING \d+/);
	expect(skep.text()).toContain('Swarm has no pause for a running rollout; roll back, or slow it down.');
	skep.small.change(fail);
	await skep.waitFor(/shop_web\.3 .* exit 3[\s\S]*CACHE_URL/);
	await skep.press('R');
	await rested(skep);
	expect(skep.dialog()?.operation.id).toBe('rollBackService');
	expect(skep.dialog()?.targets.map(target => target.id)).toEqual([id('shop_web')]);
	await sayYes(skep);
	await skep.soon(() => skep.writes().length === 1);
	expect(skep.writes()[0]?.path).toContain(`/services/${id('shop_web')}/update`);
	await skep.soon(() => skep.dialog() === undefined);
	expect(skep.top()?.kind).toBe('cockpit');
});

test('while it rolls back, what was just left is the last thing offered', async () => {
	const world = rollingWorld();
	const service = webOf(world);
	[service.Spec, service.PreviousSpec] = [service.PreviousSpec ?? service.Spec, service.Spec];
	Object.assign(service.UpdateStatus ?? {}, {State: 'rollback_started', StartedAt: '2026-11-21T09:30:25.000000000Z'});
	await using skep = await openDashboard(world);
	await openOn(skep, 'shop_web');
	expect(skep.lines()[0]).toMatch(/ROLLING BACK/);
	expect(skep.text()).toMatch(/What now ─*\n u {2}slow it down .*\n R {2}undo the rollback +to 2 again/);
	expect(skep.text()).toContain('Swarm has no pause for a running rollback; it can be slowed down.');
});

test('each slot is followed on its way, and what happened keeps its time', async () => {
	const world = rollingWorld();
	await using skep = await openDashboard(world);
	await openOn(skep, 'shop_web');
	expect(skep.row(/^ +1 .*mgr|^ +1 +\w+ +stopped +serving/)).toBeDefined();
	expect(skep.row(/^ +6 +\w+ +serving +not begun/)).toBeDefined();
	expect(skep.text()).toMatch(/SERVING 6 of 6: 4 on 1, 2 on 2\. +Updated and healthy: \d of 6\./);
	skep.small.change(now => arrive(now, 4, '30:33'));
	await skep.soon(() => /^ ~ +4 +\w+ +stopped +up, watched \d s more/m.test(skep.text()));
	expect(skep.text()).toMatch(/\d\d:30:33 +slot 4 runs on/);
	skep.small.change(now => {
		for (const slot of [3, 5, 6]) {
			arrive(now, slot, '30:34');
		}
		complete(now, '30:40');
	});
	await skep.soon(() => /no rollout under way; the last update completed/.test(skep.text()));
	await skep.soon(() => /SERVING 6 of 6, all on 2\./.test(skep.text()));
	expect(skep.text()).toMatch(/\d\d:30:34 +slots 3, 4, 5 and 6 run/);
});

test('keys inside: log of the failing task, diff, ages, copy, and back', async () => {
	await using skep = await openDashboard(pausedWorld());
	await openOn(skep, 'shop_web');
	await skep.soon(() => skep.text().includes('CACHE_URL'));
	await skep.press('l');
	await skep.waitFor(/^── 4 Logs of shop_web\.3 \(3newsh\)/);
	await skep.press('l');
	await skep.waitFor(/^── 4 Logs of shop_web ─/);
	await skep.press('escape', 'd');
	await skep.waitFor(/against the spec before[\s\S]*image\n +- shop\/shop_web:1\n +\+ shop\/shop_web:2/);
	await skep.press('escape', 't');
	await skep.waitFor(/What happened ─[\s\S]*ago +slot 3 failed/);
	await skep.soon(() => skep.text().includes('CACHE_URL'));
	await skep.press('t', 'c');
	await skep.waitFor('copied as text');
	const copied = skep.written.findLast(chunk => chunk.includes('\u001b]52;c;')) ?? '';
	const text = Buffer.from(/52;c;([^\u0007]*)/.exec(copied)?.[1] ?? '', 'base64').toString();
	expect(text).toMatch(
		/^ shop_web {3}UPDATE PAUSED[\s\S]*SERVING 5 of 6[\s\S]*CACHE_URL[\s\S]*docker service rollback shop_web/,
	);
	expect(text).not.toContain('\u001b');
	await skep.press('escape');
	await skep.soon(() => skep.top() === undefined);
});

test('it opens by itself after a change of one service that rolls, and only then', async () => {
	await using skep = await openDashboard(calmWorld(), {opensCockpit: true});
	await skep.press('1');
	await walkTo(skep, id('mail'));
	await skep.press('s');
	await rested(skep);
	await skep.type('3');
	await skep.press('enter');
	await rested(skep);
	await sayYes(skep);
	await skep.soon(() => skep.top() === undefined);
	await skep.press('u');
	await rested(skep);
	await skep.press('tab');
	await skep.type('2');
	await skep.press('enter');
	await rested(skep);
	expect(skep.text()).toContain('No task restarts for these settings.');
	await sayYes(skep);
	await skep.waitFor(/^ mail update settings changed/m);
	expect(skep.top()).toBeUndefined();
	await skep.press('r');
	await rested(skep);
	await sayYes(skep);
	await skep.soon(() => skep.top()?.kind === 'cockpit');
	await skep.waitFor(/^ mail {3}/);
});

test('without being asked to, it stays closed', async () => {
	await using skep = await openDashboard(calmWorld());
	await skep.press('1');
	await walkTo(skep, id('mail'));
	await skep.press('r');
	await rested(skep);
	await sayYes(skep);
	await skep.soon(() => skep.writes().length === 1 && skep.dialog() === undefined);
	expect(skep.top()).toBeUndefined();
});

test('a task leads to its service, a node to a reason, and a calm service to its slots as they are', async () => {
	await using skep = await openDashboard(calmWorld());
	await openOn(skep, 'mail');
	expect(skep.lines()[0]).toContain('no rollout under way');
	expect(skep.text()).toContain('SERVING 2 of 2.');
	await skep.press('escape', '3', 'w');
	await skep.waitFor(/^ mail {3}/);
	await skep.press('escape', '2', 'w');
	await skep.waitFor('nodes have none; choose a service or a task');
	expect(skep.top()).toBeUndefined();
});

test('a job and a global service have their own words', async () => {
	const world = calmWorld();
	const sweep = rawService('sweep', {Spec: {Mode: {ReplicatedJob: {TotalCompletions: 3, MaxConcurrent: 1}}}});
	Object.assign(sweep.Spec, {Mode: {ReplicatedJob: {TotalCompletions: 3, MaxConcurrent: 1}}});
	const agent = rawService('agent');
	Object.assign(agent.Spec, {Mode: {Global: {}}});
	world.services.push(sweep, agent);
	await using skep = await openDashboard(world);
	await openOn(skep, 'sweep');
	expect(skep.text()).toMatch(/a job: 3 completions, 1 at a time[\s\S]*DONE 0 of 3\./);
	await skep.press('escape');
	await openOn(skep, 'agent');
	expect(skep.text()).toMatch(/5 nodes, 1 at a time[\s\S]*SERVING 0 of 5\./);
});

test('text from the swarm is harmless, and a service that goes says so', async () => {
	const world = pausedWorld();
	world.logs.push({
		task: failedTask,
		text: 'evil \u001b]0;owned\u0007\u001b[2J text',
		timestamp: '2026-11-21T09:30:29.900000000Z',
	});
	const [failed] = world.tasks.filter(({ID}) => ID === failedTask);
	Object.assign(failed?.Status ?? {}, {Err: 'bad \u001b[31mred\u001b[0m\u009b2J\nline'});
	await using skep = await openDashboard(world);
	await openOn(skep, 'shop_web');
	await skep.waitFor('evil  text');
	expect(skep.text()).toContain('bad red line');
	expect(skep.written.join('')).not.toMatch(/owned|\u009b/);
	skep.small.change(now => {
		now.services.splice(now.services.indexOf(webOf(now)), 1);
	});
	await skep.soon(() => skep.text().includes('It is gone'));
});
