import type {LogLine, LogLines} from '../../store/log-buffer.ts';
import type {LineTest} from './matching.ts';

/** Lines that are shown: those of one screen, oldest first. */
export type LogWindow = {
	readonly lines: readonly LogLine[];
	/** It begins with the oldest line there is. */
	readonly isAtOldest: boolean;
	/** Shown lines behind it. */
	readonly newer: number;
};

type Given = {
	readonly lines: LogLines;
	readonly isShown: LineTest;
	/** The last line of the window; without one, or where it is gone, the newest. */
	readonly held: LogLine | undefined;
	readonly room: number;
};

/** The place of the line a log is held at, or of the newest. */
const bottomOf = ({lines, held}: Pick<Given, 'lines' | 'held'>) => {
	const found = held === undefined ? -1 : lines.indexOf(held);
	return found < 0 ? lines.length - 1 : found;
};

/** From a place on, up or down, as many shown lines as asked for; and where the last of them is. */
const gather = ({lines, isShown}: Pick<Given, 'lines' | 'isShown'>, from: number, by: 1 | -1, count: number) => {
	const found: LogLine[] = [];
	let last = from;
	for (let index = from; index >= 0 && index < lines.length && found.length < count; index += by) {
		const line = lines.at(index);
		if (line !== undefined && isShown(line)) {
			found.push(line);
			last = index;
		}
	}
	return {found, last, isEnd: found.length < count};
};

export const windowOf = (given: Given): LogWindow => {
	const bottom = bottomOf(given);
	const up = gather(given, bottom, -1, given.room);
	// At the oldest line the screen is filled from there on.
	const down = gather(given, bottom + 1, 1, Math.max(0, given.room - up.found.length));
	const isHeld = bottom < given.lines.length - 1;
	return {
		lines: [...up.found.reverse(), ...down.found],
		isAtOldest: up.isEnd || !gather(given, up.last - 1, -1, 1).found.length,
		newer: isHeld ? countBehind(given, Math.max(bottom, down.found.length > 0 ? down.last : bottom)) : 0,
	};
};

const countBehind = ({lines, isShown}: Given, from: number) => {
	let count = lines.dropped;
	for (let index = from + 1; index < lines.length; index += 1) {
		const line = lines.at(index);
		count += line !== undefined && isShown(line) ? 1 : 0;
	}
	return count;
};

/** The line that a log is held at after moving so far; undefined at the newest, where it follows. */
export const movedBy = (given: Omit<Given, 'room'>, by: number): LogLine | undefined => {
	const bottom = bottomOf(given);
	const start = gather(given, bottom, -1, 1).found[0];
	if (by === 0 || start === undefined) {
		return start;
	}
	const {found, isEnd} = gather(given, bottom + Math.sign(by), by < 0 ? -1 : 1, Math.abs(by));
	return by > 0 && isEnd ? undefined : (found.at(-1) ?? start);
};

/** Held so that the screen begins with the oldest line. */
export const atOldest = (given: Given): LogLine | undefined => gather(given, 0, 1, given.room).found.at(-1);

/** The nearest line before or after another that passes; from the newest where there is none to begin with. */
export const nearest = (lines: LogLines, test: LineTest, from: LogLine | undefined, by: 1 | -1) => {
	const start = from === undefined ? lines.length : lines.indexOf(from);
	return gather({lines, isShown: test}, (start < 0 ? lines.length : start) + by, by, 1).found[0];
};

/** How many lines pass, and which of them that one is, counted from the newest. */
export const placeAmong = (lines: LogLines, test: LineTest, line: LogLine | undefined) => {
	let count = 0;
	let place = 0;
	for (let index = lines.length - 1; index >= 0; index -= 1) {
		const each = lines.at(index);
		if (each !== undefined && test(each)) {
			count += 1;
			place = each === line ? count : place;
		}
	}
	return {count, place};
};
