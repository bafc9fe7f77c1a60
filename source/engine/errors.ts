/** What a program can act on. Only this folder ever matches an error's text. */
export type EngineErrorKind =
	| 'unreachable' // nothing answers at that address
	| 'forbidden' // the socket or the daemon refuses this user
	| 'not-a-manager' // a worker: ask one of its managers
	| 'not-in-a-swarm' // offer init and join
	| 'locked' // the manager needs its unlock key
	| 'starting' // the manager is being prepared: ask again
	| 'no-leader' // an election, or quorum is lost
	| 'too-late' // no answer in time; a write may have been applied all the same
	| 'out-of-date' // someone wrote it first: read again, apply again
	| 'not-found'
	| 'conflict' // the name is taken, or it is in use
	| 'refused' // the engine said no, and why
	| 'unsupported' // an engine older than API 1.41
	| 'garbled' // the answer makes no sense
	| 'aborted' // we gave up on it ourselves
	| 'unexpected';

/** `message` is one sentence for a person. */
export class EngineError extends Error {
	override readonly name = 'EngineError';
	readonly kind: EngineErrorKind;
	/** HTTP status, where there was an answer. */
	readonly status: number | undefined;

	constructor(
		kind: EngineErrorKind,
		message: string,
		details: {readonly status?: number; readonly cause?: unknown} = {},
	) {
		super(message, {cause: details.cause});
		this.kind = kind;
		this.status = details.status;
	}
}

export const isEngineError = (error: unknown, ...kinds: readonly EngineErrorKind[]): error is EngineError =>
	error instanceof EngineError && (kinds.length === 0 || kinds.includes(error.kind));
