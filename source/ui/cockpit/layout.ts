import type {Rectangle, Size} from '../layout.ts';

/** Where each block is: by the size of the screen and the number of slots alone, so that nothing jumps while it moves. */
export type CockpitLayout = {
	readonly isWide: boolean;
	readonly head: 2 | 3;
	/** Below its title. */
	readonly slots: Rectangle;
	/** Beside the slots; where there is no room for it, below them. */
	readonly timeline: Rectangle;
	readonly why: number;
	readonly follows: number;
	readonly choices: number;
	/** A blank line between blocks. */
	readonly air: 0 | 1;
};

const gutter = 2;

export function cockpitLayout({columns, rows}: Size, slots: number): CockpitLayout {
	return columns >= 110 && rows >= 30 ? wide({columns, rows}, slots) : narrow({columns, rows}, slots);
}

/** Titles: slots, why, if you do nothing, what now; and the footer. */
const titles = 4;
const footer = 1;

function wide({columns, rows}: Size, slots: number): CockpitLayout {
	const fixed = {head: 3, serving: 1, follows: 2, choices: 7, why: rows >= 44 ? 8 : 5} as const;
	const air = 4;
	const used = fixed.head + fixed.serving + fixed.follows + fixed.choices + fixed.why + air + titles - 1 + footer;
	const room = rows - used;
	const height = Math.max(6, Math.min(room, Math.max(slots + 1, 10)));
	const left = Math.round((columns - gutter) * 0.62);
	return {
		isWide: true,
		head: fixed.head,
		slots: {columns: left, rows: height},
		timeline: {columns: columns - gutter - left, rows: height},
		// What a short table leaves goes to the log.
		why: fixed.why + Math.min(8, room - height),
		follows: fixed.follows,
		choices: fixed.choices,
		air: 1,
	};
}

function narrow({columns, rows}: Size, slots: number): CockpitLayout {
	const fixed = {head: 2, serving: 1, follows: 2, choices: 4, why: 3} as const;
	const room = rows - fixed.head - fixed.serving - fixed.follows - fixed.choices - fixed.why - (titles - 1) - footer;
	const table = slots + 1;
	const height = room - table >= 3 ? table : room;
	return {
		isWide: false,
		head: fixed.head,
		slots: {columns, rows: height},
		timeline: {columns, rows: room - height},
		why: fixed.why,
		follows: fixed.follows,
		choices: fixed.choices,
		air: 0,
	};
}
