import type {SecretId} from './ids.ts';
import type {Instant, Json, Labels} from './values.ts';

/** A secret without its value: managers never give that out again. */
export type Secret = {
	readonly id: SecretId;
	readonly version: number;
	readonly name: string;
	readonly labels: Labels;
	readonly stack: string | undefined;
	/** Where the value comes from, when not from the swarm itself. */
	readonly driver: string | undefined;
	/** Docker fills in fields of the node and task when a container gets it. */
	readonly isTemplate: boolean;
	readonly createdAt: Instant;
	readonly updatedAt: Instant;
	readonly raw: Json;
};
