import type {TaskState} from '../swarm/task.ts';
import type {
	RawNetworkAnswer,
	RawNodeAnswer,
	RawSecretAnswer,
	RawServiceAnswer,
	RawTaskAnswer,
	ServiceSpec,
} from './model.ts';

/** An object of the store: what the API answers, replaced as a whole at every write, and what only the simulation knows. */
type Stored<T> = {
	raw: T;
	/** `raw` as JSON, kept until the next write. */
	json: string | undefined;
};

export type Task = Stored<RawTaskAnswer> & {
	readonly id: string;
	readonly serviceId: string;
	/** Absent for global services. A job's first slot is 0, which the API leaves out. */
	readonly slot: number | undefined;
	/** Of the service's spec that it was made from. */
	readonly specVersion: number;
	readonly endpoint: ServiceSpec['EndpointSpec'];
	readonly createdAt: number;
	runningAt: number | undefined;
	/** When its container was told to stop, and when it ended: the log shows both. */
	stoppedAt: number | undefined;
	endedAt: number | undefined;
	containerId: string | undefined;
};

export type Service = Stored<RawServiceAnswer> & {
	readonly id: string;
	specVersion: number;
	previousSpecVersion: number | undefined;
	/** The addresses given to it, by network. */
	readonly addresses: Map<string, string>;
};

export type Node = Stored<RawNodeAnswer> & {
	readonly id: string;
	/** The machine is on. */
	isUp: boolean;
	/** On, but the network between it and the others is not. */
	isCut: boolean;
	/** A member of Raft: the role it has, not the one it is meant to have. */
	isManager: boolean;
	/** Keys of log lines and failures: what differs from machine to machine. */
	readonly seed: number;
};

export type Network = Stored<RawNetworkAnswer> & {readonly id: string; nextAddress: number};
export type Secret = Stored<RawSecretAnswer> & {readonly id: string};

export const stateOf = (task: Task): TaskState => task.raw.Status.State;
export const desiredOf = (task: Task): TaskState => task.raw.DesiredState;

/** Heard by the managers. */
export const isConnected = (node: Node) => node.isUp && !node.isCut;
