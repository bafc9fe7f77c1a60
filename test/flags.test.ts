import {expect, test} from 'vitest';
import {plainFlags} from '../source/flags.ts';
import {explainedFlags} from '../source/usage.ts';

test.each([
	[],
	['--read-only'],
	['--no-history', '--no-cockpit', '--notify', 'osc9'],
	['--demo'],
	['--demo', '--nodes', '200', '--services=1000', '--replicas', '20'],
	['--notify', 'loudly', '--ssh-node', 'admin@%h'],
])('%j is read without what explains flags, and means the same', (...argv) => {
	expect(plainFlags(argv)).toMatchObject({flags: explainedFlags(argv).flags, input: []});
});

test.each([
	['--help'],
	['--version'],
	['--hots', 'x'],
	['--host', 'tcp://10.0.0.1:2375'],
	['--notify'],
	['--notify', '--demo'],
	['--notify', 'bell', '--notify', 'osc9'],
	['--nodes', 'many'],
	['--nodes', '0'],
	['--nodes', '2.5'],
	['--demo=no'],
	['frobnicate'],
	['--', 'x'],
])('%j needs words', (...argv) => {
	expect(plainFlags(argv)).toBeUndefined();
});
