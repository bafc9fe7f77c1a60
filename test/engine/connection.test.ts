import {describe, expect, it} from 'vitest';
import {addressOf, resolveEndpoint} from '../../source/engine/connection.ts';
import {EngineError} from '../../source/engine/errors.ts';

const address = (host: string | undefined, env = {}) => addressOf(resolveEndpoint(host, env));

describe('resolveEndpoint', () => {
	it('takes the default socket when nothing is said', () => {
		expect(address(undefined)).toBe('unix:///var/run/docker.sock');
		expect(address(undefined, {DOCKER_HOST: ''})).toBe('unix:///var/run/docker.sock');
	});

	it('prefers --host to DOCKER_HOST', () => {
		const env = {DOCKER_HOST: 'tcp://10.0.0.9:2375'};
		expect(address('unix:///run/mine.sock', env)).toBe('unix:///run/mine.sock');
		expect(address(undefined, env)).toBe('tcp://10.0.0.9:2375');
	});

	it.each([
		['unix:///tmp/a b.sock', 'unix:///tmp/a b.sock'],
		['unix://', 'unix:///var/run/docker.sock'],
		['tcp://mgr1:1234', 'tcp://mgr1:1234'],
		['tcp://mgr1:80', 'tcp://mgr1:80'],
		['http://mgr1:1234/', 'tcp://mgr1:1234'],
		['tcp://mgr1', 'tcp://mgr1:2375'],
		['tcp://[::1]:1234', 'tcp://[::1]:1234'],
	])('understands %s', (host, expected) => {
		expect(address(host)).toBe(expected);
	});

	it.each([
		['mgr1:2375', {}, /--host is "mgr1:2375", which has no scheme: for example unix:/],
		['', {}, /--host is "", which has no scheme/],
		['unix://run/docker.sock', {}, /doesn't start with "\/": unix:\/\/\/run\/docker.sock\?/],
		['tcp://', {}, /no host and port/],
		['tcp://mgr1:99999', {}, /no host and port/],
		['tcp://mgr1:2375/path', {}, /only a host and a port may follow the scheme: tcp:\/\/mgr1:2375/],
		['ftp://mgr1', {}, /ftp:\/\/ is not supported/],
		['ssh://root@mgr1', {}, /ssh is not supported yet/],
		['https://mgr1', {}, /TLS is not supported yet/],
		['tcp://mgr1:2376', {}, /TLS port, and TLS is not supported yet/],
		['tcp://mgr1:2375', {DOCKER_TLS_VERIFY: 'true'}, /DOCKER_TLS_VERIFY is set, but TLS is not supported yet/],
		[undefined, {DOCKER_HOST: 'mgr1'}, /DOCKER_HOST is "mgr1"/],
	])('says what is wrong with %s', (host, env, sentence) => {
		expect(() => resolveEndpoint(host, env)).toThrow(sentence);
		expect(() => resolveEndpoint(host, env)).toThrow(EngineError);
	});

	it('leaves a socket alone where TLS is set for other engines', () => {
		expect(address('unix:///run/docker.sock', {DOCKER_TLS_VERIFY: '1'})).toBe('unix:///run/docker.sock');
	});
});
