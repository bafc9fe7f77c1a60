import {isConnected} from './objects.ts';
import {invalidArgument} from './refusal.ts';
import type {Swarm} from './swarm.ts';

/** As `POST /swarm/update` takes it; what is absent is as usual. */
export type ClusterSpec = {
	readonly Orchestration?: {readonly TaskHistoryRetentionLimit?: number};
	readonly Raft?: Readonly<Record<string, number>>;
	readonly Dispatcher?: {readonly HeartbeatPeriod?: number};
	readonly CAConfig?: {readonly NodeCertExpiry?: number; readonly ForceRotate?: number};
	readonly EncryptionConfig?: {readonly AutoLockManagers?: boolean};
};

/** The swarm's own object. */
export type Settings = {
	spec: ClusterSpec;
	taskHistoryLimit: number;
	version: number;
	updatedAt: string | undefined;
	/** How often each was made anew; `trusted` is the root of the last rotation that is over. */
	readonly rotations: {worker: number; manager: number; key: number; root: number; trusted: number};
	isRootRotating: boolean;
};

const usual: ClusterSpec = {
	Orchestration: {TaskHistoryRetentionLimit: 5},
	Raft: {
		SnapshotInterval: 10_000,
		KeepOldSnapshots: 0,
		LogEntriesForSlowFollowers: 500,
		ElectionTick: 10,
		HeartbeatTick: 1,
	},
	Dispatcher: {HeartbeatPeriod: 5_000_000_000},
	CAConfig: {NodeCertExpiry: 7_776_000_000_000_000},
	EncryptionConfig: {AutoLockManagers: false},
};

export const usualSettings = (version: number): Settings => ({
	spec: usual,
	taskHistoryLimit: 5,
	version,
	updatedAt: undefined,
	rotations: {worker: 0, manager: 0, key: 0, root: 0, trusted: 0},
	isRootRotating: false,
});

/** The first is of a swarm that never was; later ones belong to nobody either. */
export const issuerOf = (rotation: number) =>
	Buffer.from(`the key of a swarm that never was${rotation === 0 ? '' : `, number ${rotation}`}`).toString('base64');

/** Numbered from nothing: the same in every run. */
const numbered = (letter: string, length: number, count: number) =>
	count === 0 ? letter.repeat(length) : letter.repeat(length - 5) + count.toString(36).padStart(5, '0');

/** Whoever sees these could join: they look like tokens, and open nothing. The root's fingerprint is a part of both. */
export const joinTokensOf = ({rotations: {worker, manager, trusted}}: Settings) => ({
	Worker: `SWMTKN-1-${numbered('0', 50, trusted)}-${numbered('w', 25, worker)}`,
	Manager: `SWMTKN-1-${numbered('0', 50, trusted)}-${numbered('m', 25, manager)}`,
});

export const unlockKeyOf = ({spec, rotations}: Settings) =>
	spec.EncryptionConfig?.AutoLockManagers ? `SWMKEY-1-${numbered('K', 43, rotations.key)}` : '';

/** SwarmKit's `validateClusterSpec`. */
const check = ({Dispatcher, CAConfig}: ClusterSpec) => {
	if ((Dispatcher?.HeartbeatPeriod ?? 0) < 0) {
		throw invalidArgument('heartbeat time period cannot be a negative duration');
	}
	const expiry = CAConfig?.NodeCertExpiry ?? 0;
	if (expiry !== 0 && expiry < 3600e9) {
		throw invalidArgument('minimum certificate expiry time is: 1h0m0s');
	}
};

export type Rotate = {readonly worker: boolean; readonly manager: boolean; readonly key: boolean};

/** Writes the swarm's spec over the version that was named, and rotates what it was told to. */
export const changeCluster = (swarm: Swarm, spec: ClusterSpec, rotate: Rotate) => {
	const {settings, store} = swarm;
	check(spec);
	const isRootWanted = (spec.CAConfig?.ForceRotate ?? 0) > (settings.spec.CAConfig?.ForceRotate ?? 0);
	const isLockNew = spec.EncryptionConfig?.AutoLockManagers && !settings.spec.EncryptionConfig?.AutoLockManagers;
	settings.spec = {...usual, ...spec};
	settings.taskHistoryLimit = spec.Orchestration?.TaskHistoryRetentionLimit ?? settings.taskHistoryLimit;
	settings.rotations.worker += rotate.worker ? 1 : 0;
	settings.rotations.manager += rotate.manager ? 1 : 0;
	settings.rotations.key += rotate.key || isLockNew ? 1 : 0;
	settings.version = store.log.next();
	settings.updatedAt = store.nodes.stamp();
	if (isRootWanted) {
		beginRootRotation(swarm);
	}
};

const beginRootRotation = (swarm: Swarm) => {
	swarm.settings.rotations.root += 1;
	if (!swarm.settings.isRootRotating) {
		swarm.settings.isRootRotating = true;
		renewSome(swarm);
	}
};

/** Nodes that are up renew their certificates within seconds; one that is down holds it up until it is back or removed. */
const renewSome = (swarm: Swarm) => {
	const {settings, store, timeline, leadership} = swarm;
	const issuer = issuerOf(settings.rotations.root);
	const waiting = [...store.nodes.all.values()].filter(({raw}) => issuerIn(raw.Description.TLSInfo) !== issuer);
	const next = waiting.find(isConnected);

	if (waiting.length === 0) {
		settings.isRootRotating = false;
		settings.rotations.trusted = settings.rotations.root;
		settings.rotations.worker += 1;
		settings.rotations.manager += 1;
		settings.version = store.log.next();
		return;
	}

	timeline.after(400, () =>
		leadership.whenLed(() => {
			if (next !== undefined && store.nodes.all.has(next.id)) {
				const {Description} = next.raw;
				const TLSInfo = {...Description.TLSInfo, CertIssuerPublicKey: issuer};
				store.nodes.write(next, {Description: {...Description, TLSInfo}});
			}
			renewSome(swarm);
		}),
	);
};

const issuerIn = (info: object) => ('CertIssuerPublicKey' in info ? info.CertIssuerPublicKey : undefined);
