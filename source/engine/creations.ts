import type {Role} from '../swarm/node.ts';
import type {Labels, Seconds} from '../swarm/values.ts';

/** What an engine that is in no swarm starts one with (`POST /swarm/init`); what is absent is the engine's choice. */
export type NewSwarm = {
	/** `IP`, `IP:port` or an interface's name. */
	readonly advertiseAddress?: string;
	readonly listenAddress?: string;
	/** Where the traffic of overlay networks goes, if not the same way. */
	readonly dataPathAddress?: string;
	/** UDP, from 1024 to 49151; for all nodes and for good. */
	readonly dataPathPort?: number;
	/** In CIDR notation, for overlay networks to take their ranges from; for good. */
	readonly addressPools?: readonly string[];
	/** Length of the mask of each range. */
	readonly rangeBits?: number;
	readonly isAutolocked?: boolean;
	readonly nodeCertificateLife?: Seconds;
};

/** `POST /swarm/join`: the token decides whether as a worker or as a manager. */
export type Joining = {
	/** A secret: never logged, never shown. */
	readonly token: string;
	/** `host:port` of managers. */
	readonly managers: readonly string[];
	readonly advertiseAddress?: string;
	readonly listenAddress?: string;
	readonly dataPathAddress?: string;
};

/** How the swarm is set up; what is absent stays as it is. */
export type SwarmSettingsChange = {
	readonly taskHistoryLimit?: number;
	readonly heartbeat?: Seconds;
	readonly snapshotInterval?: number;
	readonly oldSnapshots?: number;
	readonly nodeCertificateLife?: Seconds;
};

/** One change of the swarm's spec, applied to what the spec is now (`POST /swarm/update`). */
export type SwarmChange =
	| {readonly kind: 'rotate-token'; readonly role: Role}
	| {readonly kind: 'autolock'; readonly isAutolocked: boolean}
	| {readonly kind: 'rotate-unlock-key'}
	/** A new root certificate: every node's is signed anew. */
	| {readonly kind: 'rotate-root'}
	| {readonly kind: 'settings'; readonly settings: SwarmSettingsChange};

/** A secret or config to be made; at most 500 KiB (secret) or 1000 KiB (config). */
export type NewFile = {
	readonly name: string;
	readonly labels?: Labels;
	/** Never logged, never shown. */
	readonly data: Uint8Array;
	/** Filled in for each container by Go's templates (`golang`). */
	readonly isTemplate?: boolean;
};

export type NewNetwork = {
	readonly name: string;
	/** `overlay` for whatever spans nodes. */
	readonly driver: string;
	readonly subnets: readonly {readonly subnet: string; readonly gateway?: string; readonly range?: string}[];
	readonly isAttachable: boolean;
	readonly isInternal: boolean;
	readonly isIngress?: boolean;
	/** Driver options: `encrypted` with an empty value, for one. */
	readonly options: Labels;
	readonly labels: Labels;
};

/** On the node of the connected engine. */
export type NewVolume = {
	readonly name: string;
	readonly driver: string;
	/** As for NFS: `type`, `o`, `device`. */
	readonly options: Labels;
	readonly labels: Labels;
};

/** What the engine made, and what it had to say. */
export type Created = {readonly id: string; readonly warnings: readonly string[]};
