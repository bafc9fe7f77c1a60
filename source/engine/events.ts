import {decodeEvent} from './decode/swarm.ts';
import type {EngineEvent} from './engine.ts';
import {EngineError} from './errors.ts';
import type {SeveralCalls as Calls} from './several.ts';
import {endedEarly, readStream} from './streams.ts';

const filters = JSON.stringify({scope: ['swarm']});

/** The swarm's events as they come (`GET /events`). Throws when the stream ends before the signal aborts. */
export async function* watchEvents(calls: Calls, signal: AbortSignal): AsyncGenerator<EngineEvent, void, void> {
	const lines = lineSplitter();
	for await (const chunk of readStream(calls, {path: '/events', query: {filters}}, signal)) {
		for (const line of lines(chunk)) {
			const event = decodeEvent(jsonOf(line));
			if (event !== undefined) {
				yield event;
			}
		}
	}
	if (!signal.aborted) {
		throw endedEarly('event stream', calls.address);
	}
}

/** Bytes of an unfinished line before it is no event any more. */
const longestLine = 4 * 2 ** 20;
const newline = 0x0a;

/** Cuts a byte stream into lines, wherever the chunks end. */
const lineSplitter = () => {
	let held: Buffer[] = [];
	let size = 0;
	return function* (chunk: Buffer): Generator<string, void, void> {
		let start = 0;
		for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
			const line = Buffer.concat([...held, chunk.subarray(start, end)]).toString();
			held = [];
			size = 0;
			start = end + 1;
			yield line;
		}
		held.push(chunk.subarray(start));
		size += chunk.length - start;
		if (size > longestLine) {
			throw new EngineError('garbled', 'The engine sends an event without an end.');
		}
	};
};

/** Some engines begin every line with a record separator (RFC 7464); an empty line is a sign of life. */
const jsonOf = (line: string): unknown => {
	const text = line.replace(/^\u001e/, '').trim();
	try {
		return text === '' ? undefined : JSON.parse(text);
	} catch (cause) {
		throw new EngineError('garbled', 'The engine sends events that make no sense.', {cause});
	}
};
