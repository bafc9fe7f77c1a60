import {chmodSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {actorIn} from '../../source/files/actor.ts';
import {createJournal, type JournalEntry} from '../../source/files/journal.ts';
import {ownFolder} from '../helpers/own-folder.ts';
import {modeOf} from './mode.ts';

const entry: JournalEntry = {
	operation: 'drainNode',
	target: {kind: 'node', id: 'k3f9qz', name: 'mgr2'},
	input: null,
	command: 'docker node update --availability drain mgr2',
	manager: 'mgr1',
	outcome: 'requested',
	sentence: 'mgr2: drained.',
};

const journalIn = (folder: string) =>
	createJournal(folder, {
		address: () => 'unix:///var/run/docker.sock',
		actor: {user: 'ops', sudoUser: 'kim', from: '10.9.8.7'},
		now: () => new Date('2026-11-21T03:07:58Z'),
	});

const linesOf = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n');

test('a change is one line: when, who, where, what, the command, the outcome', async () => {
	using folder = ownFolder();
	const journal = journalIn(join(folder.path, 'skep'));

	expect(await journal.write(entry)).toBeUndefined();
	expect(await journal.write({...entry, manager: undefined})).toBeUndefined();

	const [first, second] = linesOf(journal.path).map(line => JSON.parse(line));
	expect(first).toEqual({
		when: '2026-11-21T03:07:58.000Z',
		who: {user: 'ops', sudoUser: 'kim', from: '10.9.8.7'},
		where: {address: 'unix:///var/run/docker.sock', manager: 'mgr1'},
		operation: 'drainNode',
		target: {kind: 'node', id: 'k3f9qz', name: 'mgr2'},
		input: null,
		command: 'docker node update --availability drain mgr2',
		outcome: 'requested',
		sentence: 'mgr2: drained.',
	});
	expect(second.where).toEqual({address: 'unix:///var/run/docker.sock'});
});

test('only its owner can read it, even if it was made otherwise before', async () => {
	using folder = ownFolder();
	const journal = journalIn(join(folder.path, 'skep'));
	await journal.write(entry);
	expect([modeOf(join(folder.path, 'skep')), modeOf(journal.path)]).toEqual(['700', '600']);

	chmodSync(journal.path, 0o644);
	await journal.write(entry);

	expect(modeOf(journal.path)).toBe('600');
	expect(linesOf(journal.path)).toHaveLength(2);
});

test('lines written at the same time stay whole', async () => {
	using folder = ownFolder();
	const journal = journalIn(folder.path);
	const long = 'x'.repeat(20_000);

	await Promise.all(Array.from({length: 50}, (_, index) => journal.write({...entry, sentence: `${index} ${long}`})));

	const numbers = linesOf(journal.path).map(line => Number.parseInt(JSON.parse(line).sentence, 10));
	expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({length: 50}, (_, index) => index));
});

test('names with control characters make neither a new line nor a raw byte', async () => {
	using folder = ownFolder();
	const journal = journalIn(folder.path);
	const name = 'a\nb\u001b[31m\u007f\u009b2J\u2028';

	await journal.write({...entry, target: {...entry.target, name}});

	const [line = '', ...rest] = linesOf(journal.path);
	expect(rest).toEqual([]);
	expect(line).toMatch(/^[\x20-\x7e]+$/);
	expect(JSON.parse(line).target.name).toBe(name);
});

test('a journal that can not be written says so', async () => {
	using folder = ownFolder();
	writeFileSync(join(folder.path, 'file'), '');
	const journal = journalIn(join(folder.path, 'file', 'skep'));

	expect(await journal.write(entry)).toMatch(/^This was not written to the journal .*journal\.jsonl: /);
});

test('who is the user, who became it, and from where', () => {
	expect(actorIn({SUDO_USER: 'kim', SSH_CONNECTION: '10.9.8.7 50122 10.0.0.1 22'})).toMatchObject({
		user: expect.stringMatching(/./),
		sudoUser: 'kim',
		from: '10.9.8.7',
	});
	expect(Object.keys(actorIn({}))).toEqual(['user']);
});
