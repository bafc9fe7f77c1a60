import type {Snapshot} from '../swarm/snapshot.ts';
import type {Operation} from './operation.ts';
import type {Outcome} from './outcome.ts';
import type {Resources} from './resources.ts';
import type {Target} from './target.ts';

/** What the journal is told of one target. Inputs never hold secrets: credentials are fetched when they are sent. */
export type Execution = {
	readonly operation: string;
	readonly target: {readonly kind: Target['kind'] | 'task'; readonly id: string; readonly name: string};
	readonly input: unknown;
	/** The `docker` command that would have done the same. */
	readonly command: string;
	/** The host name of the manager that was asked, where it is known. */
	readonly manager: string | undefined;
	/** What was opened before has `ended`. */
	readonly outcome: Outcome['kind'] | 'ended';
	readonly sentence: string;
};

/** How long a lost answer is looked for. */
export type Patience = {
	/** Milliseconds between two looks. */
	readonly pause: number;
	/** Looks in all, when the swarm can't be read. */
	readonly looks: number;
	/** Looks that read the swarm and did not see the change. */
	readonly unseen: number;
};

/** An election takes 15 s at most. */
export const usualPatience: Patience = {pause: 2_000, looks: 9, unseen: 3};

/** Something a user confirmed. */
export type Order = {
	readonly operation: Operation;
	readonly targets: readonly Target[];
	readonly input: unknown;
	/** What was on screen when it was confirmed. */
	readonly snapshot: Snapshot;
	readonly resources: Resources;
	readonly isReadOnly: boolean;
	/** Keeps a line per target; answers a sentence when it couldn't. */
	readonly journal: (execution: Execution) => Promise<string | undefined>;
	readonly signal: AbortSignal;
	/** Told when a target is begun, without an outcome, and when it is through. */
	readonly onProgress?: (target: Target, outcome?: Outcome) => void;
	readonly patience?: Patience;
};
