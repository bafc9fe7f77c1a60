import type {LogLine, LogOptions, LogTarget} from './engine.ts';
import {pieceSplitter} from './log-frames.ts';
import {lineJoiner} from './log-lines.ts';
import {replayFilter} from './log-replays.ts';
import type {SeveralCalls as Calls} from './several.ts';
import {endedEarly, readStream} from './streams.ts';

type Question = {readonly target: LogTarget; readonly options: LogOptions};

/** A service's or a task's log, a batch for every chunk that arrives; the next chunk waits until a batch is taken. */
export async function* readLogs(
	calls: Calls,
	{target, options}: Question,
	signal: AbortSignal,
): AsyncGenerator<readonly LogLine[], void, void> {
	const pieces = pieceSplitter();
	const lines = lineJoiner();
	const isNew = replayFilter();
	const path = `/${target.kind}s/${encodeURIComponent(target.id)}/logs`;
	for await (const chunk of readStream(calls, {path, query: queryOf(options)}, signal)) {
		const batch = lines(pieces(chunk)).filter(isNew);
		if (batch.length > 0) {
			yield batch;
		}
	}
	if (options.follow && !signal.aborted) {
		throw endedEarly('log stream', calls.address);
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
