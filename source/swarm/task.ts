import type {NodeId, ServiceId, TaskId} from './ids.ts';
import type {Template} from './template.ts';
import type {Instant, Json, Resources} from './values.ts';

/** In the order a task goes through them; a state never goes back (swarmkit api/types.proto, TaskState). */
export const taskStates = [
	'new',
	'allocated',
	'pending',
	'assigned',
	'accepted',
	'preparing',
	'ready',
	'starting',
	'running',
	'complete',
	'shutdown',
	'failed',
	'rejected',
	'remove',
	'orphaned',
] as const;

export type TaskState = (typeof taskStates)[number];

export type Task = {
	readonly id: TaskId;
	readonly version: number;
	/** Attachments of plain containers to a network have none. */
	readonly serviceId: ServiceId | undefined;
	readonly nodeId: NodeId | undefined;
	/** Absent for global services; jobs start at 0. */
	readonly slot: number | undefined;
	readonly state: TaskState;
	readonly desiredState: TaskState;
	/** When the state was last written. The scheduler rewrites it for pending tasks at every attempt: those count from `createdAt`. */
	readonly stateAt: Instant;
	readonly message: string | undefined;
	readonly error: string | undefined;
	/** Only once it has ended. */
	readonly exitCode: number | undefined;
	readonly containerId: string | undefined;
	readonly image: string;
	readonly template: Template;
	readonly reservations: Resources;
	/** Published in host mode: taken on its node while it lives. */
	readonly hostPorts: readonly {readonly port: number; readonly protocol: string}[];
	readonly jobIteration: number | undefined;
	readonly createdAt: Instant;
	readonly updatedAt: Instant;
	readonly raw: Json;
};

/** What docker calls a task, or its slot: `shop_web.3`; the service's name alone where it has one on each node. */
export const dottedName = (service: string, {slot}: Pick<Task, 'slot'>) =>
	slot === undefined ? service : `${service}.${slot}`;

const rank: Readonly<Record<TaskState, number>> = Object.fromEntries(
	taskStates.map((state, index) => [state, index]),
) as Record<TaskState, number>;

/** Negative when `a` comes before `b` in a task's life. */
export const compareStates = (a: TaskState, b: TaskState) => rank[a] - rank[b];

/** Swarm wants it gone (or it did its job). */
export const isUnwanted = (task: Task) => rank[task.desiredState] > rank.complete;

/**
Swarm gave it up before a node had it: no agent hears of it, so none ends it, and its state stays (swarmkit
manager/dispatcher; so a rollback or a drain leaves tasks that waited for a node).
*/
export const neverBegan = (task: Task) => isUnwanted(task) && rank[task.state] < rank.assigned;

/** It has ended, well or badly, and won't run again; or it never will. */
export const hasEnded = (task: Task) => rank[task.state] > rank.running || neverBegan(task);

/** Running, and meant to go on running. */
export const isRunning = (task: Task) => task.state === 'running' && !isUnwanted(task);
