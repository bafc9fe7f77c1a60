import {expect, it} from 'vitest';
import {contextLines} from '../../source/engine/context-list.ts';
import {dockerFolderWith} from '../helpers/docker-folder.ts';

const contexts = {prod: {host: 'tcp://prod:2375', description: 'the shop'}, far: {host: 'ssh://kim@far'}};

it.each([
	['the current context', {}, {currentContext: 'far'}, 'far'],
	['DOCKER_CONTEXT', {DOCKER_CONTEXT: 'prod'}, {currentContext: 'far'}, 'prod'],
	['DOCKER_HOST', {DOCKER_CONTEXT: 'prod', DOCKER_HOST: 'tcp://here:2375'}, {currentContext: 'far'}, 'default'],
	['nothing', {}, {}, 'default'],
])('docker uses what %s says', (_, env, config, current) => {
	using docker = dockerFolderWith(contexts, config);
	expect(contextLines({DOCKER_CONFIG: docker.path, ...env})).toEqual({
		current,
		contexts: [
			{
				name: 'default',
				description: '',
				address: 'DOCKER_HOST' in env ? env.DOCKER_HOST : 'unix:///var/run/docker.sock',
			},
			{name: 'far', description: '', address: 'ssh://kim@far'},
			{name: 'prod', description: 'the shop', address: 'tcp://prod:2375'},
		],
	});
});

it('says what can’t be told, beside what can', () => {
	using docker = dockerFolderWith({prod: {host: 'gopher://prod'}}, '{');
	const {current, problem, contexts} = contextLines({DOCKER_CONFIG: docker.path, DOCKER_HOST: ''});
	expect(current).toBeUndefined();
	expect(problem).toMatch(/config\.json is not valid JSON, so the current context is not known/);
	expect(contexts[1]).toMatchObject({name: 'prod', address: '', problem: expect.stringMatching(/gopher:\/\//)});
});
