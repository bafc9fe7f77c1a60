import {expect, onTestFinished, test} from 'vitest';
import {ctrl, keys} from './keys.ts';
import {openTerminal} from './terminal.ts';

const shell = (script: string, env = {}) => {
	const terminal = openTerminal('sh', ['-c', script], {columns: 60, rows: 10, env});
	onTestFinished(() => terminal.close());

	return terminal;
};

test('shows what the program shows, and ends with its exit code', async () => {
	const terminal = shell('stty size; printf "left\\033[3;20Hover there\\n"; exit 7');

	expect(await terminal.exited).toEqual({code: 7, signal: 0});
	expect(terminal.lines().slice(0, 3)).toEqual(['10 60', 'left', '                   over there']);
	expect(terminal.row(/over/)).toContain('there');
	expect(terminal.bytesWritten()).toBeGreaterThan(20);
});

test('keys reach the program, also the ones that are not a character', async () => {
	const terminal = shell('stty raw -echo; echo ready; head -c 7 | od -An -tx1');

	await terminal.waitFor('ready');
	terminal.press('j', keys.up, ctrl('d'), keys.enter, keys.escape);

	await terminal.waitFor('6a 1b 5b 41 04 0d 1b');
});

test('a resize reaches the program', async () => {
	const terminal = shell('trap "stty size; exit" WINCH; echo ready; while :; do sleep 0.05; done');

	await terminal.waitFor('ready');
	terminal.resize(100, 20);

	await terminal.waitFor('20 100');
	expect(terminal.lines()).toHaveLength(20);
});

test('answers a program that asks for the place of the cursor', async () => {
	const terminal = shell('stty raw -echo; printf "abc\\033[6n"; head -c 6 | od -An -c');

	await terminal.waitFor('[   1   ;   4   R');
});

test('tells which modes the program left on', async () => {
	const terminal = shell(
		'printf "\\033[?1049h\\033[?25l\\033[?2004h\\033[?1003hhere"; read x; printf "\\033[?1049l\\033[?25h"; read x',
	);

	await terminal.waitFor('here');
	expect(terminal.modesTurnedOn()).toEqual(['alternate screen', 'hidden cursor', 'mouse', 'bracketed paste']);

	terminal.press(keys.enter);
	await terminal.waitUntilGone('here');
	expect(terminal.modesTurnedOn()).toEqual(['mouse', 'bracketed paste']);
	expect(terminal.isOnAlternateScreen()).toBe(false);
	expect(terminal.cursorHidden()).toBe(false);
});

test('half a frame is never seen', async () => {
	const terminal = shell(
		'echo before; read x; printf "\\033[?2026h\\033[2J\\033[Hafter\\033[?1003h"; read x; printf " all\\033[?2026l"; read x',
	);

	await terminal.waitFor('before');
	terminal.press(keys.enter);
	await terminal.waitFor(() => terminal.modesTurnedOn().includes('mouse'));
	expect(terminal.text()).toContain('before');
	terminal.press(keys.enter);
	await terminal.waitFor('after');
	expect(terminal.text()).toMatch(/after\s+all/);
});

test('the program sees nothing of the test runner: no CI, no colour settings', async () => {
	const terminal = shell('env | grep -E "^(CI|SKEP_|FORCE_COLOR|NODE_ENV|VITEST)"', {SKEP_TEST: 'given'});

	await terminal.exited;
	expect(terminal.text()).toBe('SKEP_TEST=given');
});

test('a wait that runs out prints the screen', async () => {
	const terminal = shell('echo what is there; read x');

	await terminal.waitFor('what is there');
	await expect(terminal.waitFor('what is not', {seconds: 0.1})).rejects.toThrow('| what is there');
});

test('a wait ends when the program does', async () => {
	const terminal = shell('echo bye; exit 3');

	await expect(terminal.waitFor('hello')).rejects.toThrow(/The program ended: \{"code":3.*\| bye/s);
});

test('a signal ends the program, and so does closing the window', async () => {
	const killed = shell('echo ready; read x');
	const hungUp = shell('echo ready; read x');

	await Promise.all([killed.waitFor('ready'), hungUp.waitFor('ready')]);
	killed.kill('SIGTERM');
	hungUp.hangUp();

	expect(await killed.exited).toMatchObject({signal: 15});
	expect(await hungUp.exited).toMatchObject({signal: 1});
});
