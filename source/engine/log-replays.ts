import {forgetFirst} from '../swarm/forgetting.ts';
import type {LogLine} from './engine.ts';

type Seen = {newest: string; forgotten: string; readonly lines: Map<string, string>};

/**
Tells lines that were sent before: when a node comes back, the engine sends the tail of its tasks' logs again. The
lines of a task come in the order of their timestamps, so only those that aren't newer than all need a closer look.
Remembers `limit` moments of each task: a line older than those is taken as seen.
*/
export const replayFilter = (limit = 2000, tasks = 1000) => {
	const seen = new Map<string, Seen>();

	return (line: LogLine): boolean => {
		if (line.stream === 'engine') {
			return true;
		}
		const of = seen.get(line.taskId ?? '') ?? {newest: '', forgotten: '', lines: new Map<string, string>()};
		if (!seen.has(line.taskId ?? '')) {
			seen.set(line.taskId ?? '', of);
			forgetFirst(seen, tasks);
		}
		const {timestamp} = line;
		const told = `${line.stream} ${line.text}`;
		const isNewest = timestamp > of.newest;
		const isForgotten = timestamp <= of.forgotten && timestamp < of.newest;
		const known = isNewest ? undefined : of.lines.get(timestamp);
		if (!isNewest && (isForgotten || known?.split(between).includes(told))) {
			return false;
		}
		of.newest = isNewest ? timestamp : of.newest;
		of.lines.set(timestamp, known === undefined ? told : `${known}${between}${told}`);
		of.forgotten = later(of.forgotten, forgetFirst(of.lines, limit) ?? '');
		return true;
	};
};

/** Parts lines of one nanosecond. No line holds it: lines end there. */
const between = '\n';

const later = (a: string, b: string) => (a > b ? a : b);
