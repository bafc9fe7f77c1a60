import {describe, expect, test} from 'vitest';
import {readServiceForm, serviceForm} from '../../../source/specs/form/service-form.ts';
import {at} from '../../../source/specs/tree.ts';
import type {Json} from '../../../source/swarm/values.ts';
import {config, network, node, secret, service, snapshotOf} from '../../helpers/builders.ts';
import {cases} from './cases.ts';

const known = snapshotOf({
	nodes: [node('work1')],
	networks: [network('backend'), network('frontend'), network('ingress', {isIngress: true})],
	secrets: [secret('db-v1'), secret('api-key')],
	configs: [config('nginx-v1')],
	services: [
		service('shop_web', {ports: [{published: 8080, target: 80, protocol: 'tcp', mode: 'ingress'}]}),
		service('dns', {ports: [{published: 53, target: 53, protocol: 'udp', mode: 'host'}]}),
	],
});

const ids: Readonly<Record<string, string>> = {
	SecretID: secret('db-v1').id,
	ConfigID: config('nginx-v1').id,
	Target: network('backend').id,
};

/** With the ids of this snapshot. */
const withIds = (value: unknown, key = ''): unknown => {
	if (value === 'ID') {
		return ids[key];
	}
	if (Array.isArray(value)) {
		return value.map(item => withIds(item));
	}
	return typeof value === 'object' && value !== null
		? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withIds(inner, name)]))
		: value;
};

const needed = {name: 'web', image: 'nginx:1.27'};

const read = (values: Readonly<Record<string, string>>) => readServiceForm({...needed, ...values}, known);

const specOf = (values: Readonly<Record<string, string>>): Json => {
	const result = read(values);
	if (result.kind === 'problem') {
		throw new Error(`${result.field}: ${result.problem}`);
	}
	return result.spec;
};

const problemOf = (values: Readonly<Record<string, string>>) => {
	const result = read(values);
	return result.kind === 'problem' ? `${result.field}: ${result.problem}` : 'no problem';
};

const entries = serviceForm.flatMap(part => part.entries);

describe('what is typed becomes the spec that docker service create sends', () => {
	test('a name and an image are enough', () => {
		expect(specOf({})).toEqual({
			Name: 'web',
			Labels: {},
			TaskTemplate: {
				ContainerSpec: {Image: 'nginx:1.27', Labels: {}, Init: false, DNSConfig: {}},
				Resources: {Limits: {}, Reservations: {}},
				Placement: {},
			},
			Mode: {Replicated: {Replicas: 1}},
			EndpointSpec: {Mode: 'vip'},
		});
	});

	test('an image without a tag is the latest, as Docker takes it', () => {
		expect(at(specOf({image: ' shop/web '}), ['TaskTemplate', 'ContainerSpec', 'Image'])).toBe('shop/web:latest');
	});

	test('every field is tried here', () => {
		const tried = ['name', 'image', 'login', 'envFile', ...Object.keys(cases)];
		expect(entries.map(({name}) => name).filter(name => !tried.includes(name))).toEqual([]);
		expect(tried.filter(name => !entries.some(entry => entry.name === name))).toEqual([]);
	});

	test.each(
		Object.entries(cases).flatMap(([field, some]) =>
			some.map(({values, spec}) => [`${field} ${JSON.stringify(values)}`, values, spec] as const),
		),
	)('%s', (_, values, spec) => {
		expect(specOf(values)).toMatchObject(withIds(spec) as object);
	});

	test('a field changes its own part of the spec, and nothing else', () => {
		const plain = specOf({});
		for (const {values, spec} of Object.values(cases).flat()) {
			const changed = Object.keys(plain as object).filter(
				key => JSON.stringify(at(plain, [key])) !== JSON.stringify(at(specOf(values), [key])),
			);
			expect(Object.keys(spec).length === 0 ? ['TaskTemplate'] : Object.keys(spec)).toEqual(
				expect.arrayContaining(changed),
			);
		}
	});

	test('ranges of ports are published one by one', () => {
		const ports = at(specOf({ports: '9000-9002:80-82'}), ['EndpointSpec', 'Ports']) as readonly object[];
		expect(ports).toMatchObject([
			{PublishedPort: 9000, TargetPort: 80},
			{PublishedPort: 9001, TargetPort: 81},
			{PublishedPort: 9002, TargetPort: 82},
		]);
	});

	test('a network of every node can be joined though the swarm lists it nowhere', () => {
		expect(at(specOf({networks: 'host'}), ['TaskTemplate', 'Networks'])).toEqual([{Target: 'host'}]);
	});

	test('what nobody has read is not held against a name', () => {
		expect(readServiceForm({...needed, networks: 'any', secrets: 'thing'}).kind).toBe('spec');
	});
});

