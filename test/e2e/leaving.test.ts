import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {rawService} from '../helpers/small-engine/build.ts';
import {startSmallEngine} from '../helpers/small-engine/engine.ts';
import {world} from '../helpers/small-engine/world.ts';
import {ctrl} from './keys.ts';
import {openSkep, type SkepOptions} from './skep.ts';

const open = async (options?: SkepOptions) => {
	const engine = await startSmallEngine(world({services: [rawService('web', {})]}));
	onTestFinished(() => engine[Symbol.asyncDispose]());
	const skep = openSkep(engine.host, options);
	await skep.waitForLine(1, 'web', /./);
	expect(skep.modesTurnedOn()).toEqual(
		expect.arrayContaining(['alternate screen', 'hidden cursor', 'bracketed paste']),
	);

	return skep;
};

test.each([
	['q', 'q'],
	['Ctrl+C', ctrl('c')],
])('%s leaves the terminal as it was, and ends with 0', async (_, key) => {
	const skep = await open();
	skep.press(key);

	expect(await skep.exited).toEqual({code: 0, signal: 0});
	expect(skep.modesTurnedOn()).toEqual([]);
	expect(skep.text()).toBe('');
});

test.each([
	['SIGTERM', 143],
	['SIGINT', 130],
	['SIGHUP', 129],
] as const)('%s leaves the terminal as it was, and ends with %i', async (signal, code) => {
	const skep = await open();
	skep.kill(signal);

	expect(await skep.exited).toEqual({code, signal: 0});
	expect(skep.modesTurnedOn()).toEqual([]);
	expect(skep.text()).toBe('');
});

test('a terminal that is closed ends it', async () => {
	const skep = await open();
	skep.hangUp();

	expect(await skep.exited).toEqual({code: 129, signal: 0});
});

test('a signal with a dialog open, too', async () => {
	const skep = await open();
	skep.press('1', 's');
	await skep.waitForDialog(/Scale service web/);
	skep.kill('SIGTERM');

	expect((await skep.exited).code).toBe(143);
	expect(skep.modesTurnedOn()).toEqual([]);
});

test('a signal before anything is drawn, too', async () => {
	const engine = await startSmallEngine(world());
	onTestFinished(() => engine[Symbol.asyncDispose]());
	engine.fault(/./, {never: true});
	const skep = openSkep(engine.host);
	await skep.waitFor(() => skep.modesTurnedOn().length > 0);
	skep.kill('SIGTERM');

	expect(await skep.exited).toEqual({code: 143, signal: 0});
	expect(skep.modesTurnedOn()).toEqual([]);
});

test('what Node warns of is nowhere on the terminal', async () => {
	const skep = await open({nodeFlags: ['--import', join(import.meta.dirname, 'programs', 'warning.mjs')]});
	skep.kill('SIGUSR2');

	expect((await skep.exited).code).toBe(143);
	expect(skep.output()).not.toContain('put in by a test');
});

test.each(['uncaught', 'unhandled'])('a crash (%s) does so, ends with 1, and names its log', async kind => {
	const skep = await open({nodeFlags: ['--import', join(import.meta.dirname, 'programs', `${kind}.mjs`)]});
	skep.kill('SIGUSR2');

	expect(await skep.exited).toEqual({code: 1, signal: 0});
	expect(skep.modesTurnedOn()).toEqual([]);
	expect(skep.text()).toContain('skep crashed: a fault put in by a test');
	const [file = ''] = skep.stateFiles().filter(name => name.startsWith('crash-'));
	expect(skep.text().replaceAll('\n', '')).toContain(join(skep.stateFolder, file));
	expect(readFileSync(join(skep.stateFolder, file), 'utf8')).toMatch(/a fault put in by a test\n +at /);
});
