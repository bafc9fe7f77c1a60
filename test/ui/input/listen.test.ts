import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import type {Keystroke} from '../../../source/ui/input/keystroke.ts';
import {escapeWaitFor, type ListenOptions, listenToKeys} from '../../../source/ui/input/listen.ts';

const keyboard = (options: Partial<ListenOptions> = {}) => {
	const modes: string[] = [];
	const keys: string[] = [];
	const stdin = Object.assign(new PassThrough(), {
		setRawMode: (isRaw: boolean) => modes.push(isRaw ? 'raw' : 'cooked'),
	});
	const name = (stroke: Keystroke) => ('key' in stroke ? stroke.key : `paste ${stroke.paste}`);
	const write = (text: string) => modes.push(text === '\u001b[?2004h' ? 'paste on' : 'paste off');
	const listening = listenToKeys(stdin, stroke => keys.push(name(stroke)), {write, escapeWait: 20, ...options});
	return {stdin, keys, modes, ...listening};
};

test('takes the keyboard and gives it back as it was', () => {
	const {modes, stop} = keyboard();
	expect(modes).toEqual(['raw', 'paste on']);
	stop();
	stop();
	expect(modes).toEqual(['raw', 'paste on', 'paste off', 'cooked']);
});

test('tells every key of a burst, and a lone Escape after a while', async () => {
	const {stdin, keys, stop} = keyboard();
	stdin.write('jj\u001b[A');
	stdin.write('\u001b');
	await expect.poll(() => keys).toEqual(['j', 'j', 'up', 'escape']);
	stop();
});

test('while another program has the keyboard, its keys are its own', async () => {
	const {stdin, keys, modes, pause, resume, stop} = keyboard();
	pause();
	expect(modes.slice(2)).toEqual(['paste off', 'cooked']);
	expect(stdin.listenerCount('data')).toBe(0);
	expect(stdin.isPaused()).toBe(true);
	resume();
	stdin.write('k');
	await expect.poll(() => keys).toEqual(['k']);
	stop();
});

test('draining swallows what was typed ahead, and what goes on being typed', async () => {
	const {stdin, keys, drain, stop} = keyboard();
	const drained = drain();
	stdin.write('\u0004');
	await new Promise(resolve => setTimeout(resolve, 30));
	stdin.write('\u0004');
	await drained;
	expect(stdin.readableLength).toBe(0);
	expect(keys).toEqual([]);
	stop();
});

test('a sequence that waited to be read while the process was busy is whole', async () => {
	const {stdin, keys, stop} = keyboard();
	stdin.write('\u001b');
	await new Promise(resolve => setImmediate(resolve));
	const busyUntil = performance.now() + 60;
	while (performance.now() < busyUntil);
	stdin.write('[D');
	await expect.poll(() => keys).toEqual(['left']);
	stop();
});

test('waits longer over ssh, or as long as it is told to', () => {
	expect(escapeWaitFor({})).toBe(50);
	expect(escapeWaitFor({SSH_CONNECTION: '10.0.0.1 5 10.0.0.2 22'})).toBe(250);
	expect(escapeWaitFor({SSH_CONNECTION: '10.0.0.1 5 10.0.0.2 22', SKEP_ESC_MS: '400'})).toBe(400);
	expect(escapeWaitFor({SKEP_ESC_MS: 'soon'})).toBe(50);
});
