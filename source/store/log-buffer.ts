import type {LogLine} from '../engine/engine.ts';
import {forgetGone} from '../swarm/forgetting.ts';

export type {LogLine};

/** The lines that are kept, oldest first. It grows and forgets in place. */
export type LogLines = {
	readonly length: number;
	/** By place, 0 being the oldest it holds. */
	readonly at: (index: number) => LogLine | undefined;
	readonly slice: (from: number, to: number) => readonly LogLine[];
	/** Where a line is, by identity; -1 when it was let go. */
	readonly indexOf: (line: LogLine) => number;
	/** How many came and went behind the line that is held. */
	readonly dropped: number;
	/** How many lines ever came of each task that has any left: how far back the engine has to be asked for older ones. */
	readonly cameOf: ReadonlyMap<string, number>;
};

export type LogBuffer = LogLines & {
	readonly push: (lines: readonly LogLine[]) => void;
	/** Puts lines where their times belong, among those that are there. */
	readonly merge: (lines: readonly LogLine[]) => void;
	/** Someone reads there: from that line back nothing is let go. Without one, only the newest lines stay. */
	readonly hold: (line: LogLine | undefined) => void;
	readonly isFull: () => boolean;
};

type Limits = {
	/** Lines that stay while nobody reads further back; and while someone does. */
	readonly lines: number;
	readonly linesHeld: number;
	/** Characters. */
	readonly size: number;
	readonly sizeHeld: number;
};

const usual: Limits = {lines: 10_000, linesHeld: 50_000, size: 16_000_000, sizeHeld: 32_000_000};

/** What an entry costs besides its characters. */
const overhead = 150;
/** One line that is longer is kept to there: a megabyte without an end is nobody's log line. */
const longestKept = 32_768;
/** So many tasks are counted before those that have no line left are looked for. */
const fewTasks = 1000;
/** Let go at a time in the middle, as that moves what is behind it. */
const handful = 5000;

const passedBy = (count: number) => `${count.toLocaleString('en')} lines passed by here while the log was held`;

const sizeOf = ({text}: LogLine) => text.length + overhead;

const kept = (line: LogLine): LogLine =>
	line.text.length <= longestKept
		? line
		: {...line, text: `${line.text.slice(0, longestKept)} (${line.text.length} characters, cut here)`};

export const createLogBuffer = (limits: Limits = usual): LogBuffer => {
	let items: LogLine[] = [];
	let start = 0;
	let size = 0;
	let dropped = 0;
	let held: LogLine | undefined;
	/** Where lines were let go behind the one that is held, it says so. */
	let marker: LogLine | undefined;
	const cameOf = new Map<string, number>();
	const length = () => items.length - start;
	const indexOf = (line: LogLine) => {
		const found = items.lastIndexOf(line);
		return found < start ? -1 : found - start;
	};
	const isOver = () => {
		const [lines, most] = held === undefined ? [limits.lines, limits.size] : [limits.linesHeld, limits.sizeHeld];
		return length() > lines || size > most;
	};
	const compact = () => {
		if (start > 8192) {
			items.splice(0, start);
			start = 0;
		}
	};
	const dropOldest = () => {
		while (isOver() && length() > 1) {
			size -= sizeOf(items[start] as LogLine);
			start += 1;
		}
		compact();
	};
	const dropBehind = (line: LogLine) => {
		const from = start + indexOf(line) + 1;
		while (isOver() && items.length - from > 2) {
			const gone = items.splice(from, Math.min(handful, items.length - from - 1)).filter(each => each !== marker);
			size -= gone.reduce((sum, each) => sum + sizeOf(each), 0);
			dropped += gone.length;
			marker = {...(items[from] as LogLine), stream: 'engine', text: passedBy(dropped)};
			items.splice(from, 0, marker);
		}
	};
	const trim = () => (held === undefined || indexOf(held) < 0 ? dropOldest() : isOver() && dropBehind(held));
	const count = ({taskId}: LogLine) => taskId && cameOf.set(taskId, (cameOf.get(taskId) ?? 0) + 1);
	let mostTasks = fewTasks;
	const forgetTasks = () => {
		if (cameOf.size > mostTasks) {
			forgetGone(
				cameOf,
				Map.groupBy(items.slice(start), ({taskId}) => taskId ?? ''),
			);
			mostTasks = Math.max(fewTasks, 2 * cameOf.size);
		}
	};

	return {
		get length() {
			return length();
		},
		get dropped() {
			return dropped;
		},
		cameOf,
		at: index => (index < 0 ? undefined : items[start + index]),
		slice: (from, to) => items.slice(start + Math.max(0, from), start + Math.max(0, Math.min(to, length()))),
		indexOf,
		isFull: () => length() >= limits.linesHeld || size >= limits.sizeHeld,
		push(lines) {
			for (const line of lines) {
				const item = kept(line);
				items.push(item);
				size += sizeOf(item);
				count(line);
			}
			trim();
			forgetTasks();
		},
		merge(lines) {
			if (lines.length === 0) {
				return;
			}
			const added = lines.map(kept);
			items = mergeByTime(items.slice(start), added);
			start = 0;
			size += added.reduce((sum, line) => sum + sizeOf(line), 0);
			lines.forEach(count);
			trim();
			forgetTasks();
		},
		hold(line) {
			held = line;
			if (line === undefined) {
				dropped = 0;
				trim();
			}
		},
	};
};

/** Both in their own order; what the log reader itself says stays behind the line before it. */
const mergeByTime = (one: readonly LogLine[], other: readonly LogLine[]): LogLine[] => {
	const merged: LogLine[] = [];
	let at = 0;
	for (const line of other) {
		for (let next = one[at]; next !== undefined && next.timestamp <= line.timestamp; next = one[at]) {
			merged.push(next);
			at += 1;
		}
		merged.push(line);
	}
	for (; at < one.length; at += 1) {
		merged.push(one[at] as LogLine);
	}
	return merged;
};
