import type {Call} from './calls.ts';
import type {LogLine, LogOptions, LogTarget} from './engine.ts';
import {pieceSplitter} from './log-frames.ts';
import {lineJoiner} from './log-lines.ts';
import {replayFilter} from './log-replays.ts';
import type {SeveralCalls as Calls} from './several.ts';
import {endedEarly, readStream} from './streams.ts';

/**
Milliseconds. A log that is left while the leading manager is still telling the nodes that it is wanted can panic that
manager's engine (moby/swarmkit#3260; seen with 20.10, when left within 15 ms): it stays open for so long at least.
*/
const shortestLook = 1000;

type Question = {readonly target: LogTarget; readonly options: LogOptions};

/**
A service's or a task's log, a batch for every chunk that arrives; the next chunk waits until a batch is taken. When the
signal aborts, no batch comes any more, and it ends soon after.
*/
export async function* readLogs(
	calls: Calls,
	{target, options}: Question,
	signal: AbortSignal,
): AsyncGenerator<readonly LogLine[], void, void> {
	const pieces = pieceSplitter();
	const lines = lineJoiner();
	const isNew = replayFilter();
	const path = `/${target.kind}s/${encodeURIComponent(target.id)}/logs`;
	for await (const chunk of lookAt(calls, {path, query: queryOf(options)}, signal)) {
		const batch = lines(pieces(chunk)).filter(isNew);
		if (batch.length > 0) {
			yield batch;
		}
	}
	if (options.follow && !signal.aborted) {
		throw endedEarly('log stream', calls.address);
	}
}

/** Reads a stream that is left when the signal aborts, but not before its shortest time. */
async function* lookAt(calls: Calls, call: Call, signal: AbortSignal): AsyncGenerator<Buffer, void, void> {
	if (signal.aborted) {
		return;
	}
	const soonest = performance.now() + shortestLook;
	const leaving = new AbortController();
	const leave = () => void setTimeout(() => leaving.abort(), Math.max(0, soonest - performance.now()));
	signal.addEventListener('abort', leave, {once: true});
	try {
		for await (const chunk of readStream(calls, call, leaving.signal)) {
			if (!signal.aborted) {
				yield chunk;
			}
		}
	} catch (error) {
		if (!signal.aborted) {
			throw error;
		}
	} finally {
		signal.removeEventListener('abort', leave);
	}
}

const queryOf = ({tail, since, follow}: LogOptions) => ({
	stdout: 1,
	stderr: 1,
	timestamps: 1,
	details: 1,
	follow: follow ? 1 : 0,
	tail,
	...(since === undefined ? {} : {since: (since / 1000).toFixed(3)}),
});
