import {describe, expect, test} from 'vitest';
import {createCommand, createFlags} from '../../../source/specs/flags/create-command.ts';
import {nodeUpdateFlags} from '../../../source/specs/flags/node-flags.ts';
import {updateFlags} from '../../../source/specs/flags/update-command.ts';
import type {Tree} from '../../../source/specs/tree.ts';
import type {Json} from '../../../source/swarm/values.ts';
import {names, wholeService} from '../edit/whole-service.ts';

/** The spec with another value at a place; `undefined` takes it away. */
const withAt = (spec: Json, [key = '', ...rest]: readonly string[], value: Json | undefined): Json => {
	const tree = spec as Tree;
	const inner = rest.length === 0 ? value : withAt(tree[key] ?? {}, rest, value);
	const others = Object.fromEntries(Object.entries(tree).filter(([name]) => name !== key));
	return inner === undefined ? others : {...others, [key]: inner};
};

const change = (place: string, value: Json | undefined) =>
	updateFlags(wholeService, withAt(wholeService, place.split('.'), value), names);

const container = 'TaskTemplate.ContainerSpec';
const {ContainerSpec: had} = wholeService.TaskTemplate;

test('nothing changed is nothing to say', () => {
	expect(updateFlags(wholeService, structuredClone(wholeService), names)).toEqual({words: [], beyond: []});
});

describe('docker service update is told', () => {
	test.each<[string, Json | undefined, readonly string[]]>([
		[
			'Labels',
			{empty: '', tier: 'back', new: 'a=b'},
			['--label-rm', 'com.docker.stack.namespace', '--label-add', 'tier=back', '--label-add', 'new=a=b'],
		],
		[`${container}.Image`, 'shop/web:3', ['--no-resolve-image', '--with-registry-auth', '--image', 'shop/web:3']],
		[`${container}.Args`, ['-c', "it's"], ['--args', `-c 'it'\\''s'`]],
		[`${container}.Env`, [...had.Env.slice(1), 'CACHE_URL=redis://b'], ['--env-add', 'CACHE_URL=redis://b']],
		[`${container}.Env`, had.Env.slice(1), ['--env-rm', 'CACHE_URL']],
		[`${container}.Hostname`, undefined, ['--hostname', '']],
		[`${container}.TTY`, undefined, ['--tty=false']],
		[`${container}.Init`, true, ['--init']],
		[`${container}.StopGracePeriod`, 90_000_000_000, ['--stop-grace-period', '1m30s']],
		[`${container}.Healthcheck`, {Test: ['NONE']}, ['--no-healthcheck']],
		[
			`${container}.Hosts`,
			['10.0.0.7 db', '10.0.0.8 mail'],
			['--host-rm', 'six:fd00::1', '--host-add', 'mail:10.0.0.8'],
		],
		[
			`${container}.Mounts`,
			[...had.Mounts.slice(0, 2), {Type: 'bind', Source: '/a,b', Target: '/etc/hosts2'}],
			['--mount-add', 'type=bind,"source=/a,b",target=/etc/hosts2'],
		],
		[
			`${container}.Secrets`,
			[{File: {Name: 'key', UID: '5', GID: '0', Mode: 0o400}, SecretID: 'secret-2', SecretName: 'key-v2'}],
			['--secret-rm', 'key-v1', '--secret-add', 'source=key-v2,target=key,uid=5,gid=0,mode=0400'],
		],
		[`${container}.CapabilityAdd`, [], ['--cap-drop', 'CAP_NET_ADMIN']],
		[`${container}.Ulimits`, [{Name: 'nofile', Hard: 4096, Soft: 2048}], ['--ulimit-add', 'nofile=2048:4096']],
		['TaskTemplate.Resources.Limits.NanoCPUs', 250_000_000, ['--limit-cpu', '0.25']],
		['TaskTemplate.Resources.Reservations.MemoryBytes', 1024 ** 3, ['--reserve-memory', '1GiB']],
		['TaskTemplate.Placement.Constraints', ['node.role==worker'], ['--constraint-rm', 'node.labels.zone != b']],
		[
			'TaskTemplate.Placement.Preferences',
			[{Spread: {SpreadDescriptor: 'node.labels.rack'}}, ...wholeService.TaskTemplate.Placement.Preferences],
			[
				'--placement-pref-rm',
				'spread=node.labels.dc',
				'--placement-pref-add',
				'spread=node.labels.rack',
				'--placement-pref-add',
				'spread=node.labels.dc',
			],
		],
		['TaskTemplate.Networks', [{Target: 'net-2'}], ['--network-rm', 'shop_front', '--network-add', 'shop_back']],
		[
			'TaskTemplate.LogDriver.Options',
			{'max-size': '5m', 'max-file': '2'},
			['--log-driver', 'json-file', '--log-opt', 'max-size=5m', '--log-opt', 'max-file=2'],
		],
		['TaskTemplate.ForceUpdate', 3, ['--force']],
		['Mode.Replicated.Replicas', 5, ['--replicas', '5']],
		['UpdateConfig.Delay', undefined, ['--update-delay', '0s']],
		['RollbackConfig.Order', 'start-first', ['--rollback-order', 'start-first']],
		[
			'EndpointSpec.Ports',
			wholeService.EndpointSpec.Ports.slice(1),
			['--publish-rm', 'target=80,protocol=tcp,mode=ingress'],
		],
		[
			'EndpointSpec.Ports',
			[{...wholeService.EndpointSpec.Ports[0], PublishedPort: 9090}, ...wholeService.EndpointSpec.Ports.slice(1)],
			[
				'--publish-rm',
				'target=80,protocol=tcp,mode=ingress',
				'--publish-add',
				'published=9090,target=80,protocol=tcp,mode=ingress',
			],
		],
	])('of %s', (place, value, words) => {
		expect(change(place, value)).toEqual({words, beyond: []});
	});
});

