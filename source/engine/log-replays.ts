import type {LogLine} from './engine.ts';

type Seen = {newest: string; forgotten: string; readonly lines: Set<string>};

/**
Tells lines that were sent before: when a node comes back, the engine sends the tail of its tasks' logs again. The
lines of a task come in the order of their timestamps, so only those that aren't newer than all need a closer look.
Remembers `limit` lines of each task: one older than those is taken as seen.
*/
export const replayFilter = (limit = 2000, tasks = 1000) => {
	const seen = new Map<string, Seen>();

	return (line: LogLine): boolean => {
		if (line.stream === 'engine') {
			return true;
		}
		const of = seen.get(line.taskId ?? '') ?? {newest: '', forgotten: '', lines: new Set<string>()};
		if (!seen.has(line.taskId ?? '')) {
			seen.set(line.taskId ?? '', of);
			forgetFirst(seen, tasks);
		}
		const key = `${line.timestamp} ${line.stream} ${line.text.length} ${line.text.slice(0, 80)}`;
		const isNewest = line.timestamp > of.newest;
		const isForgotten = line.timestamp <= of.forgotten && line.timestamp < of.newest;
		if (!isNewest && (isForgotten || of.lines.has(key))) {
			return false;
		}
		of.newest = isNewest ? line.timestamp : of.newest;
		of.lines.add(key);
		const forgotten = forgetFirst(of.lines, limit);
		of.forgotten = later(of.forgotten, forgotten?.slice(0, forgotten.indexOf(' ')) ?? '');
		return true;
	};
};

const later = (a: string, b: string) => (a > b ? a : b);

/** The key that had to go, if any. */
const forgetFirst = (keys: Map<string, unknown> | Set<string>, limit: number): string | undefined => {
	if (keys.size <= limit) {
		return undefined;
	}
	const [first] = keys.keys().take(1);
	keys.delete(first ?? '');
	return first;
};
