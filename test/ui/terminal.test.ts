import path from 'node:path';
import {afterAll, beforeAll, expect, onTestFinished, test, vi} from 'vitest';
import {bundle} from '../../scripts/bundle.ts';
import {isTerminal} from '../../source/ui/terminal.ts';
import {ctrl} from '../e2e/keys.ts';
import {openTerminal} from '../e2e/terminal.ts';
import {ownFolder} from '../helpers/own-folder.ts';

const guarded = path.join(import.meta.dirname, '..', 'helpers', 'programs', 'guarded.ts');
const built = ownFolder();
const program = path.join(built.path, 'app.js');

// Bundled as skep is: from its sources each start takes five times as long.
beforeAll(() => bundle(guarded, {outdir: built.path}));
afterAll(() => built[Symbol.dispose]());

type Terminal = ReturnType<typeof openTerminal>;

const pidOf = (terminal: Terminal) => Number(/pid (\d+)/.exec(terminal.text())?.[1]);

/** The program in a shell's hands: what is left of the terminal is asked of the shell afterwards. */
const start = async (after = 'echo rc $?; stty -a | tr " " "\\n" | grep -E "^-?(icanon|echo);?$"; echo over') => {
	const command = `echo before; ${process.execPath} ${program}; ${after}; read line`;
	const terminal = openTerminal('sh', ['-c', command], {columns: 80, rows: 24});
	onTestFinished(() => terminal.close());
	await terminal.waitFor('ready');
	await untilTaken(terminal);
	return terminal;
};

/** Milliseconds: a busy machine takes seconds to start a program, and a wait that succeeds costs nothing. */
const patience = 60_000;

/** What is drawn first is there before the keyboard is. */
const untilTaken = (terminal: Terminal) =>
	vi.waitFor(() => expect(terminal.modesTurnedOn()).toEqual(['alternate screen', 'hidden cursor', 'bracketed paste']), {
		timeout: patience,
	});

const expectGivenBack = (terminal: Terminal, code: number) => {
	expect(terminal.modesTurnedOn()).toEqual([]);
	expect(terminal.text()).toMatch(/^before/);
	expect(terminal.text()).toContain(`rc ${code}\n`);
	expect(terminal.text()).toMatch(/^icanon;?$/m);
	expect(terminal.text()).toMatch(/^echo;?$/m);
};

test('it takes the terminal, and hears keys', async () => {
	const terminal = await start();
	terminal.press('j', '\u001b[D');
	await terminal.waitFor('ready j left');
});

test('after leaving by a key all is as it was, and keys typed ahead are gone', async () => {
	const terminal = await start();
	terminal.press('q', ctrl('d'), ctrl('d'));
	await terminal.waitFor('over');
	expectGivenBack(terminal, 7);
});

test.each([
	['SIGTERM', 143],
	['SIGINT', 130],
	['SIGHUP', 129],
] as const)('%s gives the terminal back and ends with %i', async (signal, code) => {
	const terminal = await start();
	process.kill(pidOf(terminal), signal);
	await terminal.waitFor('over');
	expectGivenBack(terminal, code);
});

test.each([
	['T', 'in a timer'],
	['P', 'in a promise'],
	['R', 'while drawing'],
])('a crash gives the terminal back and names its file (%s)', async (key, message) => {
	const terminal = await start();
	terminal.press(key);
	await terminal.waitFor('over');
	expectGivenBack(terminal, 1);
	expect(terminal.text()).toContain(`skep crashed: ${message}\n`);
	expect(terminal.text()).toContain(`The details are in /var/crash-of-Error:-${message.replaceAll(' ', '-')}\n`);
});

test('lending the terminal gives it back for a while, and draws everything anew', async () => {
	const terminal = await start();
	terminal.press('e');
	// Ink erases its frame first, in a write of its own.
	await terminal.waitFor(text => !text.includes('ready') && terminal.modesTurnedOn().length === 0);
	await terminal.waitFor('ready e');
	await untilTaken(terminal);
});

test('Ctrl+Z goes back to the shell, and fg comes back to the screen', async () => {
	const terminal = openTerminal('bash', ['--norc', '-i'], {columns: 80, rows: 24, env: {PS1: 'prompt '}});
	onTestFinished(() => terminal.close());
	await terminal.waitFor('prompt');
	terminal.type(`${process.execPath} ${program}\r`);
	await terminal.waitFor('ready');
	await untilTaken(terminal);
	terminal.press(ctrl('z'));
	await terminal.waitFor('Stopped');
	expect(terminal.modesTurnedOn().filter(mode => mode !== 'bracketed paste')).toEqual([]);
	terminal.type('fg\r');
	await terminal.waitFor('ready ctrl+z');
	process.kill(pidOf(terminal), 'SIGSTOP');
	await terminal.waitFor('Stopped');
	terminal.type('fg\r');
	await terminal.waitUntilGone('Stopped');
	await terminal.waitFor('ready ctrl+z');
	terminal.press('j');
	await terminal.waitFor('ready ctrl+z j');
	await untilTaken(terminal);
}, 40_000);

test('a terminal that is gone ends the program', async () => {
	const terminal = await start();
	const pid = pidOf(terminal);
	terminal.hangUp();
	await vi.waitFor(() => expect(isAlive(pid)).toBe(false), {timeout: patience});
});

const isAlive = (pid: number) => {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
};

test('a program without a keyboard or a screen is told from one in a terminal', () => {
	expect(isTerminal({isTTY: true}, {isTTY: true})).toBe(true);
	expect(isTerminal({isTTY: true}, {})).toBe(false);
	expect(isTerminal({}, {isTTY: true})).toBe(false);
});
