import {createStore} from 'zustand/vanilla';
import type {EngineInfo, Place} from '../engine/engine.ts';
import {emptySnapshot, type Known, type Snapshot} from '../swarm/snapshot.ts';
import type {Instant} from '../swarm/values.ts';
import type {Volume} from '../swarm/volume.ts';
import type {OtherManager} from './other-managers.ts';

/** How well the swarm can be heard. The last snapshot stays on screen in every state. */
export type Connection =
	| {readonly kind: 'connecting'}
	| {readonly kind: 'live'}
	/** Answers are late: what is shown is as of `since`. */
	| {readonly kind: 'stale'; readonly since: Instant}
	/** No leader for some seconds: normally an election, 15 s at most. */
	| {readonly kind: 'electing'; readonly since: Instant}
	| {readonly kind: 'no-quorum'; readonly since: Instant; readonly message: string}
	| {readonly kind: 'not-a-manager'; readonly managers: readonly string[]}
	| {readonly kind: 'not-in-a-swarm'}
	| {readonly kind: 'locked'}
	| {readonly kind: 'forbidden'; readonly message: string}
	| {readonly kind: 'unsupported'; readonly message: string}
	/** Nothing answers; tried again at `retryAt`. */
	| {
			readonly kind: 'disconnected';
			readonly since: Instant;
			readonly message: string;
			readonly retryAt: Instant;
			/** Where else the swarm may be heard, where skep knows only one engine. */
			readonly others?: readonly OtherManager[];
	  };

/** Kinds that something between skep and the engine may keep from it, while all else is readable. */
export type Unreadable = 'secrets' | 'configs';

/** What the swarm says. Replaced as a whole, never patched by hand, never holding what a user intends. */
export type ClusterState = {
	readonly snapshot: Snapshot;
	readonly connection: Connection;
	readonly info: EngineInfo | undefined;
	/** Where the engine is that is asked; undefined before the first question. */
	readonly place: Place | undefined;
	/** All that were given: when that one doesn't answer, the next one is asked. */
	readonly places: readonly Place[];
	/** Of the engine that skep talks to; read when somebody looks at them. */
	readonly volumes: Known<readonly Volume[]> | undefined;
	/** Why a kind isn't known and won't be, in the engine's words. */
	readonly unreadable: Readonly<Partial<Record<Unreadable, string>>>;
};

export const createCluster = () =>
	createStore<ClusterState>(() => ({
		snapshot: emptySnapshot,
		connection: {kind: 'connecting'},
		info: undefined,
		place: undefined,
		places: [],
		volumes: undefined,
		unreadable: {},
	}));

export type Cluster = ReturnType<typeof createCluster>;
