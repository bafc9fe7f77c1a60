import {describe, expect, test} from 'vitest';
import {parseStackConfig, stackSpecs} from '../../../source/specs/compose/stack-specs.ts';
import {isValid} from '../../../source/swarm/parsed.ts';

/** As `docker stack config` prints it. */
const specsOf = (printed: string, stack = 'shop') => {
	const tree = parseStackConfig(printed);
	if (!isValid(tree)) {
		throw new Error(tree.problem);
	}
	return stackSpecs(tree.value, stack);
};

const specOf = (service: string, rest = '') => {
	const indented = service.replaceAll(/^(?=.)/gm, '    ');
	return specsOf(`services:\n  web:\n    image: web:1\n${indented}\n${rest}`).services[0]?.spec;
};

const task = (service: string, rest?: string) => specOf(service, rest)?.['TaskTemplate'];
const container = (service: string, rest?: string) => task(service, rest) as object;

describe('a service', () => {
	test('gets names and labels of its stack, which nothing in the file can change', () => {
		const spec = specOf('labels: {com.docker.stack.namespace: other}\ndeploy: {labels: {team: a}}');
		expect(spec).toMatchObject({
			Name: 'shop_web',
			Labels: {team: 'a', 'com.docker.stack.namespace': 'shop', 'com.docker.stack.image': 'web:1'},
			TaskTemplate: {ContainerSpec: {Labels: {'com.docker.stack.namespace': 'shop'}}},
		});
	});

	test.each([
		['deploy: {replicas: 0}', {Mode: {Replicated: {Replicas: 0}}}],
		['', {Mode: {Replicated: {Replicas: 1}}}],
		['deploy: {mode: global}', {Mode: {Global: {}}}],
		['deploy: {mode: replicated-job, replicas: 3}', {Mode: {ReplicatedJob: {MaxConcurrent: 3, TotalCompletions: 3}}}],
		['deploy: {endpoint_mode: DNSRR}', {EndpointSpec: {Mode: 'dnsrr'}}],
		[
			'deploy: {update_config: {delay: 1m30s, max_failure_ratio: 0.1}}',
			{UpdateConfig: {Parallelism: 1, Delay: 90e9, FailureAction: 'pause', MaxFailureRatio: 0.1, Order: 'stop-first'}},
		],
	])('with %s', (text, expected) => {
		expect(specOf(text)).toMatchObject(expected);
	});

	test.each([
		['environment: {B: "2", A: null, C: ""}', {Env: ['A', 'B=2', 'C=']}],
		[
			'cap_add: [net_admin, CAP_SYS_TIME]\ncap_drop: [all, net_admin]',
			{CapabilityAdd: ['CAP_NET_ADMIN', 'CAP_SYS_TIME'], CapabilityDrop: ['ALL']},
		],
		['extra_hosts: ["db:10.0.0.5", "six:2001:db8::1"]', {Hosts: ['10.0.0.5 db', '2001:db8::1 six']}],
		['healthcheck: {disable: true}', {Healthcheck: {Test: ['NONE']}}],
		[
			'healthcheck: {test: [CMD, x], interval: 1.5s, timeout: 0s}',
			{Healthcheck: {Test: ['CMD', 'x'], Interval: 1.5e9}},
		],
		[
			'ulimits: {nproc: 5, nofile: {soft: 1, hard: 2}}',
			{
				Ulimits: [
					{Name: 'nofile', Soft: 1, Hard: 2},
					{Name: 'nproc', Soft: 5, Hard: 5},
				],
			},
		],
		['stop_grace_period: 1m0s\ninit: false', {StopGracePeriod: 60e9, Init: false}],
		['entrypoint: [a, b c]\ncommand: [d]', {Command: ['a', 'b c'], Args: ['d']}],
	])('has a container with %s', (text, expected) => {
		expect(container(text)).toMatchObject({ContainerSpec: expected});
	});

	test('keeps restart where it has no policy, though docker calls that ignored', () => {
		expect(container('restart: always')).toMatchObject({RestartPolicy: {Condition: 'any', MaxAttempts: 0}});
		expect(container('restart: on-failure:4')).toMatchObject({
			RestartPolicy: {Condition: 'on-failure', MaxAttempts: 4},
		});
		expect(container('restart: "no"')).not.toHaveProperty('RestartPolicy');
		expect(container('restart: always\ndeploy: {restart_policy: {condition: none, delay: 0s}}')).toMatchObject({
			RestartPolicy: {Condition: 'none', Delay: 0},
		});
	});

	test('mounts volumes under the names they have on the nodes', () => {
		const volumes =
			'volumes:\n  data: {driver_opts: {type: nfs}, labels: {a: b}}\n  old: {external: true, name: legacy}\n';
		const mounts =
			'volumes:\n  - {type: volume, source: data, target: /d, volume: {nocopy: true}}\n  - {type: volume, source: old, target: /o}\n  - {type: bind, source: /x, target: /x, read_only: true, bind: {propagation: rslave}}\n  - {type: tmpfs, target: /t, tmpfs: {size: 9}}';
		expect(container(mounts, volumes)).toMatchObject({
			ContainerSpec: {
				Mounts: [
					{
						Source: 'shop_data',
						VolumeOptions: {
							NoCopy: true,
							Labels: {a: 'b', 'com.docker.stack.namespace': 'shop'},
							DriverConfig: {Options: {type: 'nfs'}},
						},
					},
					{Type: 'volume', Source: 'legacy', Target: '/o'},
					{Type: 'bind', ReadOnly: true, BindOptions: {Propagation: 'rslave'}},
					{Type: 'tmpfs', TmpfsOptions: {SizeBytes: 9}},
				],
			},
		});
	});

	test('is on the default network when it names none, and is found there by its name', () => {
		expect(container('')).toMatchObject({Networks: [{Target: 'shop_default', Aliases: ['web']}]});
		expect(
			container(
				'networks: {front: {aliases: [www]}, host: null}',
				'networks: {front: {name: edge}, host: {external: true, name: host}}',
			),
		).toMatchObject({Networks: [{Target: 'edge', Aliases: ['www', 'web']}, {Target: 'host'}]});
	});

	test('refers to secrets and configs by their names, sorted', () => {
		const objects =
			'secrets:\n  b: {file: /b}\n  a: {external: true, name: zz}\nconfigs:\n  c: {file: /c, name: c-v2}\n';
		const uses = 'secrets: [{source: a}, {source: b, target: key, uid: "3", mode: 256}]\nconfigs: [{source: c}]';
		expect(container(uses, objects)).toMatchObject({
			ContainerSpec: {
				Secrets: [
					{SecretName: 'shop_b', File: {Name: 'key', UID: '3', GID: '0', Mode: 256}},
					{SecretName: 'zz', File: {Name: 'a', Mode: 0o444}},
				],
				Configs: [{ConfigName: 'c-v2', File: {Name: 'c'}}],
			},
		});
	});
});

