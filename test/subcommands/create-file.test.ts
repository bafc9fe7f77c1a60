import {afterAll, beforeAll, expect, test} from 'vitest';
import {connect} from '../../source/engine/client.ts';
import type {Execution} from '../../source/operations/order.ts';
import {subcommandOf} from '../../source/subcommands/names.ts';
import {runSubcommand} from '../../source/subcommands/run.ts';
import {type Served, served} from '../simulator/served.ts';

const distinctive = 'Zq7-not-to-be-found-anywhere';
let swarm: Served;
const journal: Execution[] = [];
const asked: (string | undefined)[] = [];

beforeAll(async () => {
	swarm = await served();
	swarm.simulator.advance(5000);
});

afterAll(() => swarm?.[Symbol.asyncDispose]());

const ask = async (words: readonly string[], given: {readonly content?: Buffer; readonly isTyped?: boolean} = {}) => {
	const question = subcommandOf(words);

	if (question === undefined || question.name === 'logs') {
		throw new Error(`${words.join(' ')} is no subcommand`);
	}

	return runSubcommand({
		name: question.name,
		args: question.rest,
		connect: () => connect({kind: 'unix', socketPath: swarm.socketPath}),
		now: () => swarm.simulator.swarm.timeline.now(),
		hands: {
			readInput: async (path, limit) => {
				asked.push(path);
				if (path === 'nowhere') {
					throw new Error('is not there');
				}
				const content = given.content ?? Buffer.from(distinctive);
				if (content.length >= limit) {
					throw new Error(`has ${content.length} bytes: there must be less than ${limit}`);
				}
				return content;
			},
			isStdinTyped: given.isTyped === true,
			journal: async entry => {
				journal.push(entry);
				return undefined;
			},
			isReadOnly: question.isReadOnly === true,
		},
	});
};

const kept = async (kind: string, name: string) =>
	swarm.get(`/${kind}s/${name}`) as Promise<{Spec: object; ID: string}>;

test('a secret from the standard input, and a config from a file, journalled without what is in them', async () => {
	const secret = await ask(['secret', 'create', 'db', '-', '--label', 'team=shop it', '--label', 'a']);
	const config = await ask(['config', 'create', 'motd', 'my motd.txt', '--template', '--json']);

	expect(secret).toEqual({code: 0, out: 'secret db created\n', err: ''});
	expect(JSON.parse(config.out)).toEqual({name: 'motd', id: (await kept('config', 'motd')).ID, notes: []});
	expect(asked).toEqual([undefined, 'my motd.txt']);
	expect((await kept('secret', 'db')).Spec).toEqual({Name: 'db', Labels: {team: 'shop it', a: ''}});
	expect((await kept('config', 'motd')).Spec).toEqual({
		Name: 'motd',
		Labels: {},
		Templating: {Name: 'golang'},
		Data: Buffer.from(distinctive).toString('base64'),
	});
	expect(journal.map(({operation, command}) => [operation, command])).toEqual([
		['createSecret', "docker secret create --label 'team=shop it' --label a db -"],
		['createConfig', "docker config create --template-driver golang motd 'my motd.txt'"],
	]);
	expect(JSON.stringify([journal, secret, config])).not.toContain(distinctive);
});

test('what was handed over is overwritten once it was sent', async () => {
	const content = Buffer.from(distinctive);
	expect((await ask(['secret', 'create', 'wiped'], {content})).code).toBe(0);
	expect(content.every(byte => byte === 0)).toBe(true);
});

test.each([
	[['secret'], 2, /skep secret takes create: skep secret create NAME/],
	[['secret', 'remove', 'db'], 2, /takes create/],
	[['config', 'create'], 2, /takes a name, and a file or -/],
	[['config', 'create', 'a', 'b', 'c'], 2, /takes a name, and a file or -/],
	[['secret', 'create', 'no good'], 2, /"no good" can't be its name/],
	[['secret', 'create', 'x', '--label', 'old-'], 2, /--label takes key=value or key, not "old-"/],
	[['secret', 'create', 'x', '--colour'], 2, /there is no option --colour here: --label, --template, --json/],
	[['secret', 'create', 'x', 'nowhere'], 1, /nowhere is not there\./],
	[['secret', 'create', 'db'], 1, /There is a secret db already/],
	[['--read-only', 'secret', 'create', 'x'], 1, /read-only/],
])('%j ends with %i and one sentence', async (words, code, sentence) => {
	const before = journal.length;
	const answer = await ask(words);
	expect(answer).toMatchObject({code, out: ''});
	expect(answer.err).toMatch(sentence);
	expect(answer.err.trimEnd().split('\n')).toHaveLength(1);
	expect(journal).toHaveLength(before);
});

test('too large, empty, or typed where it would be seen: one sentence, and nothing is sent', async () => {
	const large = await ask(['secret', 'create', 'x'], {content: Buffer.alloc(512_000)});
	expect(large).toMatchObject({
		code: 1,
		err: 'skep: what comes in has 512000 bytes: there must be less than 512000.\n',
	});
	const empty = await ask(['config', 'create', 'x'], {content: Buffer.alloc(0)});
	expect(empty).toMatchObject({code: 1, err: 'skep: what comes in is empty: a config holds at least one byte.\n'});
	expect(await ask(['secret', 'create', 'x'], {isTyped: true})).toMatchObject({
		code: 2,
		err: expect.stringContaining('what is typed here would be on screen'),
	});
	expect((await swarm.ask('GET', '/secrets/x')).status).toBe(404);
});
