import type {NodeId, ServiceId} from '../swarm/ids.ts';
import type {Needs} from '../swarm/snapshot-needs.ts';

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

/** Keeps the cluster store true. */
export type Sync = {
	readonly setInterest: (interest: Interest) => void;
	/** Reads again everything of interest now. */
	readonly refresh: () => void;
	/** Resolves once the store holds answers to `needs` that were asked for after this call; rejects with an `EngineError`. */
	readonly fetch: (needs: Needs, signal?: AbortSignal) => Promise<void>;
	readonly stop: () => void;
};