describe('what no flag reaches is named instead', () => {
	test.each<[string, Json | undefined, string]>([
		[`${container}.Privileges.NoNewPrivileges`, false, 'container.privileges.noNewPrivileges'],
		[`${container}.OpenStdin`, true, 'container.openStdin'],
		[`${container}.StopGracePeriod`, undefined, 'stop grace period'],
		[`${container}.Healthcheck.Test`, ['CMD', 'true'], 'healthcheck.test'],
		[`${container}.Healthcheck.StartInterval`, 1_000_000_000, 'healthcheck.startInterval'],
		[`${container}.Env`, [...had.Env, 'FROM_THE_NODE'], 'env'],
		[`${container}.CapabilityDrop`, ['CAP_NET_ADMIN'], 'container.capabilityDrop'],
		[`${container}.DNSConfig.Nameservers`, ['10.0.0.9', '10.0.0.2'], 'container.dNSConfig.nameservers'],
		['TaskTemplate.LogDriver', undefined, 'log driver'],
		['TaskTemplate.ForceUpdate', 7, 'force update'],
		['TaskTemplate.Placement.Platforms', [], 'platforms'],
		['UpdateConfig', undefined, 'update'],
	])('%s', (place, value, name) => {
		expect(change(place, value).beyond).toEqual([name]);
	});
});

test('ports that lead to the same one come by themselves, but go together only', () => {
	const [first, ...others] = wholeService.EndpointSpec.Ports;
	const more = withAt(
		wholeService,
		['EndpointSpec', 'Ports'],
		[{...first, PublishedPort: 81}, first ?? null, ...others],
	);

	expect(updateFlags(wholeService, more, names)).toEqual({
		words: ['--publish-add', 'published=81,target=80,protocol=tcp,mode=ingress'],
		beyond: [],
	});
	expect(updateFlags(more, wholeService, names)).toEqual({words: [], beyond: ['port']});
});

test('the platforms of an image come with it', () => {
	const image = withAt(wholeService, `${container}.Image`.split('.'), 'shop/web:3');
	const after = withAt(image, 'TaskTemplate.Placement.Platforms'.split('.'), undefined);
	expect(updateFlags(wholeService, after, names).beyond).toEqual([]);
});

test('docker node update is told of all that a node has', () => {
	const before = {Labels: {zone: 'a', old: ''}, Role: 'worker', Availability: 'active'};
	const after = {Labels: {zone: 'b'}, Role: 'manager', Availability: 'drain'};
	expect(nodeUpdateFlags(before, after)).toEqual({
		words: ['--label-rm', 'old', '--label-add', 'zone=b', '--role', 'manager', '--availability', 'drain'],
		beyond: [],
	});
	expect(nodeUpdateFlags(before, {...before, Name: 'x'}).beyond).toEqual(['name']);
});

test('docker service create is told of all that a spec has, and what it has no flag for', () => {
	expect(createFlags(wholeService, names).beyond).toEqual(['container.privileges.noNewPrivileges']);
	expect(createCommand({Name: 'web', TaskTemplate: {ContainerSpec: {Image: 'nginx', Args: ['a b']}}}, names)).toBe(
		"docker service create --name web nginx 'a b'",
	);
	expect(createCommand({Name: 'job', Mode: {ReplicatedJob: {MaxConcurrent: 2, TotalCompletions: 6}}}, {})).toBe(
		'docker service create --name job --mode replicated-job --replicas 6 --max-concurrent 2',
	);
});

test('what a shell must not read stays in its comment', () => {
	const odd = {Name: 'web', TaskTemplate: {ContainerSpec: {Image: 'nginx'}, Weather: {'a\nrm -rf': 1}}};
	expect(createCommand(odd, {})).not.toContain('\n');
});