describe('what is wrong is said at its field, with what would be right', () => {
	test.each([
		[{name: ''}, 'name: a service needs a name'],
		[{name: 'my web'}, 'name: "my web" is no name: letters, digits and - _ . between them'],
		[{name: '-web'}, 'name: "-web" is no name: letters, digits and - _ . between them'],
		[{name: 'w'.repeat(64)}, 'name: the name has 64 characters; Swarm takes 63 at most'],
		[{name: 'shop_web'}, 'name: there is a service shop_web already'],
		[{image: ''}, 'image: the image name is missing'],
		[{image: 'shop/web:new version'}, 'image: an image name holds no spaces'],
		[{image: 'shop/Web:1'}, 'image: "shop/Web" must be lower case'],
		[{command: `sh -c 'echo`}, `command: what begins with 'echo is not closed`],
		[{replicas: 'many'}, 'replicas: "many" is no whole number, 0 or more'],
		[
			{mode: 'global', replicas: '3'},
			'replicas: a global service has one task on every node that fits: no count to set',
		],
		[{mode: 'global', maxPerNode: '3'}, 'maxPerNode: a global service has one task on a node anyway: no limit to set'],
		[
			{mode: 'global-job', replicas: '3'},
			'replicas: a global service has one task on every node that fits: no count to set',
		],
		[{maxConcurrent: '2'}, 'maxConcurrent: only the tasks of a replicated-job take turns: leave this empty'],
		[
			{mode: 'replicated-job', rollbackOrder: 'start-first'},
			'rollbackOrder: a job is never updated slot by slot: it takes no such settings',
		],
		[{ports: '80000:80'}, 'ports: "80000" is no port: a whole number from 1 to 65535'],
		[{ports: '0:80'}, 'ports: "0" is no port: a whole number from 1 to 65535'],
		[{ports: '80:80/http'}, 'ports: "http" is no protocol: tcp, udp or sctp'],
		[
			{ports: '10.0.0.1:80:80'},
			'ports: "10.0.0.1:80:80": Swarm publishes on every address of a node; write published:target',
		],
		[{ports: '80-90:80-85'}, 'ports: "80-90:80-85": the two ranges are not equally long'],
		[{ports: '90-80:80'}, 'ports: the range 90-80 runs backwards'],
		[{ports: 'mode=hots,target=80'}, 'ports: mode is ingress or host, not "hots"'],
		[{ports: 'pubished=80,target=80'}, 'ports: a port has no pubished: is published meant?'],
		[{ports: 'published=80'}, 'ports: "published=80" needs target=, the port in the container'],
		[{ports: '90:80 90:81'}, 'ports: port 90/tcp is there twice'],
		[{ports: '8080:80'}, 'ports: port 8080/tcp is taken by shop_web, on every node'],
		[{ports: 'mode=host,published=8080,target=80'}, 'ports: port 8080/tcp is taken by shop_web, on every node'],
		[{ports: '53:53/udp'}, 'ports: port 53/udp is taken by dns, on the nodes that it runs on'],
		[{ports: '53:53/tcp'}, 'no problem'],
		[{ports: 'mode=host,published=53,target=53,protocol=udp'}, 'no problem'],
		[
			{endpoint: 'dnsrr', ports: '90:80'},
			'ports: found by dnsrr, it can open ports only on its own nodes: mode=host,target=80 and published=...',
		],
		[{networks: 'backendd'}, 'networks: the swarm has no network backendd; is backend meant?'],
		[{networks: 'elsewhere-net'}, 'networks: the swarm has no network elsewhere-net; there are backend, frontend'],
		[
			{networks: 'docker_gwbridge'},
			'networks: docker_gwbridge belongs to one engine: services join networks of the swarm',
		],
		[{networks: 'ingress'}, `networks: ingress is Swarm's own: a port published in ingress mode uses it`],
		[{networks: 'backend backend'}, 'networks: the network backend is there twice'],
		[{networks: 'name=backend,alas=db'}, 'networks: a network has no alas here: name=, alias=, driver-opt='],
		[{networks: 'alias=db'}, 'networks: "alias=db" needs name='],
		[{hosts: 'db=10.0.0.7'}, 'hosts: "db=10.0.0.7" is no host with its address, such as db:10.0.0.7'],
		[{hosts: 'db:10.0.0.777'}, 'hosts: "db:10.0.0.777" is no host with its address, such as db:10.0.0.7'],
		[{dns: 'resolver'}, 'dns: "resolver" is no address such as 10.0.0.2'],
		[{env: 'PATH'}, 'env: PATH needs a value: PATH=something, or PATH= for an empty one'],
		[{env: '=x'}, `env: "=x" is no variable: NAME=value, 'NAME=with spaces' in quotes`],
		[{workdir: 'srv'}, 'workdir: "srv" is no whole path such as /srv/app'],
		[{user: 'app user'}, 'user: "app user" holds a space'],
		[{labels: '=front'}, `labels: "=front" is no label: key=value, 'key=with spaces' in quotes`],
		[{stopSignal: 'SIGINTT'}, 'stopSignal: "SIGINTT" is no signal; is SIGINT meant?'],
		[{stopSignal: '65'}, 'stopSignal: "65" is no signal such as SIGINT'],
		[{stopGrace: '10'}, 'stopGrace: "10" is no length of time such as 10s or 1m30s'],
		[
			{mounts: 'data:/data'},
			'mounts: "data:/data" is how docker run has it: type=volume,source=NAME,target=/PATH here',
		],
		[{mounts: 'type=volum,target=/data'}, 'mounts: "volum" is no kind of mount: is volume meant?'],
		[{mounts: 'type=volume,source=data'}, 'mounts: a mount needs target=, where it is in the container'],
		[{mounts: 'source=data,target=data'}, 'mounts: target=data is no whole path such as /data'],
		[{mounts: 'source=data,traget=/data'}, 'mounts: a mount has no traget; is target meant?'],
		[{mounts: 'type=bind,source=./data,target=/data'}, 'mounts: source=./data is no whole path on the node'],
		[{mounts: 'type=bind,target=/data'}, 'mounts: a bind needs source=, a whole path on the node'],
		[
			{mounts: 'type=bind,source=/a,target=/b,volume-nocopy'},
			'mounts: volume-... goes with type=volume, and this is a bind',
		],
		[{mounts: 'type=tmpfs,source=/a,target=/b'}, 'mounts: a tmpfs has no source: it is memory'],
		[{mounts: 'type=tmpfs,target=/b,tmpfs-size=big'}, 'mounts: "big" is no size such as 64MiB or 1.5GiB'],
		[{mounts: 'type=tmpfs,target=/b,tmpfs-mode=999'}, 'mounts: tmpfs-mode is octal, such as 1770, not "999"'],
		[
			{mounts: 'source=/srv/data,target=/d'},
			"mounts: /srv/data is no volume's name; a folder of the node is a mount of type bind",
		],
		[
			{mounts: 'source=a/b,target=/d,volume-opt=type=nfs'},
			`mounts: "a/b" is no volume's name: a letter or digit, then at least one letter, digit, - _ or dot`,
		],
		[{mounts: 'source=aa,target=/d source=bb,target=/d'}, 'mounts: /d is mounted twice'],
		[{mounts: 'source=aa,target=/d,readonly=maybe'}, 'mounts: readonly is true or false, not "maybe"'],
		[{secrets: 'db-v2'}, 'secrets: there is no secret db-v2; is db-v1 meant?'],
		[{secrets: 'something'}, 'secrets: there is no secret something; there are api-key, db-v1'],
		[{secrets: 'target=x'}, `secrets: "target=x" needs source=, the secret's name`],
		[{secrets: 'source=db-v1,taget=x'}, 'secrets: a secret has no taget here; is target meant?'],
		[{secrets: 'source=db-v1,mode=999'}, 'no problem'],
		[{secrets: 'source=db-v1,mode=rw'}, 'secrets: "rw" is no file mode such as 0o440'],
		[
			{secrets: 'db-v1 source=api-key,target=db-v1'},
			'secrets: two secrets would be the file db-v1: give one another target=',
		],
		[{configs: 'nginx-v2'}, 'configs: there is no config nginx-v2; is nginx-v1 meant?'],
		[
			{constraints: 'node.platform.arch == amd64'},
			'constraints: "node.platform.arch==amd64": never fits: engines report x86_64 for it',
		],
		[{constraints: 'node.role=manager'}, 'constraints: "node.role=manager" needs == or !='],
		[{constraints: 'node.role = manager'}, 'constraints: "node.role=manager" needs == or !='],
		[
			{constraints: 'node.label.disk==ssd'},
			'constraints: "node.label.disk==ssd": no node has node.label.disk: it fits none; is node.labels.disk meant?',
		],
		[{constraints: 'node.role==master'}, 'constraints: "node.role==master": never fits: a role is manager or worker'],
		[{spread: 'node.hostname'}, 'spread: tasks are spread over a label, node.labels.NAME, not over "node.hostname"'],
		[{maxPerNode: '-1'}, 'maxPerNode: "-1" is no whole number, 0 or more'],
		[{limitCpu: 'half'}, 'limitCpu: "half" is no number of processors such as 0.5 or 2'],
		[{limitCpu: '0.0001'}, 'limitCpu: the least that Swarm takes is 0.001 CPU'],
		[{limitMemory: '512'}, 'limitMemory: the least that Swarm takes is 4MiB, and 512 is bytes: 512M?'],
		[{limitMemory: '1 gig'}, 'limitMemory: "1 gig" is no size such as 64MiB or 1.5GiB'],
		[
			{limitMemory: '64M', reserveMemory: '128M'},
			'reserveMemory: 128MiB reserved is more than the memory limit of 64MiB',
		],
		[{limitCpu: '1', reserveCpu: '2'}, 'reserveCpu: 2 CPU reserved is more than the CPU limit of 1 CPU'],
		[{generic: 'GPU'}, 'generic: "GPU" is no resource with its amount, such as GPU=2'],
		[{logOptions: 'max-size=10m'}, 'logDriver: options are given: name the driver that they are for'],
		[{logDriver: 'local', logOptions: '=10m'}, 'logOptions: "=10m" is no option: key=value, such as max-size=10m'],
		[{capAdd: 'net-admin'}, 'capAdd: "net-admin" is no capability such as NET_ADMIN'],
		[{capAdd: 'chown', capDrop: 'CAP_CHOWN'}, 'capDrop: CAP_CHOWN is given above, and taken away here'],
		[{ulimits: 'nofile'}, 'ulimits: "nofile" is no limit such as nofile=1024:65536'],
		[{ulimits: 'nofiles=1024'}, 'ulimits: there is no limit nofiles; is nofile meant?'],
		[
			{ulimits: 'nofile=2048:1024'},
			`ulimits: nofile=2048:1024: the first, which counts, can't be more than the second, up to which it may be raised`,
		],
		[{ulimits: 'nproc=1 nproc=2'}, 'ulimits: nproc is limited twice'],
		[{sysctls: '=1'}, 'sysctls: "=1" is no setting such as net.core.somaxconn=1024'],
		[
			{restart: 'none', restartAttempts: '3'},
			'restartAttempts: with restart none nothing is tried again: leave this empty',
		],
		[
			{updateRatio: '120%'},
			'updateRatio: "120%" is no part of the slots: a number from 0 to 1, or a percentage such as 10%',
		],
		[{updateAction: 'stop'}, 'updateAction: one of pause, continue, rollback, not "stop"'],
		[{rollbackAction: 'rollback'}, 'rollbackAction: one of pause, continue, not "rollback"'],
		[{healthInterval: '1us'}, 'healthInterval: "1us" is too short: 1ms at least'],
		[
			{healthNone: 'yes', healthCmd: 'true'},
			'healthNone: the check is switched off, and settings of it are given: one of the two',
		],
	] as const)('%j', (values, problem) => {
		expect(problemOf(values)).toBe(problem);
	});

	test('the first field that is wrong is the one that is named', () => {
		expect(problemOf({limitMemory: 'x', ports: 'y'})).toContain('ports:');
	});
});
