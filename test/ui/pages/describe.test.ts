import {expect, test} from 'vitest';
import {decodeNetwork} from '../../../source/engine/decode/network.ts';
import {decodeNode} from '../../../source/engine/decode/node.ts';
import {decodeService} from '../../../source/engine/decode/service.ts';
import {decodeTask} from '../../../source/engine/decode/task.ts';
import {createVerdicts} from '../../../source/store/selectors.ts';
import {absolute} from '../../../source/ui/format/clock.ts';
import {describeNode} from '../../../source/ui/pages/describe-node.ts';
import {describeService} from '../../../source/ui/pages/describe-service.ts';
import {describeTask} from '../../../source/ui/pages/describe-task.ts';
import type {Entry} from '../../../source/ui/pages/section.ts';
import {node, now, service, snapshotOf} from '../../helpers/builders.ts';
import {wholeService} from '../../specs/edit/whole-service.ts';

/** `name: value` of every fact; a value below the first of its name has the name again. */
const facts = (entries: readonly Entry[]) => {
	let last = '';
	return entries.flatMap(entry => {
		if (entry.kind !== 'fact') {
			return [];
		}
		last = entry.name || last;
		return [`${last}: ${entry.value}`];
	});
};

const raw = {
	ID: 'service-1',
	Version: {Index: 20},
	CreatedAt: '2026-11-20T12:00:00Z',
	UpdatedAt: '2026-11-21T11:00:00Z',
	Spec: wholeService,
	Endpoint: {Spec: wholeService.EndpointSpec, VirtualIPs: [{NetworkID: 'net-1', Addr: '10.0.1.7/24'}]},
	UpdateStatus: {
		State: 'completed',
		StartedAt: '2026-11-21T10:00:00Z',
		CompletedAt: '2026-11-21T10:05:00Z',
		Message: 'update completed',
	},
};

const networks = [decodeNetwork({Id: 'net-1', Name: 'shop_front', Driver: 'overlay', Scope: 'swarm'})];

test('a service tells all that its spec says, with units and names', () => {
	const snapshot = snapshotOf({networks});
	const found = decodeService(raw);
	const verdict = () => createVerdicts()(found, snapshot, now);
	const told = facts(describeService(found, {verdict, snapshot: () => snapshot, now: () => now}));
	expect(told).toEqual(
		expect.arrayContaining([
			'mode: replicated, 3 replicas',
			'ports: 8080 -> 80/tcp, on every node',
			'ports: 5353 -> 53/udp, on nodes with a task (host mode)',
			'networks: shop_front  10.0.1.7  also called web',
			'found by: one address (vip)',
			'constraints: node.role==worker',
			'constraints: node.labels.zone != b',
			'spread over: node.labels.dc',
			'platforms: linux/amd64',
			'max per node: 2',
			'reserves: 0.1 cpu, 16 MiB, 1 gpu',
			'limited to: 1.5 cpu, 128 MiB',
			'labels: tier=front',
			'labels: empty',
			`entrypoint: /bin/sh -c 'echo "it'\\''s: #1" exec web'`,
			"arguments: --port 80 ''",
			'in folder: /srv',
			'as user: 1000:1000',
			'and groups: 10, audio',
			'variables: CACHE_URL, MOTTO, EMPTY',
			'init: off',
			"mounts: /data  volume data, without the image's files",
			'mounts: /run/cache  tmpfs, 64MiB, 01777',
			'mounts: /etc/hosts2  bind /etc/hosts, read only',
			'secrets: key-v1  at /run/secrets/key, owner 0:0, 0440',
			'configs: web-v1  at /web.conf, owner 0:0, 0444',
			'root folder: read only',
			"health check: CMD-SHELL 'wget -q -O- http://127.0.0.1/ || exit 1'",
			'checked: every 5s, given 250ms, from 1m30s, sick after 3',
			'stopped: by SIGINT, killed after 1s500ms',
			'restarted: on-failure, after 5s, 3 times at most, counted over 2m',
			'host name: {{.Node.Hostname}}-web',
			'hosts: 10.0.0.7 db',
			'hosts: fd00::1 six',
			'name servers: 10.0.0.2',
			'search domains: lab',
			'resolver: ndots:2',
			'processes: 100 at most',
			'ulimits: nofile 1024:-1',
			'sysctls: net.core.somaxconn=1024',
			'out of memory: score -500',
			'capabilities: +CAP_NET_ADMIN',
			'taken from it: -CAP_MKNOD',
			'privileges: NoNewPrivileges',
			'isolation: default',
			'log driver: json-file  max-size=10m',
			'container labels: c=d',
			`update began: ${absolute(Date.parse('2026-11-21T10:00:00Z'))}`,
			`and ended: ${absolute(Date.parse('2026-11-21T10:05:00Z'))}`,
		]),
	);
	// Variables may be passwords, and sizes and times are no bare numbers.
	expect(told.join('\n')).not.toMatch(/redis:\/\/cache|000000\b|67108864/);
});

