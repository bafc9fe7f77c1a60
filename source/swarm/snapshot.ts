import type {Config} from './config.ts';
import type {ConfigId, NetworkId, NodeId, SecretId, ServiceId} from './ids.ts';
import type {Network} from './network.ts';
import type {Node} from './node.ts';
import type {Secret} from './secret.ts';
import type {Service} from './service.ts';
import type {SwarmSettings} from './swarm-settings.ts';
import type {Task} from './task.ts';
import type {Instant, Json} from './values.ts';

/** What is known of one kind, and since when it has been true. */
export type Known<T> = {
	readonly at: Instant;
	readonly items: T;
};

/** The tasks of one service, history included, as of one answer. */
export type ServiceTasks = Known<readonly Task[]>;

/** The swarm as a whole: `GET /swarm`, without its join tokens. */
export type SwarmFacts = {
	readonly id: string;
	readonly createdAt: Instant;
	readonly taskHistoryLimit: number;
	readonly settings?: SwarmSettings;
	readonly raw: Json;
};

/** Everything known at one instant. Absent means not known, never "none". */
export type Snapshot = {
	/** The node whose engine skep talks to. */
	readonly self: NodeId | undefined;
	readonly nodes: Known<ReadonlyMap<NodeId, Node>> | undefined;
	readonly services: Known<ReadonlyMap<ServiceId, Service>> | undefined;
	readonly tasks: ReadonlyMap<ServiceId, ServiceTasks>;
	/** All services' tasks were read at least once, so counts per node are complete. */
	readonly hasAllTasks: boolean;
	readonly networks: Known<ReadonlyMap<NetworkId, Network>> | undefined;
	readonly secrets: Known<ReadonlyMap<SecretId, Secret>> | undefined;
	readonly configs: Known<ReadonlyMap<ConfigId, Config>> | undefined;
	readonly swarm: SwarmFacts | undefined;
	/** When another manager was last seen to take over; every node reads `unknown` for some seconds after. */
	readonly leaderChangedAt: Instant | undefined;
};

export const emptySnapshot: Snapshot = {
	self: undefined,
	nodes: undefined,
	services: undefined,
	tasks: new Map(),
	hasAllTasks: false,
	networks: undefined,
	secrets: undefined,
	configs: undefined,
	swarm: undefined,
	leaderChangedAt: undefined,
};

export const nodeOf = (snapshot: Snapshot, id: NodeId | undefined) =>
	id === undefined ? undefined : snapshot.nodes?.items.get(id);

export const serviceOf = (snapshot: Snapshot, id: ServiceId | undefined) =>
	id === undefined ? undefined : snapshot.services?.items.get(id);

/** A service's tasks, or undefined while they are not known. */
export const tasksOf = (snapshot: Snapshot, id: ServiceId) => snapshot.tasks.get(id)?.items;

/** All tasks that are known to be on a node, of every service. */
export const tasksOnNode = (snapshot: Snapshot, id: NodeId): readonly Task[] =>
	[...snapshot.tasks.values()].flatMap(({items}) => items.filter(task => task.nodeId === id));
