import {chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {composeFilesIn} from '../../source/docker-cli/compose-file.ts';
import {createDockerCli} from '../../source/docker-cli/docker-cli.ts';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'skep-docker-cli-'));
});

afterEach(() => rmSync(folder, {recursive: true, force: true}));

/** A `docker` that writes down how it was called, and does what the script says. */
const docker = (script: string, env: NodeJS.ProcessEnv = {}) => {
	const program = join(folder, 'docker');
	writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$@" > "${folder}/called"\n${script}\n`);
	chmodSync(program, 0o755);
	return createDockerCli({
		place: () => ['--host', 'unix:///run/x.sock'],
		env: {PATH: process.env['PATH'], ...env},
		program,
	});
};

const called = () => readFileSync(join(folder, 'called'), 'utf8').trim().split('\n');

const help = (config: string, detach: string) =>
	`case "$*" in *--version) echo "Docker version 28.5.2+dfsg4, build 1";; *deploy*) echo "Options: ${detach}";; *) printf 'Commands:\\n  ${config}  Outputs\\n  deploy  Deploy\\n';; esac`;

const request = {file: '', stack: 'shop', prune: true, registryAuth: true, resolveImage: 'never'} as const;

test('what it can do is asked of it', async () => {
	expect(await docker(help('config', '--detach')).facts()).toEqual({
		version: '28.5.2',
		hasConfig: true,
		hasDetach: true,
	});
	expect(await docker(help('ls', '--prune')).facts()).toMatchObject({hasConfig: false, hasDetach: false});
});

test('it is pointed at the engine by flag, and keeps the environment for the files that it reads', async () => {
	const cli = docker('echo "TAG is $TAG and $DOCKER_CONTEXT"', {TAG: 'v7', DOCKER_CONTEXT: 'elsewhere'});
	expect(await cli.config('/srv/it is/a;b.yaml')).toMatchObject({printed: 'TAG is v7 and elsewhere\n'});
	expect(called()).toEqual([
		'--host',
		'unix:///run/x.sock',
		'stack',
		'config',
		'--compose-file',
		'/srv/it is/a;b.yaml',
	]);
	expect([cli.isSet('TAG'), cli.isSet('GAT')]).toEqual([true, false]);
});

test('TLS that is meant for another engine is left out on a socket', async () => {
	const cli = docker('echo "TLS $DOCKER_TLS_VERIFY$DOCKER_CERT_PATH."', {
		DOCKER_TLS_VERIFY: '1',
		DOCKER_CERT_PATH: '/certs',
	});
	expect(await cli.config('a.yaml')).toMatchObject({printed: 'TLS .\n'});
});

test('a deploy hands over its flags, and tells what was done in clean lines', async () => {
	const cli = docker(
		`${help('config', '--detach')}; case "$*" in *shop) printf '\\033[31mCreating\\033[0m service shop_web\\a\\n'; echo "image web:1 could not be accessed" >&2;; esac`,
	);
	const file = join(folder, 'compose.yaml');
	expect(await cli.deploy({...request, file})).toMatchObject({
		did: expect.arrayContaining(['Creating service shop_web']),
		warnings: ['image web:1 could not be accessed'],
	});
	expect(called().slice(2)).toEqual(
		`stack deploy --compose-file ${file} --detach=true --prune --with-registry-auth --resolve-image never shop`.split(
			' ',
		),
	);
});

test('a deploy that stops tells what it did until then', async () => {
	const cli = docker(
		'echo Creating network shop_default; echo "failed to create service shop_web: Error response from daemon: no" >&2; exit 1',
	);
	expect(await cli.deploy({...request, file: join(folder, 'compose.yaml')})).toEqual({
		did: ['Creating network shop_default'],
		warnings: [],
		problem: 'failed to create service shop_web: Error response from daemon: no',
	});
});

test('words about its own usage are left out of its error', async () => {
	const cli = docker('echo "services.web must be a mapping" >&2; echo "See \'docker stack --help\'." >&2; exit 1');
	expect(await cli.config('a.yaml')).toEqual({problem: 'services.web must be a mapping'});
});

test('where there is none, one sentence says so', async () => {
	const cli = createDockerCli({
		place: () => ['--host', 'unix:///run/x.sock'],
		env: {},
		program: join(folder, 'nothing'),
	});
	expect(await cli.facts()).toEqual({problem: expect.stringMatching(/^there is no docker command line here/)});
	expect(await cli.config('a.yaml')).toHaveProperty('problem');
});

test('it is ended when nobody waits any more', async () => {
	const giveUp = new AbortController();
	const config = docker('echo started; exec sleep 60').config('a.yaml', giveUp.signal);
	giveUp.abort();
	expect(await config).toEqual({problem: expect.stringContaining('given up')});
});

test('a path is read as a shell would: from home, or from where skep was started', () => {
	const {pathOf} = composeFilesIn('/srv', '/home/kim');
	expect(['~/a.yaml', 'b/../c.yaml', ' /d.yaml ', '~kim/e.yaml'].map(pathOf)).toEqual([
		...['/home/kim/a.yaml', '/srv/c.yaml', '/d.yaml', '/srv/~kim/e.yaml'],
	]);
});

test('what can become no secret or config is said, and a secret is never read', async () => {
	const files = composeFilesIn(folder);
	writeFileSync(join(folder, 'empty'), '');
	writeFileSync(join(folder, 'large'), 'x'.repeat(512_000));
	writeFileSync(join(folder, 'bytes'), Buffer.from([0, 255]));
	expect(await files.secretProblem(join(folder, 'empty'))).toMatch(/is empty, and a secret holds at least one byte$/);
	expect(await files.secretProblem(join(folder, 'large'))).toMatch(/512000 bytes, and a secret less than 512000$/);
	expect(await files.secretProblem(folder)).toMatch(/is a folder$/);
	expect(await files.secretProblem(join(folder, 'bytes'))).toBeUndefined();
	expect(await files.content(join(folder, 'large'))).toMatchObject({content: {kind: 'text'}});
	expect(await files.content(join(folder, 'bytes'))).toEqual({content: {kind: 'bytes', hex: '00ff'}});
	expect(await files.text(join(folder, 'none'))).toEqual({problem: `there is no file ${join(folder, 'none')}`});
});
