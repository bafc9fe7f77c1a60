import type {LogLine} from '../engine/engine.ts';
import type {Instant} from '../swarm/values.ts';

const remembered = 10_000;

/** Lines by their timestamps: hardly ever more than one has the same. */
type ByTime = Map<string, LogLine | LogLine[]>;

const has = (known: ByTime, {timestamp, taskId, text}: LogLine) => {
	const found = known.get(timestamp);
	const isSame = (line: LogLine) => line.taskId === taskId && line.text === text;
	return found !== undefined && (Array.isArray(found) ? found.some(isSame) : isSame(found));
};

const keep = (known: ByTime, line: LogLine) => {
	const found = known.get(line.timestamp);
	known.set(line.timestamp, found === undefined ? line : [found, line].flat());
};

/**
Tells lines that come again when the engine attaches to a log anew: same task, same nanosecond, same text. What it
remembers are the lines themselves: in a flood, a text made of each to know it by would be most of the work.
*/
export const createReplayFilter = () => {
	let recent: ByTime = new Map();
	let older: ByTime = new Map();
	return (line: LogLine) => {
		if (line.stream === 'engine') {
			return true;
		}
		if (has(recent, line) || has(older, line)) {
			return false;
		}
		if (recent.size >= remembered) {
			older = recent;
			recent = new Map();
		}
		keep(recent, line);
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
