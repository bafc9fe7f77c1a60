import type {EngineInfo} from '../../source/engine/engine.ts';
import type {Config} from '../../source/swarm/config.ts';
import {
	configId,
	type NodeId,
	networkId,
	nodeId,
	type ServiceId,
	secretId,
	serviceId,
	taskId,
} from '../../source/swarm/ids.ts';
import type {Network} from '../../source/swarm/network.ts';
import type {ManagerStatus, Node} from '../../source/swarm/node.ts';
import type {Secret} from '../../source/swarm/secret.ts';
import type {Service, ServiceMode, UpdatePolicy, UpdateState, UpdateStatus} from '../../source/swarm/service.ts';
import {emptySnapshot, type ServiceTasks, type Snapshot, type SwarmFacts} from '../../source/swarm/snapshot.ts';
import type {Task} from '../../source/swarm/task.ts';
import type {Template} from '../../source/swarm/template.ts';
import type {FileUse, Uses} from '../../source/swarm/uses.ts';
import type {Instant} from '../../source/swarm/values.ts';
import type {Volume} from '../../source/swarm/volume.ts';

/** The instant that builders take for now; everything they make is a day old. */
export const now: Instant = Date.UTC(2026, 10, 21, 12, 0, 0);
const second = 1000;
export const ago = (seconds: number): Instant => now - seconds * second;
const dayOld = ago(86_400);

const gibibyte = 1024 ** 3;

/** A ready, active worker; its id is its name with `id-` before it. */
export const node = (hostname: string, changes: Partial<Node> = {}): Node => ({
	id: nodeId(`id-${hostname}`),
	version: 10,
	hostname,
	role: 'worker',
	availability: 'active',
	labels: {},
	state: 'ready',
	stateMessage: undefined,
	address: '10.0.0.9',
	manager: undefined,
	os: 'linux',
	architecture: 'x86_64',
	capacity: {cpus: 4, memoryBytes: 8 * gibibyte},
	engineVersion: '28.5.2',
	engineLabels: {},
	createdAt: dayOld,
	updatedAt: dayOld,
	raw: {},
	...changes,
});

/** A reachable manager that doesn't lead. */
export const manager = (hostname: string, status: Partial<ManagerStatus> = {}, changes: Partial<Node> = {}): Node =>
	node(hostname, {
		role: 'manager',
		manager: {isLeader: false, reachability: 'reachable', address: '10.0.0.1:2377', ...status},
		...changes,
	});

export const leader = (hostname: string, changes: Partial<Node> = {}): Node =>
	manager(hostname, {isLeader: true}, changes);

/** What a task of this image is made from. Two calls give two objects that say the same. */
export const templateOf = (
	image: string,
	constraints: readonly string[] = [],
	more: Record<string, string> = {},
): Template => ({
	content: {ContainerSpec: {Image: image, ...more}},
	placement: {Constraints: constraints},
});

export const policy = (changes: Partial<UpdatePolicy> = {}): UpdatePolicy => ({
	parallelism: 1,
	delay: 0,
	monitor: 5,
	failureAction: 'pause',
	maxFailureRatio: 0,
	order: 'stop-first',
	...changes,
});

export const updateStatus = (state: UpdateState, changes: Partial<UpdateStatus> = {}): UpdateStatus => ({
	state,
	startedAt: ago(60),
	completedAt: state.endsWith('completed') ? ago(10) : undefined,
	message: undefined,
	...changes,
});

export const replicated = (replicas: number): ServiceMode => ({kind: 'replicated', replicas});

/** Three replicas of `shop/web:1`, a day old; its id is its name with `id-` before it. */
export const service = (name: string, changes: Partial<Service> = {}): Service => {
	const image = changes.image ?? 'shop/web:1';
	return {
		id: serviceId(`id-${name}`),
		version: 20,
		name,
		labels: {},
		stack: undefined,
		mode: replicated(3),
		image,
		ports: [],
		networks: [],
		constraints: [],
		maxPerNode: 0,
		reservations: {cpus: 0, memoryBytes: 0},
		limits: {cpus: 0, memoryBytes: 0},
		update: policy(),
		rollback: policy(),
		updateStatus: undefined,
		serverCounts: undefined,
		jobIteration: undefined,
		template: templateOf(image, changes.constraints),
		createdAt: dayOld,
		updatedAt: dayOld,
		spec: {Name: name},
		previousSpec: undefined,
		previousImage: undefined,
		raw: {},
		...changes,
	};
};

/** `shop/web:1` on slot 1 of service `web`, running for a day on node `worker-1`. */
export const task = (name: string, changes: Partial<Task> = {}): Task => {
	const image = changes.image ?? 'shop/web:1';
	const createdAt = changes.createdAt ?? dayOld;
	const stateAt = changes.stateAt ?? createdAt;
	return {
		id: taskId(`id-${name}`),
		version: 30,
		serviceId: serviceId('id-web'),
		nodeId: nodeId('id-worker-1'),
		slot: 1,
		state: 'running',
		desiredState: 'running',
		stateAt,
		message: 'started',
		error: undefined,
		exitCode: undefined,
		containerId: undefined,
		image,
		template: templateOf(image),
		reservations: {cpus: 0, memoryBytes: 0},
		hostPorts: [],
		jobIteration: undefined,
		createdAt,
		updatedAt: Math.max(createdAt, stateAt),
		raw: {},
		...changes,
	};
};

