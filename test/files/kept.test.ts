import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {expect, test} from 'vitest';
import {writeCrashLog} from '../../source/files/crash-log.ts';
import {keepSpecIn} from '../../source/files/spec-file.ts';
import {ownFolder} from '../helpers/own-folder.ts';
import {modeOf} from './mode.ts';

const now = new Date('2026-11-21T03:07:58Z');

test('a spec is kept as JSON that only its owner can read, and nothing kept is overwritten', async () => {
	using folder = ownFolder();
	const keep = keepSpecIn(folder.path, () => now);

	const paths = await Promise.all([keep('shop_web', {Name: 'one'}), keep('shop_web', {Name: 'two'})]);

	expect(paths.map(path => JSON.parse(readFileSync(path, 'utf8')).Name)).toEqual(['one', 'two']);
	expect(paths.map(modeOf)).toEqual(['600', '600']);
	expect(basename(paths[0] ?? '')).toMatch(/^shop_web-20261121T030758Z-[0-9a-f]{6}\.json$/);
});

test.each(['../../etc/passwd', '..', '', 'a/b', 'x\ny', '노드', 'n'.repeat(300)])(
	'the name %j leads nowhere else',
	async name => {
		using folder = ownFolder();

		const path = await keepSpecIn(folder.path, () => now)(name, {});

		expect(dirname(path)).toBe(join(folder.path, 'specs'));
		expect(readdirSync(folder.path)).toEqual(['specs']);
	},
);

test('a folder that can not be written is an error', async () => {
	using folder = ownFolder();
	writeFileSync(join(folder.path, 'specs'), '');

	await expect(keepSpecIn(folder.path, () => now)('web', {})).rejects.toThrow(
		/^The spec of web can't be kept in \S+specs\/web-\S+ \([a-z ]+\); without that nothing is removed\.$/,
	);
});

test('a crash is written with its causes, and its place is known', () => {
	using folder = ownFolder();
	const error = new Error('cannot draw', {cause: new Error('no column')});

	const path = writeCrashLog(join(folder.path, 'skep'), error, {version: '0.1.0', now}) ?? '';

	const text = readFileSync(path, 'utf8');
	expect(text).toMatch(/^skep 0\.1\.0\ntime 2026-11-21T03:07:58\.000Z\n/);
	expect(text).toMatch(/Error: cannot draw\n\s+at .*\ncaused by:\nError: no column/s);
	expect(modeOf(path)).toBe('600');
});

test('an error that causes itself still makes a report', () => {
	using folder = ownFolder();
	const error = new Error('round') as Error & {cause: unknown};
	error.cause = error;

	expect(writeCrashLog(folder.path, error, {version: '0.1.0', now})).toBeDefined();
});

test('a crash that can not be written is not another crash', () => {
	using folder = ownFolder();
	writeFileSync(join(folder.path, 'file'), '');

	expect(writeCrashLog(join(folder.path, 'file', 'skep'), 'boom', {version: '0.1.0', now})).toBeUndefined();
});
