import type {PaneId} from './pane-state.ts';

export type Size = {readonly columns: number; readonly rows: number};

export type Rectangle = {readonly columns: number; readonly rows: number};

/** Heights and widths of everything on screen, as numbers: what is drawn never exceeds the terminal. */
export type Layout =
	| {readonly kind: 'too-small'}
	/** One list at a time, with the trouble lines above and the selection in full below. */
	| {readonly kind: 'tabs'; readonly needsRows: number; readonly list: Rectangle; readonly detailRows: number}
	| {
			readonly kind: 'panes';
			readonly needsRows: number;
			readonly services: Rectangle;
			readonly nodes: Rectangle;
			readonly tasks: Rectangle;
			readonly logs: Rectangle;
	  }
	| {readonly kind: 'zoomed'; readonly pane: PaneId; readonly needsRows: number; readonly list: Rectangle};

export const smallest: Size = {columns: 60, rows: 16};

const paneColumns = 110;
const paneRows = 30;
const headerAndFooter = 2;

/** An empty line between the panes above and those below. */
export const air = 1;

/** The space between two panes side by side: no vertical border, so that a mouse selection copies clean text. */
export const gutter = 2;

/** How many lines there would be to show. */
export type Content = {
	readonly problems: number;
	/** Of the longer of the two lists side by side. */
	readonly listRows: number;
	/** A line above the footer says what there is to try. */
	readonly hasTips?: boolean;
};

export function layoutOf(
	{columns, rows}: Size,
	{problems, listRows, hasTips}: Content,
	zoomed: PaneId | undefined,
): Layout {
	if (columns < smallest.columns || rows < smallest.rows) {
		return {kind: 'too-small'};
	}

	const isWide = columns >= paneColumns && rows >= paneRows;
	const needsRows = isWide ? wideNeeds(problems) : narrowNeeds(problems);
	const free = rows - headerAndFooter - needsRows - (hasTips ? 1 : 0);

	if (zoomed !== undefined) {
		return {kind: 'zoomed', pane: zoomed, needsRows, list: {columns, rows: free}};
	}

	if (!isWide) {
		const detailRows = 3;
		return {kind: 'tabs', needsRows, list: {columns, rows: free - detailRows}, detailRows};
	}

	const lower = lowerRows(free, listRows);
	const left = Math.round((columns - gutter) * 0.62);
	const leftBelow = Math.round((columns - gutter) * 0.5);

	return {
		kind: 'panes',
		needsRows,
		services: {columns: left, rows: free - lower - air},
		nodes: {columns: columns - gutter - left, rows: free - lower - air},
		tasks: {columns: leftBelow, rows: lower},
		logs: {columns: columns - gutter - leftBelow, rows: lower},
	};
}

/** Short lists leave their room to tasks and logs; long ones get two thirds. Title, heading and a line of air come on top. */
function lowerRows(free: number, listRows: number) {
	const least = Math.max(9, Math.round(free * 0.36));
	return Math.max(least, Math.min(free - listRows - 3, Math.round(free * 0.7)));
}

/** Title, the lines (six, then how many more), and a line of air. */
const wideNeeds = (problems: number) => Math.max(1, Math.min(problems, 7)) + 2;

const narrowNeeds = (problems: number) => (problems === 0 ? 1 : Math.min(problems, 3));
