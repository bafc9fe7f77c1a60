import {mkdtempSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {stackOriginsIn} from '../../source/files/stack-origins.ts';

let state: string;

beforeEach(() => {
	state = mkdtempSync(join(tmpdir(), 'skep-origins-'));
});

afterEach(() => rmSync(state, {recursive: true, force: true}));

const origins = (address = 'unix:///a.sock') =>
	stackOriginsIn(state, {address, now: () => new Date('2026-11-21T09:00:00Z')});
const deployed = {
	stack: 'shop',
	file: '/srv/compose.yaml',
	prune: true,
	registryAuth: false,
	resolveImage: 'changed',
} as const;

test('the last deploy of a stack is remembered, for its own engine and for nobody else to read', async () => {
	await origins().keep({...deployed, file: '/old.yaml'});
	await origins().keep(deployed);
	expect(await origins().of('shop')).toEqual({...deployed, address: 'unix:///a.sock', at: '2026-11-21T09:00:00.000Z'});
	expect(await origins('unix:///b.sock').of('shop')).toBeUndefined();
	expect(await origins().of('../shop')).toBeUndefined();
	const [file = '', ...more] = readdirSync(join(state, 'stacks'));
	expect(more).toEqual([]);
	expect(statSync(join(state, 'stacks', file)).mode & 0o777).toBe(0o600);
});

test('what was cut or written by hand is nothing to go by', async () => {
	await origins().keep(deployed);
	const [file = ''] = readdirSync(join(state, 'stacks'));
	for (const text of ['', '{"stack":', 'null', '{"stack":"shop"}', '{"stack":"shop","file":1}']) {
		writeFileSync(join(state, 'stacks', file), text);
		expect(await origins().of('shop')).toBeUndefined();
	}
});
