import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {registryCertificates} from '../../source/files/registry-certificates.ts';

let folder = '';

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'certificates-'));
});

afterEach(() => {
	rmSync(folder, {recursive: true, force: true});
});

const write = (registry: string, name: string, text: string) => {
	mkdirSync(join(folder, registry), {recursive: true});
	writeFileSync(join(folder, registry, name), text);
};

const of = (registry: string, bundles: readonly string[] = []) => registryCertificates(registry, {folder, bundles});

test("what Docker's folder has for a registry is trusted, beside what the system trusts", async () => {
	write('mgr:5000', 'ca.crt', 'the CA');
	write('mgr:5000', 'client.cert', 'our certificate');
	write('mgr:5000', 'client.key', 'our key');
	write('other', 'ca.crt', "the other's CA");
	write('', 'bundle.crt', 'all the world');
	expect(await of('mgr:5000', [join(folder, 'nosuch'), join(folder, 'bundle.crt')])).toEqual({
		ca: ['all the world', 'the CA'],
		cert: 'our certificate',
		key: 'our key',
	});
});

test('a certificate without its key is none, and a registry without a folder has nothing', async () => {
	write('mgr:5000', 'client.cert', 'our certificate');
	expect(await of('mgr:5000')).toEqual({ca: []});
	expect(await of('nosuch')).toEqual({ca: []});
});