/** One running task for each slot of a service, spread over the nodes in turn. */
export const runningTasks = (of: Service, nodes: readonly Node[], changes: Partial<Task> = {}): readonly Task[] => {
	const count = of.mode.kind === 'replicated' ? of.mode.replicas : nodes.length;
	return Array.from({length: count}, (_, index) =>
		task(`${of.name}-${index + 1}`, {
			serviceId: of.id,
			slot: of.mode.kind === 'replicated' ? index + 1 : undefined,
			nodeId: nodes[index % nodes.length]?.id,
			image: of.image,
			template: of.template,
			reservations: of.reservations,
			...changes,
		}),
	);
};

const byId = <Id, Item extends {readonly id: Id}>(items: readonly Item[]): ReadonlyMap<Id, Item> =>
	new Map(items.map(item => [item.id, item]));

/** An overlay network of 10.0.1.0/24. */
export const network = (name: string, changes: Partial<Network> = {}): Network => ({
	id: networkId(`id-${name}`),
	name,
	driver: 'overlay',
	ranges: [{subnet: '10.0.1.0/24', gateway: '10.0.1.1'}],
	isAttachable: false,
	isEncrypted: false,
	isIngress: false,
	isInternal: false,
	labels: {},
	stack: undefined,
	createdAt: dayOld,
	raw: {},
	...changes,
});

/** As the engine lists one that was given no addresses. */
export const unallocated = (name: string): Network => {
	const {driver: _, ...rest} = network(name, {ranges: []});
	return rest;
};

export const secret = (name: string, changes: Partial<Secret> = {}): Secret => ({
	id: secretId(`id-${name}`),
	version: 40,
	name,
	labels: {},
	stack: undefined,
	driver: undefined,
	isTemplate: false,
	createdAt: dayOld,
	updatedAt: dayOld,
	raw: {},
	...changes,
});

export const config = (name: string, changes: Partial<Config> = {}): Config => ({
	id: configId(`id-${name}`),
	version: 40,
	name,
	labels: {},
	stack: undefined,
	size: 120,
	isTemplate: false,
	createdAt: dayOld,
	updatedAt: dayOld,
	raw: {},
	...changes,
});

export const uses = (changes: Partial<Uses> = {}): Uses => ({
	secrets: [],
	configs: [],
	volumes: [],
	virtualAddresses: [],
	hasVirtualAddress: true,
	before: [],
	...changes,
});

/** That a service's containers get a secret or a config. */
export const fileUse = <Id>({id, name}: {readonly id: Id; readonly name: string}): FileUse<Id> => ({
	id,
	name,
	target: name,
});

export const swarmFacts = (changes: Partial<SwarmFacts> = {}): SwarmFacts => ({
	id: 'id-swarm',
	createdAt: dayOld,
	taskHistoryLimit: 5,
	raw: {},
	...changes,
});

export const volume = (name: string, changes: Partial<Volume> = {}): Volume => ({
	name,
	driver: 'local',
	isAnonymous: false,
	mountpoint: `/var/lib/docker/volumes/${name}/_data`,
	labels: {},
	stack: undefined,
	options: {},
	createdAt: dayOld,
	raw: {},
	...changes,
});

/** An engine that is in no swarm yet. */
export const engineInfo = (changes: Partial<EngineInfo> = {}): EngineInfo => ({
	name: 'host1',
	engineVersion: '28.5.2',
	apiVersion: '1.51',
	nodeId: undefined,
	nodeAddress: undefined,
	swarmState: 'inactive',
	isManager: false,
	swarmError: undefined,
	managers: [],
	raw: {},
	...changes,
});

const tasksByService = (services: readonly Service[], tasks: readonly Task[], at: Instant) =>
	new Map(
		services.map(({id}): [ServiceId, ServiceTasks] => [id, {at, items: tasks.filter(({serviceId: of}) => of === id)}]),
	);

export type SnapshotParts = {
	readonly nodes?: readonly Node[];
	readonly services?: readonly Service[];
	/** Of all the services; those without any count as known to have none. */
	readonly tasks?: readonly Task[];
	readonly networks?: readonly Network[];
	readonly secrets?: readonly Secret[];
	readonly configs?: readonly Config[];
	readonly swarm?: SwarmFacts;
	readonly at?: Instant;
	readonly self?: NodeId;
	readonly leaderChangedAt?: Instant;
	/** Everything is known unless a test says otherwise. */
	readonly hasAllTasks?: boolean;
};

/** All that is known at one instant, with every kind read. */
export const snapshotOf = (parts: SnapshotParts): Snapshot => {
	const {nodes = [], services = [], tasks = [], networks = [], secrets = [], configs = [], at = now} = parts;
	return {
		...emptySnapshot,
		self: parts.self ?? nodes[0]?.id,
		nodes: {at, items: byId<NodeId, Node>(nodes)},
		services: {at, items: byId<ServiceId, Service>(services)},
		tasks: tasksByService(services, tasks, at),
		hasAllTasks: parts.hasAllTasks ?? true,
		networks: {at, items: byId(networks)},
		secrets: {at, items: byId(secrets)},
		configs: {at, items: byId(configs)},
		swarm: parts.swarm ?? swarmFacts(),
		leaderChangedAt: parts.leaderChangedAt,
	};
};
