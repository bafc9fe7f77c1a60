import {expect, test} from 'vitest';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {id} from '../helpers/small-engine/build.ts';
import {bigWorld, type World} from '../helpers/small-engine/world.ts';
import {complete, pauseFor, replaceTask, rollingWorld} from './rolling-world.ts';
import {addService, calmWorld, troubledWorld} from './worlds.ts';

const open = async (skep: OpenDashboard) => {
	await skep.press(':');
	await skep.type('rollouts');
	await skep.press('enter');
	await skep.soon(() => skep.top()?.kind === 'rollouts');
};

/** Names in the order of the list, each with the sign before it. */
const listed = (skep: OpenDashboard) => skep.context.view.rollouts().map(({sign, name}) => `${sign}${name}`);

/** A service that rolls and is not through: `queue` since 09:20, well. */
const rollQueue = (world: World) => {
	const service = world.services.find(({ID}) => ID === id('queue'));
	if (service === undefined) {
		throw new Error('There is no queue');
	}
	service.Spec.TaskTemplate.ContainerSpec.Image = 'shop/queue:2';
	Object.assign(service, {UpdateStatus: {State: 'updating', StartedAt: '2026-11-21T09:20:00Z', Message: ''}});
};

const busyWorld = () => {
	const world = troubledWorld();
	rollQueue(world);
	const mail = world.services.find(({ID}) => ID === id('mail'));
	Object.assign(mail ?? {}, {
		UpdateStatus: {State: 'completed', StartedAt: '2026-11-21T09:01:00Z', CompletedAt: '2026-11-21T09:02:00Z'},
	});
	return world;
};

test('all rollouts are one list, worst first, with those that ended last below', async () => {
	await using skep = await openDashboard(busyWorld(), {columns: 120, rows: 36});
	await open(skep);
	await skep.waitFor('Rollouts 2 under way, worst first');
	expect(listed(skep)).toEqual(['!shop_api', '~queue', ' mail']);
	expect(skep.row('>! shop_api')).toMatch(/0\/3 .* PAUSED 4m .* 1, 0 allowed .* 1 -> 2/);
	expect(skep.text()).toContain('1 -> 2 failed in slot 2: task: non-zero exit (1): no such table: orders');
	expect(skep.row('queue')).toMatch(/0\/1 .* updating/);
	expect(skep.row('mail')).toMatch(/update ended 20m\+ ago/);
	expect(skep.lines().at(-1)).toMatch(/Esc back .*Enter /);
});

test('the cursor stays on its rollout when a worse one comes in above it', async () => {
	await using skep = await openDashboard(rollingWorld(), {columns: 80, rows: 24});
	await open(skep);
	await skep.waitFor('1 under way');
	skep.small.change(rollQueue);
	await skep.soon(() => listed(skep).length === 2);
	expect(listed(skep)).toEqual(['~queue', '~shop_web']);
	expect(skep.row('>~ shop_web')).toBeDefined();
	skep.small.change(world => pauseFor(world, 3, '30:30'));
	await skep.soon(() => listed(skep)[0] === '!shop_web');
	expect(skep.row('>! shop_web')).toBeDefined();
	await skep.press('j');
	await skep.soon(() => skep.row('>~ queue') !== undefined);
	await skep.press('j', 'j', 'k');
	await skep.soon(() => skep.row('>! shop_web') !== undefined);
	await skep.press('escape');
	await skep.soon(() => skep.top() === undefined);
});

test('Enter opens the cockpit of the one under the cursor, and Esc comes back to it', async () => {
	await using skep = await openDashboard(busyWorld(), {columns: 120, rows: 36});
	await open(skep);
	await skep.press('j');
	await skep.soon(() => skep.row('>~ queue') !== undefined);
	await skep.press('enter');
	await skep.soon(() => skep.top()?.kind === 'cockpit');
	expect(skep.lines()[0]).toContain('queue');
	await skep.press('escape');
	await skep.soon(() => skep.row('>~ queue') !== undefined);
	await skep.press('escape');
	await skep.soon(() => skep.top() === undefined);
});

test('without any, it says so; one that ends is among those that did', async () => {
	await using skep = await openDashboard(calmWorld(), {columns: 80, rows: 24});
	await open(skep);
	await skep.waitFor('No rollout is under way, and none has ended');
	expect(skep.lines()).toHaveLength(24);
	skep.small.change(world => {
		Object.assign(world, rollingWorld());
	});
	skep.small.change(world => {
		for (const slot of [3, 4, 5, 6]) {
			replaceTask(world, slot, '30:20');
		}
		complete(world, '30:31');
	});
	await skep.soon(() => skep.text().includes('No rollout is under way; these ended last'));
	await skep.soon(() => /update ended/.test(skep.row('shop_web') ?? ''));
});

test('among a thousand services it is drawn in a moment', async () => {
	const world = bigWorld({nodes: 20, services: 1000, replicas: 3});
	for (const service of world.services) {
		service.Spec.TaskTemplate.ContainerSpec.Image = 'shop/all:2';
		Object.assign(service, {UpdateStatus: {State: 'updating', StartedAt: '2026-11-21T09:20:00Z', Message: ''}});
	}
	addService(world, 'calm', 1);
	await using skep = await openDashboard(world, {columns: 160, rows: 48, isBlank: true});
	const times: number[] = [];
	for (const _round of [1, 2, 3, 4, 5]) {
		skep.context.view.rollouts();
		await skep.time.skip(1000);
		const before = process.cpuUsage();
		expect(skep.context.view.rollouts()).toHaveLength(1000);
		// Of the processor: others may have it meanwhile.
		times.push(process.cpuUsage(before).user / 1000);
	}
	expect(Math.min(...times)).toBeLessThan(150);
});
