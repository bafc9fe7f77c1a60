import {digestOf} from '../image-digest.ts';
import type {Secret} from '../objects.ts';
import type {ServicePlan} from './deploy.ts';

/** Their ids: one that others made for all stacks, and those of two stacks. */
type Networks = Readonly<Record<'edge' | 'shop' | 'metrics', string>>;

/** What services read: the shop's database password, and how its entrance is set up. */
type Files = {readonly password: Secret; readonly entry: Secret};

const mountedAt = (Name: string) => ({Name, UID: '0', GID: '0', Mode: 0o444});

const secretOf = ({id, raw}: Secret) => ({SecretID: id, SecretName: raw.Spec.Name, File: mountedAt('db-password')});

const mebibytes = (count: number) => count * 1024 ** 2;
const seconds = (count: number) => count * 1e9;

/** The shop window: one task at a time, slowly enough to be watched. */
export const web = (networks: Networks, version: string): ServicePlan => ({
	stack: 'shop',
	name: 'web',
	image: `shop/web:${version}`,
	replicas: 8,
	networks: [networks.edge, networks.shop],
	cpus: 0.25,
	memory: mebibytes(256),
	update: {Parallelism: 1, Delay: seconds(12), Monitor: seconds(8), FailureAction: 'rollback', Order: 'start-first'},
	container: {Healthcheck: {Test: ['CMD', 'curl', '-f', 'http://localhost:8080/healthz'], Interval: seconds(2)}},
});

/** Its release 2.2 can't find the message broker. */
export const mailer = (networks: Networks, version: string): ServicePlan => ({
	stack: 'shop',
	name: 'mailer',
	image: `shop/mailer:${version}`,
	replicas: 2,
	networks: [networks.shop],
	cpus: 0.1,
	memory: mebibytes(128),
	restart: {Condition: 'any', Delay: seconds(8)},
	update: {Parallelism: 1, Delay: seconds(5), Monitor: seconds(10), FailureAction: 'pause'},
});

/** Killed for its memory every few minutes. */
export const thumbnailer = (networks: Networks): ServicePlan => ({
	stack: 'shop',
	name: 'thumbnailer',
	image: 'shop/thumbnailer:0.9.3',
	replicas: 2,
	networks: [networks.shop],
	memory: mebibytes(512),
});

/** No node has what it wants, until one gets the label. */
export const trainer = (networks: Networks): ServicePlan => ({
	stack: 'analytics',
	name: 'trainer',
	image: 'analytics/trainer:1.1.0',
	replicas: 1,
	networks: [networks.metrics],
	constraints: ['node.labels.gpu == true'],
	cpus: 2,
	memory: mebibytes(4096),
});

/** What is well, and stays so. */
export const calmServices = (networks: Networks, {password, entry}: Files): readonly ServicePlan[] => [
	{
		stack: 'edge',
		name: 'traefik',
		image: 'traefik:v3.1',
		networks: [networks.edge],
		constraints: ['node.role == manager'],
		ports: [
			{published: 80, target: 80, mode: 'host'},
			{published: 443, target: 443, mode: 'host'},
		],
		container: {
			Configs: [{ConfigID: entry.id, ConfigName: entry.raw.Spec.Name, File: mountedAt('/etc/traefik/traefik.yml')}],
		},
	},
	{
		stack: 'shop',
		name: 'api',
		image: 'shop/api:4.2.0',
		replicas: 4,
		networks: [networks.shop],
		ports: [{published: 8080, target: 8080}],
		cpus: 0.5,
		memory: mebibytes(384),
		container: {Secrets: [secretOf(password)]},
		update: {Parallelism: 2, Delay: seconds(5), FailureAction: 'rollback'},
	},
	{
		stack: 'shop',
		name: 'db',
		image: `postgres:16.4@${digestOf('postgres:16.4')}`,
		replicas: 1,
		networks: [networks.shop],
		constraints: ['node.labels.disk == ssd'],
		cpus: 2,
		memory: mebibytes(4096),
		container: {
			Mounts: [{Type: 'volume', Source: 'shop_db', Target: '/var/lib/postgresql/data'}],
			Secrets: [secretOf(password)],
		},
	},
	{
		stack: 'shop',
		name: 'cache',
		image: 'redis:7.4',
		replicas: 1,
		networks: [networks.shop],
		memory: mebibytes(1024),
	},
	{
		stack: 'shop',
		name: 'worker',
		image: 'shop/worker:4.2.0',
		replicas: 5,
		networks: [networks.shop],
		cpus: 0.25,
		memory: mebibytes(256),
		maxPerNode: 3,
	},
	{
		stack: 'metrics',
		name: 'agent',
		image: 'metrics/agent:1.8.2',
		networks: [networks.metrics],
		memory: mebibytes(64),
	},
	{
		stack: 'metrics',
		name: 'grafana',
		// Its tag was pushed again since.
		image: `grafana/grafana:11.2.0@${digestOf('grafana/grafana:11.2.0 at first')}`,
		replicas: 1,
		networks: [networks.metrics],
		ports: [{published: 3000, target: 3000}],
		memory: mebibytes(256),
	},
	{
		stack: 'analytics',
		name: 'collector',
		image: 'analytics/collector:2.0.1',
		replicas: 3,
		networks: [networks.metrics],
		cpus: 0.25,
		memory: mebibytes(256),
	},
];