test('only networks that are used are made', () => {
	const specs = specsOf(
		'services: {a: {image: x, networks: {front: null, far: null}}}\nnetworks: {front: {internal: true, ipam: {config: [{subnet: 10.9.0.0/24}]}}, far: {external: true, name: far}, idle: {}}',
	);
	expect(specs.networks).toMatchObject([
		{name: 'shop_front', driver: 'overlay', isInternal: true, subnets: ['10.9.0.0/24']},
	]);
	expect(specs.externalNetworks).toEqual(['far']);
});

test.each([
	['services: {a: {image: x, secrets: [{source: gone}]}}', ['services', 'a', 'secrets'], /uses secret gone/],
	['services: {a: {image: x, networks: {gone: null}}}', ['services', 'a', 'networks'], /uses network gone/],
	['services: {a: {build: {context: .}}}', ['services', 'a'], /a has no image/],
	['services: {a: {image: "Web:1"}}', ['services', 'a', 'image'], /must be lower case/],
	[
		'services: {a: {image: x, deploy: {mode: global, replicas: 2}}}',
		['services', 'a', 'deploy', 'replicas'],
		/is global/,
	],
	[
		'services: {a: {image: x, deploy: {endpoint_mode: dnsrr}, ports: [{target: 1, published: 1, mode: ingress}]}}',
		['services', 'a', 'deploy', 'endpoint_mode'],
		/only with mode: host/,
	],
	[
		'services: {a: {image: x, deploy: {placement: {constraints: [node.role=worker]}}}}',
		['services', 'a', 'deploy', 'placement', 'constraints'],
		/needs one operator/,
	],
	[
		'services: {a: {image: x}}\nnetworks: {n: {ipam: {config: [{subnet: 10.9.0.0/99}]}}}',
		['networks', 'n', 'ipam', 'config'],
		/is no subnet/,
	],
	[
		'services: {a: {image: x, volumes: [{type: volume, source: v, target: /v}]}}\nvolumes: {v: {name: my data}}',
		['services', 'a', 'volumes'],
		/"my data" is no volume's name/,
	],
	['services: {"a.b": {image: x}}', ['services', 'a.b'], /is no name for a service/],
	['version: "3"', ['services'], /no services/],
])('what would fail in the middle of a deploy is found: %s', (text, path, sentence) => {
	expect(specsOf(text).problems).toEqual([{path, sentence: expect.stringMatching(sentence)}]);
});
