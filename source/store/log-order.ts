import type {LogLine} from '../engine/engine.ts';
import type {Instant} from '../swarm/values.ts';

const remembered = 10_000;

/** Tells lines that come again when the engine attaches to a log anew: same task, same nanosecond, same text. */
export const createReplayFilter = () => {
	let recent = new Set<string>();
	let older = new Set<string>();
	return (line: LogLine) => {
		if (line.stream === 'engine') {
			return true;
		}
		const key = `${line.taskId} ${line.timestamp} ${line.text}`;
		if (recent.has(key) || older.has(key)) {
			return false;
		}
		if (recent.size >= remembered) {
			older = recent;
			recent = new Set();
		}
		recent.add(key);
		return true;
	};
};

type Waiting = {readonly line: LogLine; readonly key: string; readonly arrivedAt: Instant};

/** Lines of several tasks arrive grouped by node; a short wait lets most of them be sorted by their own time. */
export const createReorder = (wait: number, limit = 20_000) => {
	let waiting: Waiting[] = [];
	let lastKey = '';
	return {
		add: (lines: readonly LogLine[], now: Instant) => {
			for (const line of lines) {
				// What the log reader itself says stays behind the line before it: its time is not the containers'.
				lastKey = line.stream === 'engine' ? lastKey : line.timestamp;
				waiting.push({line, key: lastKey, arrivedAt: now});
			}
		},
		isEmpty: () => waiting.length === 0,
		/** Hands over what has waited long enough, and all that belongs before it. */
		release: (now: Instant): readonly LogLine[] => {
			waiting.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
			const isFull = waiting.length > limit;
			const ripe = isFull ? waiting.length : waiting.findLastIndex(({arrivedAt}) => now - arrivedAt >= wait) + 1;
			const released = waiting.slice(0, ripe).map(({line}) => line);
			waiting = waiting.slice(ripe);
			return released;
		},
	};
};
