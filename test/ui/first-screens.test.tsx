import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {type OpenDashboard, openDashboard} from '../helpers/dashboard.tsx';
import {id} from '../helpers/small-engine/build.ts';
import type {World} from '../helpers/small-engine/world.ts';
import {rested, walkTo} from './dialog-steps.ts';
import {calmWorld, troubledWorld} from './worlds.ts';

const sizes = [
	[160, 48],
	[120, 36],
	[80, 24],
] as const;

const worlds: Readonly<Record<string, () => World>> = {calm: calmWorld, troubled: troubledWorld};

/** As a picture in text: what is on screen, without the blanks at the ends of lines. */
const picture = (skep: OpenDashboard) =>
	`${skep
		.lines()
		.map(line => line.trimEnd())
		.join('\n')}\n`;

const quiet = async (skep: OpenDashboard) => {
	await skep.time.skip(500, skep.settled);
	await skep.soon(() => skep.context.logs.getState().status === 'following');
	await skep.time.skip(1000, skep.settled);
	await skep.settle();
};

/** Every line is drawn to the width it has, and none goes on in the next. */
const expectInside = (skep: OpenDashboard, columns: number, rows: number) => {
	expect(skep.lines()).toHaveLength(rows);
	for (const line of skep.lines()) {
		expect(stringWidth(line)).toBeLessThanOrEqual(columns);
	}
	expect(skep.lines()[0]).toMatch(/^ skep @mgr1 .* live$/);
	expect(skep.lines().at(-1)).toMatch(/^ \S+ \w+ /);
};

test.each(sizes.flatMap(([columns, rows]) => Object.keys(worlds).map(name => [name, columns, rows] as const)))(
	'the first screen of a %s swarm at %ix%i',
	async (name, columns, rows) => {
		await using skep = await openDashboard(worlds[name]?.() ?? calmWorld(), {columns, rows});
		await quiet(skep);
		expectInside(skep, columns, rows);
		await expect(picture(skep)).toMatchFileSnapshot(`__screens__/${name}-${columns}x${rows}.txt`);
	},
);

test('a plan over the dimmed screen', async () => {
	await using skep = await openDashboard(troubledWorld(), {columns: 120, rows: 36});
	await quiet(skep);
	await skep.press('2');
	await walkTo(skep, id('mgr3'));
	await skep.press('D');
	await rested(skep);
	await expect(picture(skep)).toMatchFileSnapshot('__screens__/drain-120x36.txt');
});

test('a terminal that is too small is told what is needed, in one line', async () => {
	await using skep = await openDashboard(calmWorld(), {columns: 40, rows: 10, isAwaited: false});
	await skep.waitFor(/skep needs \d+x\d+; this/);
	expect(skep.lines().filter(line => line !== '')).toHaveLength(1);
	await skep.resize(80, 24);
	await skep.waitFor('shop_web');
});

test('resized at will, it fills what there is', async () => {
	await using skep = await openDashboard(troubledWorld(), {columns: 160, rows: 48});
	await quiet(skep);
	const first = picture(skep);
	for (const [columns, rows] of [
		[80, 24],
		[200, 60],
		[61, 16],
		[120, 30],
		[30, 5],
		[109, 48],
		[160, 48],
	] as const) {
		await skep.resize(columns, rows);
		if (columns >= 60 && rows >= 16) {
			await skep.waitFor('skep @mgr1');
			expect(skep.lines()).toHaveLength(rows);
			expect(skep.lines()[0]).toMatch(/live$/);
			expect(skep.lines()[0]?.length).toBe(columns - 1);
			expect(skep.lines().at(-1)).toMatch(/^ \S+ \w+ /);
		}
	}
	expect(picture(skep)).toBe(first);
});
