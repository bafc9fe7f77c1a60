import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {askHelper} from '../../source/files/credential-helper.ts';
import {registryCredentials, registryOf} from '../../source/files/registry-credentials.ts';

let folder = '';

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'credentials-'));
});

afterEach(() => {
	rmSync(folder, {recursive: true, force: true});
});

const env = () => ({DOCKER_CONFIG: folder, PATH: `${folder}/bin:${process.env['PATH']}`});

const config = (content: unknown) =>
	writeFileSync(join(folder, 'config.json'), typeof content === 'string' ? content : JSON.stringify(content));

const helper = (name: string, script: string) => {
	mkdirSync(join(folder, 'bin'), {recursive: true});
	const path = join(folder, 'bin', `docker-credential-${name}`);
	writeFileSync(path, `#!/bin/sh\n${script}\n`);
	chmodSync(path, 0o755);
};

const asked = async (image: string) => {
	const found = await registryCredentials(image, env());
	return found === undefined ? undefined : JSON.parse(Buffer.from(found.header, 'base64url').toString());
};

const login = {auth: Buffer.from('ann:pass:word').toString('base64')};

describe('registryOf', () => {
	it.each([
		['nginx:1', 'docker.io'],
		['shop/web:2', 'docker.io'],
		['index.docker.io/shop/web', 'docker.io'],
		['localhost/web', 'localhost'],
		['mgr:5000/web:2', 'mgr:5000'],
		['registry.example.com/shop/web@sha256:00', 'registry.example.com'],
	])('%s is of %s', (image, registry) => {
		expect(registryOf(image)).toBe(registry);
	});
});

describe('registryCredentials', () => {
	it('finds none without a config, or for another registry', async () => {
		expect(await asked('registry.example.com/web')).toBeUndefined();
		config({auths: {'other.example.com': login}});
		expect(await asked('registry.example.com/web')).toBeUndefined();
	});

	it('reads a login, colons in the password included', async () => {
		config({auths: {'registry.example.com': login}});
		expect(await asked('registry.example.com/shop/web:1')).toEqual({
			username: 'ann',
			password: 'pass:word',
			serveraddress: 'registry.example.com',
		});
	});

	it('knows the odd key of Docker Hub, and keys that are whole URLs', async () => {
		config({auths: {'https://index.docker.io/v1/': login, 'https://old.example.com/v1/': login}});
		expect(await asked('nginx')).toMatchObject({username: 'ann', serveraddress: 'https://index.docker.io/v1/'});
		expect(await asked('old.example.com/web')).toMatchObject({username: 'ann'});
	});

	it('prefers an identity token', async () => {
		config({auths: {'registry.example.com': {...login, identitytoken: 'tok'}}});
		expect(await asked('registry.example.com/web')).toEqual({
			identitytoken: 'tok',
			serveraddress: 'registry.example.com',
		});
	});

	it('pads its base64, as Go wants it', async () => {
		config({auths: {'registry.example.com': {username: 'a', password: 'ß?>'}}});
		const {header} = (await registryCredentials('registry.example.com/web', env())) ?? {header: ''};
		expect(header.length % 4).toBe(0);
		expect(header).toMatch(/^[\w=-]+$/);
	});

	it("asks the registry's own helper, and tells it the registry on stdin", async () => {
		helper('mine', 'read server; echo "{\\"Username\\":\\"$1 $server\\",\\"Secret\\":\\"s3cret\\"}"');
		config({credsStore: 'other', credHelpers: {'registry.example.com': 'mine'}});
		expect(await asked('registry.example.com/web')).toMatchObject({
			username: 'get registry.example.com',
			password: 's3cret',
		});
	});

	it('takes a token from a helper', async () => {
		helper('store', 'echo "{\\"Username\\":\\"<token>\\",\\"Secret\\":\\"tok\\"}"');
		config({credsStore: 'store'});
		expect(await asked('nginx')).toMatchObject({identitytoken: 'tok'});
	});

	it('finds none where the helper knows none', async () => {
		helper('store', 'echo "credentials not found in native keychain"; exit 1');
		config({credsStore: 'store'});
		expect(await asked('nginx')).toBeUndefined();
	});

	it.each([
		['no JSON', '{"auths": {"x": s3cret', /are no JSON object/],
		['no object', '[]', /are no JSON object/],
		['a login that is no login', {auths: {'registry.example.com': {auth: 's3cret'}}}, /no base64 of "user:password"/],
		['a helper that is not there', {credsStore: 'nosuch'}, /Can't start .*docker-credential-nosuch/],
		['a helper that fails', {credsStore: 'fails'}, /docker-credential-fails failed/],
		['a helper that babbles', {credsStore: 'babbles'}, /docker-credential-babbles answered makes no sense/],
		['a helper that is a path', {credsStore: '../../bin/sh'}, /no name of a program/],
	])('says in one sentence what is wrong: %s', async (_, content, sentence) => {
		helper('fails', 'echo s3cret; exit 2');
		helper('babbles', 'echo s3cret');
		config(content);
		const failed = asked('registry.example.com/web');
		await expect(failed).rejects.toThrow(sentence);
		await expect(failed).rejects.not.toThrow(/s3cret/);
	});

	it("doesn't wait for a helper that doesn't answer", async () => {
		helper('hangs', 'exec sleep 60');
		await expect(askHelper('hangs', 'registry.example.com', env(), 100)).rejects.toThrow(/didn't answer/);
	});
});
