import {nodeId, serviceId, taskId} from '../swarm/ids.ts';
import type {LogLine} from './engine.ts';
import type {LogPiece} from './log-frames.ts';
import {cleaned} from './normalise.ts';

const newline = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
/** Bytes of a line without an end before it is shown as it is. */
const longestLine = 2 ** 20;

type Origin = Pick<LogLine, 'taskId' | 'nodeId' | 'serviceId'>;
type Prefix = Origin & {readonly timestamp: string; readonly size: number};
type Unfinished = {readonly line: Omit<LogLine, 'text'>; readonly parts: Buffer[]; size: number};

/**
Makes lines of pieces: reads the prefix that every piece has (`timestamp details text`), and joins the pieces of lines
that are longer than a frame, task by task.
*/
export const lineJoiner = (now: () => number = Date.now) => {
	const unfinished = new Map<string, Unfinished>();
	const originOf = originReader();

	const lineOf = ({stream, payload}: LogPiece): LogLine | undefined => {
		const prefix = stream === 'engine' ? undefined : prefixOf(payload, originOf);
		if (prefix === undefined) {
			return {...engineLine(now()), text: engineText(payload)};
		}
		const {timestamp, size, ...origin} = prefix;
		const text = payload.subarray(size);
		const isWhole = text.at(-1) === newline;
		const key = `${stream} ${origin.taskId}`;
		const begun = unfinished.get(key);
		if (begun === undefined && isWhole) {
			return {timestamp, at: Date.parse(timestamp), stream, ...origin, text: textOf(text)};
		}
		const line = begun ?? {line: {timestamp, at: Date.parse(timestamp), stream, ...origin}, parts: [], size: 0};
		line.parts.push(text);
		line.size += text.length;
		unfinished.set(key, line);
		if (!isWhole && line.size < longestLine) {
			return undefined;
		}
		unfinished.delete(key);
		return {...line.line, text: textOf(Buffer.concat(line.parts))};
	};

	return (pieces: readonly LogPiece[]): readonly LogLine[] => pieces.map(lineOf).filter(line => line !== undefined);
};

const engineLine = (at: number) => ({
	timestamp: new Date(at).toISOString(),
	at,
	stream: 'engine' as const,
	taskId: undefined,
	nodeId: undefined,
	serviceId: undefined,
});

const engineText = (bytes: Buffer) => cleaned(textOf(bytes)).replace(/^Error grabbing logs: /, '');

/** Without its end; a terminal's lines end in a carriage return and a newline. */
const textOf = (bytes: Buffer) => {
	const end = bytes.at(-1) === newline ? bytes.length - 1 : bytes.length;
	const isTerminal = end < bytes.length && bytes[end - 1] === carriageReturn;
	return bytes.toString('utf8', 0, isTerminal ? end - 1 : end);
};

/** Undefined when there is none: then the engine speaks for itself. */
const prefixOf = (payload: Buffer, originOf: (details: string) => Origin): Prefix | undefined => {
	const first = payload.indexOf(space);
	const second = first < 0 ? -1 : payload.indexOf(space, first + 1);
	const timestamp = first < 0 ? '' : payload.toString('latin1', 0, first);
	if (second < 0 || !/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(timestamp)) {
		return undefined;
	}
	return {timestamp, size: second + 1, ...originOf(payload.toString('latin1', first + 1, second))};
};

/** Labels as in a URL's query, but parted by commas. All lines of a task carry the same. */
const originReader = () => {
	const known = new Map<string, Origin>();
	return (details: string): Origin => {
		const found = known.get(details);
		if (found !== undefined) {
			return found;
		}
		const labels = new URLSearchParams(details.replaceAll(',', '&'));
		const task = labels.get('com.docker.swarm.task.id');
		const node = labels.get('com.docker.swarm.node.id');
		const service = labels.get('com.docker.swarm.service.id');
		const origin = {
			taskId: task ? taskId(task) : undefined,
			nodeId: node ? nodeId(node) : undefined,
			serviceId: service ? serviceId(service) : undefined,
		};
		if (known.size > 1000) {
			known.clear();
		}
		known.set(details, origin);
		return origin;
	};
};
