import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {resolveConnection} from '../../source/engine/connection.ts';
import {takeConnectionFlags} from '../../source/engine/connection-flags.ts';
import {listContexts} from '../../source/engine/contexts.ts';
import {EngineError} from '../../source/engine/errors.ts';
import {dockerFolderWith} from '../helpers/docker-folder.ts';

const nobody = {DOCKER_CONFIG: '/nowhere', HOME: '/nowhere'};

const resolve = (words: string, env: Readonly<Record<string, string>> = nobody) => {
	const {flags, problem} = takeConnectionFlags(words.split(' ').filter(Boolean));
	expect(problem).toBeUndefined();
	return resolveConnection(flags, {HOME: '/nowhere', ...env});
};

const addresses = (words: string, env?: Readonly<Record<string, string>>) =>
	resolve(words, env).map(({address}) => address);

const refused = (words: string, env: Readonly<Record<string, string>>, sentence: RegExp) => {
	expect(() => resolve(words, env)).toThrow(sentence);
	expect(() => resolve(words, env)).toThrow(EngineError);
};

describe('addresses', () => {
	it.each([
		['unix:///tmp/a,b.sock', ['unix:///tmp/a,b.sock']],
		['unix://', ['unix:///var/run/docker.sock']],
		['tcp://mgr1:1234', ['tcp://mgr1:1234']],
		['tcp://mgr1:80', ['tcp://mgr1:80']],
		['http://mgr1:1234/', ['tcp://mgr1:1234']],
		['tcp://mgr1', ['tcp://mgr1:2375']],
		['tcp://[::1]:1234', ['tcp://[::1]:1234']],
		['ssh://mgr1', ['ssh://mgr1']],
		['ssh://kim@mgr1:2222/run/user/1000/docker.sock', ['ssh://kim@mgr1:2222/run/user/1000/docker.sock']],
		['ssh://kim@[fe80::1]:22/', ['ssh://kim@[fe80::1]:22']],
		['tcp://mgr1:1,ssh://mgr2,unix:///a.sock', ['tcp://mgr1:1', 'ssh://mgr2', 'unix:///a.sock']],
	])('understands %s', (host, expected) => {
		expect(addresses(`--host ${host}`)).toEqual(expected);
	});

	it.each([
		['mgr1:2375', /--host is "mgr1:2375", which has no scheme: for example unix:/],
		['unix://run/docker.sock', /doesn't start with "\/": unix:\/\/\/run\/docker.sock\?/],
		['tcp://', /no host and port/],
		['tcp://mgr1:99999', /no host and port/],
		['tcp://mgr1:2375/path', /only a host and a port may follow the scheme: tcp:\/\/mgr1:2375/],
		['ftp://mgr1', /ftp:\/\/ is not supported/],
		['https://mgr1', /for TLS write tcp:\/\/.*--tlsverify/],
		['npipe:////./pipe/docker', /npipe:\/\/ is not supported/],
		['ssh://', /no ssh address/],
		['ssh://-oProxyCommand=reboot', /no ssh address/],
		['ssh://-l@mgr1', /no ssh address/],
		['ssh://mgr1:99999', /no ssh address/],
		['ssh://mgr1?x=1', /no ssh address/],
	])('says what is wrong with %s', (host, sentence) => {
		refused(`--host ${host}`, nobody, sentence);
	});

	it('never says a password again', () => {
		for (const host of ['ssh://kim:hunter2@mgr1', 'ssh://kim:hun/ter2@mgr1', 'tcp://kim:hunter2@mgr1:2376']) {
			expect(() => resolve(`--host ${host}`)).toThrow(/^(?!.*(hunter2|ter2@))/s);
		}
	});

	it('takes docker’s short flags, one flag several times, and wants a value', () => {
		expect(addresses('-H tcp://a:1 --host=tcp://b:2 why web -H=tcp://c:3')).toHaveLength(3);
		expect(takeConnectionFlags(['why', '--host']).problem).toMatch(/--host takes an address/);
		expect(takeConnectionFlags(['--context', '--read-only']).problem).toMatch(/--context takes the name/);
		expect(takeConnectionFlags(['--tlsverify=perhaps']).problem).toMatch(/true or false/);
		expect(takeConnectionFlags(['secret', 'create', '--', '--host']).rest).toEqual([
			'secret',
			'create',
			'--',
			'--host',
		]);
	});
});

describe('which engine', () => {
	it('goes by Docker’s own order', () => {
		using docker = dockerFolderWith(
			{prod: {host: 'ssh://prod'}, stage: {host: 'tcp://stage:2375'}, dev: {host: 'unix:///dev.sock'}},
			{currentContext: 'dev'},
		);
		const env = {DOCKER_CONFIG: docker.path};
		const all = {...env, DOCKER_HOST: 'tcp://variable:1', DOCKER_CONTEXT: 'stage'};
		expect(addresses('--context prod', all)).toEqual(['ssh://prod']);
		expect(addresses('--host tcp://flag:1', all)).toEqual(['tcp://flag:1']);
		expect(addresses('', all)).toEqual(['tcp://variable:1']);
		expect(addresses('', {...all, DOCKER_HOST: ''})).toEqual(['tcp://stage:2375']);
		expect(addresses('', env)).toEqual(['unix:///dev.sock']);
		expect(addresses('', {...env, DOCKER_CONTEXT: 'default'})).toEqual(['unix:///var/run/docker.sock']);
		expect(addresses('--context default', all)).toEqual(['tcp://variable:1']);
		expect(addresses('', nobody)).toEqual(['unix:///var/run/docker.sock']);
	});

	it('knows its context, and the flags that lead docker to the same engine from any shell', () => {
		using docker = dockerFolderWith({prod: {host: 'ssh://prod'}, mgr2: {host: 'ssh://mgr2'}}, {currentContext: 'prod'});
		const env = {DOCKER_CONFIG: docker.path};
		expect(resolve('', env)).toMatchObject([{context: 'prod', docker: ['--context', 'prod'], isUsual: true}]);
		expect(resolve('--context mgr2,prod', env)).toMatchObject([
			{context: 'mgr2', docker: ['--context', 'mgr2'], isUsual: false},
			{context: 'prod', docker: ['--context', 'prod'], isUsual: false},
		]);
		expect(resolve('--host ssh://mgr3', env)).toMatchObject([{docker: ['--host', 'ssh://mgr3'], isUsual: false}]);
		expect(resolve('--host ssh://mgr3', env)[0]).not.toHaveProperty('context');
		expect(resolve('', nobody)).toMatchObject([{isUsual: true}]);
	});

	it('says what is wrong with a context', () => {
		using docker = dockerFolderWith(
			{
				prod: {host: 'ssh://prod'},
				broken: {text: '{"Name": "bro'},
				kube: {text: '{"Name": "kube", "Endpoints": {"kubernetes": {}}}'},
				empty: {text: 'null'},
				desktop: {host: 'npipe:////./pipe/docker'},
			},
			'{"currentContext": ',
		);
		const env = {DOCKER_CONFIG: docker.path};
		const none = {DOCKER_CONFIG: '/nowhere'};
		refused('--context prd', env, /--context is "prd", and there is no such.* are: default, .*prod/);
		refused('', {...env, DOCKER_CONTEXT: 'prd'}, /DOCKER_CONTEXT is "prd"/);
		refused('--context x', none, /There is: default\.$/);
		refused('--context broken', env, /meta\.json is not valid JSON, so the context broken is not known/);
		refused('--context kube', env, /kube names no Docker engine: .*meta\.json has no Endpoints\.docker\.Host/);
		refused('--context empty', env, /empty names no Docker engine/);
		refused('--context desktop', env, /The host of context desktop is "npipe:.*not supported/);
		refused('', env, /config\.json is not valid JSON, so the current context is not known: mend it, or say/);
		expect(addresses('--context prod', env)).toEqual(['ssh://prod']);
		refused('--context prod --host tcp://a:1', env, /leave out one of them/);
		refused('--context prod --tlsverify', env, /prod has TLS settings of its own/);
		refused('--host unix:///a.sock --tls', env, /TLS is for tcp/);
		const listed = listContexts(env);
		expect(listed.filter(({problem}) => problem === undefined).map(({name}) => name)).toEqual(['prod']);
		expect(listed.filter(({problem}) => problem !== undefined)).toHaveLength(4);
	});
});

describe('TLS', () => {
	const folderWith = (...files: readonly string[]) => {
		const docker = dockerFolderWith({});
		for (const file of files) {
			writeFileSync(join(docker.path, file), 'PEM');
		}
		return docker;
	};

	const tlsOf = (words: string, env: Readonly<Record<string, string>>) => {
		const [{endpoint}] = resolve(words, env);
		return endpoint.kind === 'tcp' ? endpoint.tls : undefined;
	};

	it('is on and off as docker’s flags and variables say', () => {
		using docker = folderWith('ca.pem', 'cert.pem', 'key.pem');
		const env = {DOCKER_CONFIG: docker.path};
		const host = '--host tcp://mgr1:2376';
		const files = Object.fromEntries(['ca', 'cert', 'key'].map(part => [part, join(docker.path, `${part}.pem`)]));
		expect(tlsOf(host, env)).toBeUndefined();
		expect(tlsOf(host, {...env, DOCKER_TLS_VERIFY: '', DOCKER_TLS: ''})).toBeUndefined();
		expect(tlsOf(`${host} --tlsverify`, env)).toEqual({...files, isVerified: true});
		expect(tlsOf(host, {...env, DOCKER_TLS_VERIFY: 'false'})).toEqual({...files, isVerified: true});
		expect(tlsOf(host, {...env, DOCKER_TLS: '1'})).toEqual({...files, isVerified: false});
		expect(tlsOf(`${host} --tls`, env)).toEqual({...files, isVerified: false});
		expect(tlsOf(`${host} --tlsverify=false`, env)).toMatchObject({isVerified: false});
		expect(tlsOf(`${host} --tls=false`, {...env, DOCKER_TLS: '1'})).toBeUndefined();
		expect(tlsOf(`${host} --tlscacert ${docker.path}/ca.pem`, env)).toMatchObject({isVerified: true});
		expect(addresses('--host tcp://mgr1 --tlsverify', env)).toEqual(['tcp://mgr1:2376']);
		expect(addresses('', {...env, DOCKER_TLS_VERIFY: '1'})).toEqual(['tcp://localhost:2376']);
		expect(addresses('--host unix:///a.sock', {...nobody, DOCKER_TLS_VERIFY: '1'})).toEqual(['unix:///a.sock']);
	});

	it('is told to docker, too', () => {
		using docker = folderWith('ca.pem', 'cert.pem', 'key.pem');
		const {path} = docker;
		const [place] = resolve('--host tcp://mgr1:2376 --tlsverify', {DOCKER_CERT_PATH: path, ...nobody});
		expect(place.docker.join(' ')).toBe(
			`--host tcp://mgr1:2376 --tlsverify --tlscacert ${path}/ca.pem --tlscert ${path}/cert.pem --tlskey ${path}/key.pem`,
		);
		expect(place.isUnverified).toBe(false);
		expect(resolve('--host tcp://mgr1:2376 --tls', nobody)[0]).toMatchObject({
			isUnverified: true,
			docker: ['--host', 'tcp://mgr1:2376', '--tls', '--tlscacert', ''],
		});
	});

	it('names the file that lacks', () => {
		using half = folderWith('ca.pem', 'cert.pem');
		const host = '--host tcp://mgr1:2376';
		refused(`${host} --tlsverify`, nobody, /TLS is asked for, and \/nowhere\/ca\.pem is not there: say --tlscacert/);
		refused(host, {DOCKER_CERT_PATH: '/certs', DOCKER_TLS_VERIFY: '1'}, /\/certs\/ca\.pem is not there/);
		refused(`${host} --tlscacert /x/ca.pem`, nobody, /--tlscacert is \/x\/ca\.pem, which is not there/);
		refused(`${host} --tlsverify`, {DOCKER_CERT_PATH: half.path}, /cert\.pem is no use alone: say --tlskey, too/);
	});

	it('comes with a context that has certificates, or says that it needs none', () => {
		using docker = dockerFolderWith({
			plain: {host: 'tcp://mgr1:2375'},
			secure: {host: 'tcp://mgr1', tls: {ca: 'PEM', cert: 'PEM', key: 'PEM'}},
			loose: {host: 'tcp://mgr1:2376', skipsVerify: true},
			socket: {host: 'unix:///a.sock', tls: {ca: 'PEM'}},
		});
		const env = {DOCKER_CONFIG: docker.path};
		expect(tlsOf('--context plain', {...env, DOCKER_TLS_VERIFY: '1'})).toBeUndefined();
		expect(tlsOf('--context secure', env)).toMatchObject({
			ca: expect.stringContaining('docker/ca.pem'),
			isVerified: true,
		});
		expect(addresses('--context secure', env)).toEqual(['tcp://mgr1:2376']);
		expect(resolve('--context loose', env)[0].isUnverified).toBe(true);
		expect(addresses('--context socket', env)).toEqual(['unix:///a.sock']);
	});

	it('passes over what is no context', () => {
		using docker = dockerFolderWith({prod: {host: 'ssh://prod', description: 'Tokyo'}});
		mkdirSync(join(docker.path, 'contexts', 'meta', 'empty'));
		writeFileSync(join(docker.path, 'contexts', 'meta', 'file'), '');
		expect(listContexts({DOCKER_CONFIG: docker.path})).toMatchObject([{name: 'prod', description: 'Tokyo'}]);
		expect(listContexts({DOCKER_CONFIG: '/nowhere'})).toEqual([]);
	});
});
