import {EngineError} from './errors.ts';

/** Milliseconds. */
export type Limits = {
	/** Without a header or a further byte. */
	readonly silence: number;
	/** From the first to the last byte. */
	readonly total: number;
};

/** Why an attempt was abandoned: only silence is worth another attempt. */
export class Abandoned extends EngineError {
	readonly why: 'silence' | 'total';

	constructor(why: 'silence' | 'total') {
		super('too-late', "The engine didn't answer in time.");
		this.why = why;
	}
}

/** Whoever closes something knows why; whoever waited so long as it was allowed to does not. */
const givenUp = (signals: readonly AbortSignal[] = []) =>
	new EngineError(
		'aborted',
		signals.some(({reason}) => reason instanceof Error && reason.name === 'TimeoutError')
			? "The engine didn't answer in time."
			: 'Given up.',
	);

/**
Runs something that may never end, and settles all the same: when a limit passes, or one of `signals` aborts. Whoever
runs must stop when its signal does, and calls `heard` at every sign of life.
*/
export const within = async <T>(
	limits: Limits,
	signals: readonly (AbortSignal | undefined)[],
	run: (signal: AbortSignal, heard: () => void) => Promise<T>,
): Promise<T> => {
	const controller = new AbortController();
	const {promise: stopped, reject: stop} = Promise.withResolvers<never>();
	const abandon = (reason: EngineError) => {
		stop(reason);
		controller.abort(reason);
	};
	const outer = signals.filter(signal => signal !== undefined);
	const giveUp = () => abandon(givenUp(outer));
	const silence = setTimeout(() => abandon(new Abandoned('silence')), limits.silence);
	const total = setTimeout(() => abandon(new Abandoned('total')), limits.total);
	for (const signal of outer) {
		signal.addEventListener('abort', giveUp);
	}
	try {
		if (outer.some(signal => signal.aborted)) {
			throw givenUp(outer);
		}
		return await Promise.race([run(controller.signal, () => void silence.refresh()), stopped]);
	} catch (error) {
		// A body that makes no sense is not read to its end.
		controller.abort(error);
		throw error;
	} finally {
		clearTimeout(silence);
		clearTimeout(total);
		for (const signal of outer) {
			signal.removeEventListener('abort', giveUp);
		}
	}
};
