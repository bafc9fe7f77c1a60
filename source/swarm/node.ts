import type {NodeId} from './ids.ts';
import type {PluginNeed} from './placement/demand.ts';
import type {Instant, Json, Labels, Resources} from './values.ts';

export type Availability = 'active' | 'pause' | 'drain';
export type Role = 'manager' | 'worker';
export type NodeState = 'unknown' | 'down' | 'ready' | 'disconnected';
export type Reachability = 'unknown' | 'unreachable' | 'reachable';

/** What a manager's part in Raft is, as the leader sees it; workers have none. */
export type ManagerStatus = {
	readonly isLeader: boolean;
	readonly reachability: Reachability;
	/** Host and port of its Raft API. */
	readonly address: string | undefined;
};

export type Node = {
	readonly id: NodeId;
	/** Raft index of the last write to it: an update must name it. */
	readonly version: number;
	/** What the machine calls itself; not unique, and the id's start while it still joins. */
	readonly hostname: string;
	/** The role it is meant to have; `manager` tells the one it has. They differ while a promotion is under way. */
	readonly role: Role;
	readonly availability: Availability;
	readonly labels: Labels;
	readonly state: NodeState;
	/** Why it is in that state, in the manager's words: `heartbeat failure`. */
	readonly stateMessage: string | undefined;
	readonly address: string | undefined;
	readonly manager: ManagerStatus | undefined;
	readonly os: string | undefined;
	readonly architecture: string | undefined;
	readonly capacity: Resources;
	/** Amounts of its generic resources by kind: `{gpu: 2}`; absent is none. */
	readonly generic?: Readonly<Record<string, number>>;
	/** Absent where the engine doesn't tell: then none is missed. */
	readonly plugins?: readonly PluginNeed[];
	/** Public key of what signed its certificate. */
	readonly issuer?: string;
	readonly engineVersion: string | undefined;
	readonly engineLabels: Labels;
	readonly createdAt: Instant;
	readonly updatedAt: Instant;
	/** The whole object as the engine gave it, for YAML and diffs. */
	readonly raw: Json;
};

/** Alive: the managers hear from it, so what its tasks report can be believed. */
export const isAlive = (node: Node | undefined) => node !== undefined && node.state === 'ready';

/** Whether the orchestrator may put tasks of a global service there (it skips drained and dead nodes). */
export const takesTasks = (node: Node) => node.state === 'ready' && node.availability === 'active';

/** Promotion or demotion under way: the role that is wanted and the one it has differ. */
export const isChangingRole = (node: Node) => (node.role === 'manager') !== (node.manager !== undefined);
