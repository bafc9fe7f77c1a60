import type {ConfigId, SecretId} from '../swarm/ids.ts';
import type {Availability, Role} from '../swarm/node.ts';
import type {Json} from '../swarm/values.ts';
import type {RegistryAuth} from './engine.ts';

/** One change of a node's spec, applied to what the spec is now. */
export type NodeChange =
	| {readonly kind: 'availability'; readonly availability: Availability}
	| {readonly kind: 'role'; readonly role: Role}
	| {readonly kind: 'labels'; readonly set: Readonly<Record<string, string>>; readonly remove: readonly string[]}
	/** This whole spec. */
	| {readonly kind: 'spec'; readonly spec: Json};

/** How a rolling update goes about it; what is absent stays as it is. Durations are in seconds. */
export type UpdatePolicyChange = {
	readonly parallelism?: number;
	readonly delay?: number;
	readonly monitor?: number;
	readonly failureAction?: 'pause' | 'continue' | 'rollback';
	readonly maxFailureRatio?: number;
	readonly order?: 'stop-first' | 'start-first';
};

/** One change of a service's spec, applied to what the spec is now. */
export type ServiceChange =
	| {readonly kind: 'replicas'; readonly replicas: number}
	| {
			readonly kind: 'image';
			readonly image: string;
			/** Of the new image's manifest list; absent clears the old image's, which would filter nodes wrongly. */
			readonly platforms?: readonly {readonly os: string; readonly architecture: string}[];
			readonly policy?: UpdatePolicyChange;
			readonly auth?: RegistryAuth;
	  }
	| {readonly kind: 'restart'}
	/** The same spec again: goes on with a paused update. */
	| {readonly kind: 'resume'}
	/** Swap the spec and the engine's previous one. */
	| {readonly kind: 'rollback'}
	/** This whole spec, which the service had before; it is a write like any other, under the update's settings. */
	| {
			readonly kind: 'spec';
			readonly spec: Json;
			readonly auth?: RegistryAuth;
			/** The engine's previous spec is the one it goes back to: its registry login fits, not that of now. */
			readonly hasPreviousAuth?: boolean;
	  }
	| {readonly kind: 'labels'; readonly set: Readonly<Record<string, string>>; readonly remove: readonly string[]}
	| ({readonly kind: 'needs'} & NeedsChange)
	| ({readonly kind: 'file'} & FileChange);

/** Another secret or config in place of one, at the same path, with the same owner and mode. */
export type FileChange = {
	readonly file: 'secret' | 'config';
	readonly from: SecretId | ConfigId;
	readonly to: {readonly id: SecretId | ConfigId; readonly name: string};
};

/** Where tasks may run, what is kept free for them and what they may take; what is absent stays as it is, 0 is none. */
export type NeedsChange = {
	readonly constraints?: readonly string[];
	readonly maxPerNode?: number;
	/** Bytes. */
	readonly reservedMemory?: number;
	/** Whole processors. */
	readonly reservedCpus?: number;
	readonly memoryLimit?: number;
	readonly cpuLimit?: number;
};
