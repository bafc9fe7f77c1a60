import {expect, test} from 'vitest';
import type {Command} from '../../source/ui/commands/command.ts';
import {type CommandId, commands} from '../../source/ui/commands/commands.ts';
import {keymap, keyOf} from '../../source/ui/keymap.ts';
import {keyName} from '../../source/ui/pages/help.ts';
import {glyphs} from '../../source/ui/text/glyphs.ts';
import {openDashboard} from '../helpers/dashboard.tsx';
import {plainWorld, troubledWorld} from './worlds.ts';

test('the help lists every key with what it does', async () => {
	await using skep = await openDashboard(plainWorld('web'), {columns: 120, rows: 36});
	await skep.press('?');
	await skep.waitFor('Keys');
	const pages: string[] = [];
	for (let page = 0; page < 12; page++) {
		pages.push(skep.text());
		await skep.press('pagedown');
	}
	const help = pages.join('\n');
	for (const {keys, command} of keymap.filter(binding => !commands[binding.command].isInner)) {
		const line = help.split('\n').find(text => text.includes(commands[command].title.slice(0, 30)));
		expect(line, commands[command].title).toBeDefined();
		expect(line, commands[command].title).toContain(keyName(keys[0] ?? ''));
	}
});

test.each([160, 120, 119, 80, 60])('nothing in the help is cut at %i columns', async columns => {
	await using skep = await openDashboard(plainWorld('web'), {columns, rows: 24});
	await skep.press('?');
	await skep.waitFor('Keys');
	for (let page = 0; page < 12; page++) {
		expect(skep.text()).not.toContain(glyphs().ellipsis);
		await skep.press('pagedown');
	}
});

test.each([160, 120, 80, 60])('the foot of every pane leads to all commands and keys at %i columns', async columns => {
	await using skep = await openDashboard(troubledWorld(), {columns, rows: 24});
	for (const pane of ['0', '1', '2', '3', '4']) {
		await skep.press(pane);
		await skep.soon(() => /: commands {2,3}\? keys/.test(skep.lines().at(-1) ?? ''));
		expect(skep.lines().at(-1)?.length).toBeLessThanOrEqual(columns);
	}
});

test('every command can be reached: inside a dialog by a key, elsewhere in the palette', async () => {
	await using skep = await openDashboard(plainWorld('web'), {columns: 80, rows: 24});
	const offered = skep.context.matching('');
	for (const [id, command] of Object.entries(commands) as [CommandId, Command & {isOffered?: unknown}][]) {
		// What is offered only under a condition isn't here.
		if (command.isInner || id === 'openPalette') {
			expect(keyOf(id), id).toBeDefined();
			expect(offered, id).not.toContain(id);
		} else if (command.isOffered === undefined) {
			expect(offered, id).toContain(id);
		}
	}
});

test('the palette runs a command by its name, and Escape runs none', async () => {
	await using skep = await openDashboard(plainWorld('web'), {columns: 120, rows: 36});
	await skep.press('1', ':');
	await skep.type('tasks of all');
	await skep.waitFor('Tasks of all services');
	await skep.press('enter');
	await skep.soon(() => skep.ui().showsAllTasks);
	await skep.press(':');
	await skep.type('scale');
	await skep.press('escape');
	await skep.soon(() => skep.top() === undefined);
	expect(skep.dialog()).toBeUndefined();
});
