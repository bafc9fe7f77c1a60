import type {ConfigId} from './ids.ts';
import type {Instant, Json, Labels} from './values.ts';

/** A config without its content, which is read when someone wants to see it. */
export type Config = {
	readonly id: ConfigId;
	readonly version: number;
	readonly name: string;
	readonly labels: Labels;
	readonly stack: string | undefined;
	/** Of the content, in bytes. */
	readonly size: number;
	/** Docker fills in fields of the node and task when a container gets it. */
	readonly isTemplate: boolean;
	readonly createdAt: Instant;
	readonly updatedAt: Instant;
	/** Without the content. */
	readonly raw: Json;
};

/** What is in a config: text, or the bytes of something that is none. */
export type ConfigContent =
	| {readonly kind: 'text'; readonly text: string}
	| {readonly kind: 'bytes'; readonly hex: string};
