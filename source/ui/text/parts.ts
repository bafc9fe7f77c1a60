import {cells} from './fit.ts';

/** A piece of a line; of those that don't fit together, the one with the highest `drop` goes first. */
export type LinePart = {readonly text: string; readonly drop?: number};

/** As many of them as there is room for, in their order, with what is between two of them. */
export function joinFitting(parts: readonly LinePart[], between: string, room: number): string {
	const line = parts.map(({text}) => text).join(between);
	const worst = Math.max(...parts.map(({drop = 0}) => drop));

	if (worst <= 0 || cells(line) <= room) {
		return line;
	}

	const index = parts.findLastIndex(({drop = 0}) => drop === worst);
	return joinFitting(parts.toSpliced(index, 1), between, room);
}
