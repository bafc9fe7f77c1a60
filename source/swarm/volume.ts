import type {Instant, Json, Labels} from './values.ts';

/** A volume on the node that skep talks to. No engine knows those of another. */
export type Volume = {
	readonly name: string;
	readonly driver: string;
	/** Made by a container that named none: its name is a hash. */
	readonly isAnonymous: boolean;
	readonly mountpoint: string | undefined;
	readonly labels: Labels;
	readonly stack: string | undefined;
	/** As for NFS; empty for a plain local one. */
	readonly options: Labels;
	readonly createdAt: Instant | undefined;
	readonly raw: Json;
};
