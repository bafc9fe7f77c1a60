import type {Instant, Seconds} from './values.ts';

/** How the swarm is set up. Join tokens and keys are no part of it, nor of anything that is kept. */
export type SwarmSettings = {
	readonly version: number;
	/** Ended tasks kept per slot; negative keeps all. */
	readonly taskHistoryLimit: number;
	/** A restarted manager waits for the unlock key. */
	readonly isAutolocked: boolean;
	/** How often nodes report to their manager. */
	readonly heartbeat: Seconds;
	/** Raft entries between two snapshots. */
	readonly snapshotInterval: number;
	/** Snapshots kept beside the latest. */
	readonly oldSnapshots: number;
	/** How long a node's certificate is good for; nodes renew theirs by themselves before that. */
	readonly nodeCertificateLife: Seconds;
	/** When the certificate that signs all others ends; absent when it couldn't be read. */
	readonly rootExpiresAt: Instant | undefined;
	/** Public key of what signs certificates now: during a rotation already the new root's. */
	readonly issuer?: string;
	readonly isRootRotating: boolean;
	/** Where new overlay networks get their ranges from: `10.0.0.0/8`, cut into ranges of `rangeBits`. */
	readonly addressPools: readonly string[];
	readonly rangeBits: number;
	/** UDP, between all nodes. */
	readonly dataPort: number;
};
