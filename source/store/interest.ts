import type {NodeId, ServiceId} from '../swarm/ids.ts';

/** What somebody looks at or waits for. Sync spends its budget of requests on it and on nothing else. */
export type Interest = {
	/** Services whose rows are on screen. */
	readonly visible: readonly ServiceId[];
	/** Services whose tasks are on screen. */
	readonly tasksOf: readonly ServiceId[];
	/** A node whose tasks are on screen. */
	readonly tasksOn: NodeId | undefined;
	/** Services that an operation under way waits for. */
	readonly underWay: readonly ServiceId[];
	/** A service that somebody watches as it moves: its tasks may cost more. */
	readonly watched?: ServiceId;
	/** Every task is on screen. */
	readonly allTasks: boolean;
};

export const noInterest: Interest = {visible: [], tasksOf: [], tasksOn: undefined, underWay: [], allTasks: false};

/** What must be as fresh as can be before a plan is drawn. */
export type Needs = {
	readonly services?: readonly ServiceId[];
	readonly tasksOf?: readonly ServiceId[];
	/** The tasks of all services that have one on these nodes. */
	readonly tasksOn?: readonly NodeId[];
	readonly nodes?: boolean;
	/** All services. */
	readonly allServices?: boolean;
	readonly objects?: 'networks' | 'secrets' | 'configs' | readonly ('networks' | 'secrets' | 'configs')[];
	/** Those of the engine that skep talks to. */
	readonly volumes?: boolean;
	/** The swarm as a whole. */
	readonly swarm?: boolean;
	/** What the engine says of itself. */
	readonly engine?: boolean;
};

/** Keeps the cluster store true. */
export type Sync = {
	readonly setInterest: (interest: Interest) => void;
	/** Reads again everything of interest now. */
	readonly refresh: () => void;
	/** Resolves once the store holds answers to `needs` that were asked for after this call; rejects with an `EngineError`. */
	readonly fetch: (needs: Needs, signal?: AbortSignal) => Promise<void>;
	readonly stop: () => void;
};
