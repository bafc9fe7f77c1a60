import {expect, test} from 'vitest';
import {firstFrame} from '../../source/ui/first-frame.ts';
import {createScreen} from '../e2e/screen.ts';
import {openDashboard} from '../helpers/dashboard.tsx';
import {troubledWorld} from './worlds.ts';

test.each([
	[160, 48],
	[80, 24],
])('what %ix%i shows before Ink is loaded is what Ink draws', async (columns, rows) => {
	await using skep = await openDashboard(troubledWorld(), {columns, rows});
	await skep.waitFor('PAUSED');
	await skep.settled();
	await skep.settle();
	const frame = firstFrame(skep.context) ?? [];
	const before = createScreen(columns, rows);
	await before.write(frame.join('\r\n'));
	expect(frame).toHaveLength(rows);
	expect(before.lines().map(line => line.trimEnd())).toEqual(skep.lines().map(line => line.trimEnd()));
});

test('a page that is open, and a terminal too small, are left to Ink', async () => {
	await using skep = await openDashboard(troubledWorld(), {columns: 80, rows: 24});
	await skep.waitFor('PAUSED');
	await skep.press('?');
	expect(firstFrame(skep.context)).toBeUndefined();
	await skep.press('q');
	expect(firstFrame(skep.context)).toBeDefined();
	await skep.resize(40, 10);
	expect(firstFrame(skep.context)).toBeUndefined();
});
