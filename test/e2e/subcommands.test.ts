import {spawnSync} from 'node:child_process';
import {expect, inject, test} from 'vitest';

const nowhere = ['--host', 'unix:///nowhere/docker.sock'];

const skep = (...args: readonly string[]) =>
	spawnSync(process.execPath, [inject('program'), ...args], {encoding: 'utf8', env: {...process.env, DOCKER_HOST: ''}});

test.each([
	[['plan', 'drian', 'worker1'], 2, /^skep: there is no plan for "drian"/],
	[['why'], 2, /^skep: skep why takes one service/],
	[['problems', ...nowhere], 1, /^skep: /],
	[[...nowhere, 'plan', 'drain', 'worker1', '--json'], 1, /^skep: /],
	[['--host', 'nonsense://x', 'problems'], 2, /^skep: .*nonsense/],
])('%j needs no terminal: a sentence on stderr, nothing on stdout, and its exit code', (args, code, sentence) => {
	const {status, stdout, stderr} = skep(...args);

	expect(status).toBe(code);
	expect(stdout).toBe('');
	expect(stderr).toMatch(sentence);
	expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});

test('help is shown wherever it stands', () => {
	const {status, stdout} = skep('plan', 'drain', '--help');

	expect(status).toBe(0);
	expect(stdout).toContain('skep plan drain|pause');
});
