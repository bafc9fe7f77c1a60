import {expect, test} from 'vitest';
import {pointCommand} from '../../source/operations/point-command.ts';

const place = {address: 'ssh://prod', isUnverified: false, docker: ['--context', 'prod'], isUsual: false};

test.each([
	['docker service scale web=3', 'docker --context prod service scale web=3'],
	[
		'docker secret create db - && docker service update --secret-add db web',
		'docker --context prod secret create db - && docker --context prod service update --secret-add db web',
	],
	['printf %s x | docker secret create db -', 'printf %s x | docker --context prod secret create db -'],
	[
		"docker service update --args 'a | docker b' --env-add 'c'\\''d; docker e' web",
		"docker --context prod service update --args 'a | docker b' --env-add 'c'\\''d; docker e' web",
	],
	['# what docker would do\ndocker node ls', '# what docker would do\ndocker --context prod node ls'],
	['docker service create docker docker', 'docker --context prod service create docker docker'],
])('%s leads to the engine that skep talks to', (command, expected) => {
	expect(pointCommand(command, place)).toBe(expected);
});

test('a command that gets there anyway stays short; another host is named with its certificates', () => {
	expect(pointCommand('docker node ls', {...place, isUsual: true})).toBe('docker node ls');
	expect(pointCommand('docker node ls', undefined)).toBe('docker node ls');
	const docker = ['--host', 'tcp://mgr1:2376', '--tls', '--tlscacert', ''];
	expect(pointCommand('docker node ls', {...place, docker})).toBe(
		"docker --host tcp://mgr1:2376 --tls --tlscacert '' node ls",
	);
});
