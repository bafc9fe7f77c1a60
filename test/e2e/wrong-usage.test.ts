import {spawnSync} from 'node:child_process';
import {expect, inject, test} from 'vitest';
import {openTerminal} from './terminal.ts';

const host = 'unix:///nowhere/docker.sock';

test('without a terminal it says so and ends with 2', () => {
	const {status, stdout, stderr} = spawnSync(process.execPath, [inject('program'), '--host', host], {encoding: 'utf8'});

	expect(status).toBe(2);
	expect(stdout).toBe('');
	expect(stderr).toMatch(/^skep: the dashboard needs a terminal.*ssh -t/);
});

test.each([
	[['--host', 'nonsense://x'], /^skep: .*nonsense/],
	[['--hots', host], /hots/],
	[['--host', host, '--notify', 'loudly'], /^skep: --notify takes bell or osc9/],
	[['frobnicate'], /^skep: there is no "frobnicate"/],
])('%j is refused in a sentence, with 2, and the terminal untouched', async (args, sentence) => {
	const terminal = openTerminal(process.execPath, [inject('program'), ...args]);

	expect(await terminal.exited).toEqual({code: 2, signal: 0});
	expect(terminal.text()).toMatch(sentence);
	expect(terminal.modesTurnedOn()).toEqual([]);
});
