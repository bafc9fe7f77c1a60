import {chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {saveTextIn} from '../../source/files/saved-text.ts';

const folder = () => {
	const path = mkdtempSync(join(tmpdir(), 'saved-text-'));
	onTestFinished(() => {
		chmodSync(path, 0o700);
		rmSync(path, {recursive: true, force: true});
	});
	return path;
};

test('a text is saved where the user is, for its owner only, and nothing is written over', async () => {
	const here = folder();
	const save = saveTextIn([here, join(here, 'state')]);
	expect(await save('events.txt', 'one\n')).toBe(join(here, 'events.txt'));
	expect(await save('events.txt', 'two\n')).toBe(join(here, 'events-2.txt'));
	expect(await save('events.txt', 'three\n')).toBe(join(here, 'events-3.txt'));
	expect(readFileSync(join(here, 'events.txt'), 'utf8')).toBe('one\n');
	expect(statSync(join(here, 'events-2.txt')).mode & 0o777).toBe(0o600);
});

test('where that is no place to write, it goes to the next, which is made', async () => {
	const here = folder();
	const state = join(here, 'state', 'skep');
	expect(await saveTextIn([join(here, 'gone'), state])('events.txt', 'text')).toBe(join(state, 'events.txt'));
	expect(readFileSync(join(state, 'events.txt'), 'utf8')).toBe('text');
});

test('where there is none, one sentence says why', async () => {
	const here = folder();
	mkdirSync(join(here, 'events.txt'));
	const file = join(here, 'events.txt', 'x');
	await saveTextIn([join(here, 'events.txt')])('x', '');
	const save = saveTextIn([join(here, 'gone'), file]);
	await expect(save('events.txt', 'text')).rejects.toThrow(/^It could not be saved \(.*gone: ENOENT; .*x: E\w+\)\.$/);
});
