import {expect, test} from 'vitest';
import {openDashboard} from '../helpers/dashboard.tsx';
import {replaceTask, rollingWorld} from './rolling-world.ts';
import {addService} from './worlds.ts';

const rowOf = (lines: readonly string[], name: string) => lines.find(line => line.slice(0, 14).includes(name)) ?? '';

test('a service that rolls has a bar beside its words; where there is no room, the words', async () => {
	const world = rollingWorld();
	addService(world, 'a-service-of-it', 1);
	await using skep = await openDashboard(world, {columns: 160, rows: 48});
	await skep.press('1');
	await skep.waitFor(/~ shop_web .* new 2\/6.* {2}(██░░░░|##\.\.\.\.) {2}shop\/shop_web:2/);
	await skep.resize(80, 24);
	await skep.soon(() => /new 2\/6/.test(rowOf(skep.lines(), 'shop_web')));
	expect(rowOf(skep.lines(), 'shop_web')).not.toMatch(/[█░#]/);
});

test('while it moves, the columns stay where they are, and a step costs a few hundred bytes', async () => {
	await using skep = await openDashboard(rollingWorld(), {columns: 160, rows: 48});
	await skep.press('1', 'g');
	await skep.soon(() => /new 2\/6/.test(rowOf(skep.lines(), 'shop_web')));
	await skep.time.skip(2000, skep.settled);
	await skep.settle();
	const image = rowOf(skep.lines(), 'shop_web').indexOf('shop/');
	skep.bytesSince();
	skep.small.change(world => replaceTask(world, 3, '30:30'));
	await skep.soon(() => /new 3\/6/.test(rowOf(skep.lines(), 'shop_web')));
	// The row, and its line in Needs you.
	expect(skep.bytesSince()).toBeLessThan(600);
	expect(rowOf(skep.lines(), 'shop_web').indexOf('shop/')).toBe(image);
});

test.each([
	[160, 48],
	[120, 36],
])('with one line that needs you, the block has its title and the screen is full at %ix%i', async (columns, rows) => {
	await using skep = await openDashboard(rollingWorld(), {columns, rows});
	await skep.press('1');
	await skep.soon(() => / \? keys/.test(skep.lines().at(-1) ?? ''));
	expect(skep.lines()[1]).toContain('Needs you');
	expect(skep.lines()[2]).toContain('moving  shop_web');
});