test('a service that says little is described in few words', () => {
	const snapshot = snapshotOf({});
	const view = {verdict: () => undefined, snapshot: () => snapshot, now: () => now};
	const titles = describeService(service('web'), view).flatMap(entry => (entry.kind === 'heading' ? [entry.text] : []));
	expect(titles).toEqual(['What it runs', 'How it is updated', 'Identity']);
});

test('a node tells its drivers, what else it has, and whose certificate', () => {
	const found = decodeNode({
		ID: 'node-1',
		Spec: {Role: 'worker', Availability: 'active', Labels: {zone: 'seoul', ssd: ''}},
		Status: {State: 'ready', Addr: '10.0.0.9'},
		Description: {
			Hostname: 'work1',
			Platform: {OS: 'linux', Architecture: 'x86_64'},
			Resources: {
				NanoCPUs: 2e9,
				MemoryBytes: 4 * 1024 ** 3,
				GenericResources: [
					{DiscreteResourceSpec: {Kind: 'ssd', Value: 2}},
					{NamedResourceSpec: {Kind: 'gpu', Value: 'g1'}},
				],
			},
			Engine: {
				EngineVersion: '28.5.2',
				Labels: {rack: '4'},
				Plugins: [
					{Type: 'Volume', Name: 'local'},
					{Type: 'Network', Name: 'overlay'},
					{Type: 'Network', Name: 'bridge'},
				],
			},
			TLSInfo: {CertIssuerSubject: 'MBMxETAPBgNVBAMTCHN3YXJtLWNh', CertIssuerPublicKey: 'MFkwEw'},
		},
	} as never);
	const view = {load: () => undefined, snapshot: () => snapshotOf({nodes: [found]})};
	expect(facts(describeNode(found, view))).toEqual(
		expect.arrayContaining([
			'cpu: 2',
			'memory: 4 GiB',
			'labels: zone=seoul',
			'labels: ssd',
			'engine labels: rack=4',
			'also has: 2 ssd, gpu g1',
			'network drivers: bridge, overlay',
			'volume drivers: local',
			'certificate: by swarm-ca, key MFkwEw',
		]),
	);
});

test('a task tells its addresses, its ports and its process', () => {
	const port = {PublishedPort: 8080, TargetPort: 80, Protocol: 'tcp', PublishMode: 'host'};
	const found = decodeTask({
		ID: 'task-1',
		ServiceID: 'service-1',
		NodeID: 'id-work1',
		Slot: 2,
		Spec: {ContainerSpec: {Image: 'shop/web:1'}},
		Status: {State: 'running', ContainerStatus: {ContainerID: 'abc', PID: 4711}, PortStatus: {Ports: [port, port]}},
		DesiredState: 'running',
		NetworksAttachments: [{Network: {ID: 'net-1'}, Addresses: ['10.0.1.9/24']}],
	} as never);
	const snapshot = snapshotOf({nodes: [node('work1')], networks});
	expect(facts(describeTask(found, snapshot))).toEqual(
		expect.arrayContaining([
			'process: 4711 on its node',
			'networks: shop_front  10.0.1.9/24',
			'ports on its node: 8080 -> 80/tcp',
		]),
	);
});
