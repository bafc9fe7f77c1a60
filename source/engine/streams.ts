import type {Body} from './attempts.ts';
import type {Call} from './calls.ts';
import {EngineError} from './errors.ts';
import {normalise} from './normalise.ts';
import type {SeveralCalls as Calls} from './several.ts';

/** Opens a stream and reads it piece by piece; ends without an error when the signal aborts. */
export async function* readStream(calls: Calls, call: Call, signal: AbortSignal): AsyncGenerator<Buffer, void, void> {
	try {
		const body: Body = await calls.stream(call, signal);
		yield* body;
	} catch (error) {
		if (!signal.aborted) {
			throw calls.isClosed() ? new EngineError('aborted', 'Given up.') : normalise(error, calls.address);
		}
	}
}

/** What an engine ends that should have gone on: it restarts, or the manager behind it is gone. */
export const endedEarly = (what: string, address: string) =>
	new EngineError('unreachable', `The engine at ${address} ended the ${what}.`);
