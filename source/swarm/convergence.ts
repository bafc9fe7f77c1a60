import type {Instant} from './values.ts';

/**
How a service stands, decided from living tasks, the spec and the monitor window, never from the engine's counts.
A view draws it; nothing else decides it again.
*/
export type Convergence =
	/** Its tasks aren't known yet. */
	| {readonly kind: 'unknown'}
	| {readonly kind: 'converged'}
	/** Wanted at zero, and at zero. */
	| {readonly kind: 'scaled-to-zero'}
	/** All are up; the engine is still watching whether they stay. */
	| {readonly kind: 'verifying'; readonly until: Instant | undefined}
	/** On its way: tasks start or stop, nothing is wrong. */
	| {
			readonly kind: 'progressing';
			/** All that are wanted are up; some that aren't wanted are still going. */
			readonly isStopping?: boolean;
	  }
	/** The engine replaces tasks. `blocked` is why it doesn't get on: the scheduler's reason when a new task fits nowhere. */
	| {
			readonly kind: 'rolling';
			readonly direction: 'update' | 'rollback';
			readonly since: Instant | undefined;
			readonly blocked: string | undefined;
			/** The host name of the dead node that the update waits for, where that is why. */
			readonly waitsFor: string | undefined;
			/** The latest error of a task with the current spec. */
			readonly error: string | undefined;
	  }
	| {
			readonly kind: 'paused';
			readonly direction: 'update' | 'rollback';
			readonly since: Instant | undefined;
			readonly message: string | undefined;
			readonly error: string | undefined;
			readonly exitCode: number | undefined;
	  }
	/** Tasks start and end, over and over. */
	| {
			readonly kind: 'failing';
			readonly since: Instant | undefined;
			readonly error: string | undefined;
			readonly exitCode: number | undefined;
			/** Ended tasks in the history that is kept: at least so many starts. */
			readonly failures: number;
	  }
	/** The restart policy is exhausted: nothing more will be tried. */
	| {
			readonly kind: 'gave-up';
			readonly since: Instant | undefined;
			readonly error: string | undefined;
			readonly exitCode: number | undefined;
	  }
	/** A task waits for a node. `since` is when the oldest such task was created. */
	| {readonly kind: 'pending'; readonly since: Instant; readonly reason: string | undefined}
	/** Tasks are held by nodes that are dead, and no replacement lives yet. */
	| {readonly kind: 'lost'; readonly tasks: number}
	| {readonly kind: 'job-running'}
	| {readonly kind: 'job-done'; readonly at: Instant | undefined}
	| {readonly kind: 'job-failing'; readonly error: string | undefined; readonly exitCode: number | undefined};

export type ServiceVerdict = {
	/** Running tasks on living nodes that are meant to run. At most one per slot. For jobs: completed ones. */
	readonly alive: number;
	/** Replicas; for global services the nodes that should have one; for jobs the completions. */
	readonly wanted: number;
	/** Slots whose running task has the current spec. */
	readonly updated: number;
	/** Tasks still counted as running by the engine, on nodes that are dead. */
	readonly lost: number;
	readonly state: Convergence;
};
