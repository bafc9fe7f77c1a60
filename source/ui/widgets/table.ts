import {cells, cutMiddle, cutStart, fit} from '../text/fit.ts';
import {selectionBar, type Tone, tone} from '../text/style.ts';
import {type Column, cellOf, type LaidOut, layoutColumns} from './column.ts';

const cutters = {end: cutStart, ends: cutMiddle} as const;

/** What a list looks like at one instant. */
export type TableView<Row> = {
	readonly columns: readonly Column<Row>[];
	readonly rows: readonly Row[];
	readonly width: number;
	readonly height: number;
	/** Which row has the cursor; -1 for none. */
	readonly cursor: number;
	readonly isFocused: boolean;
	readonly isMarked: (row: Row) => boolean;
	/** `!` not as wanted, `~` moving, `*` here. */
	readonly sign: (row: Row) => string;
	/** How much a row that is not as wanted wants someone; `act` where it isn't said. */
	readonly urgency?: (row: Row) => Tone | undefined;
	/** Stands in for the rows when there are none. */
	readonly empty: string;
};

const gutterCells = 3;

/** Lines of exactly `width` cells, `height` of them: a heading, then the window of rows around the cursor. */
export function drawTable<Row extends object>(view: TableView<Row>): readonly string[] {
	const {rows, width, height, cursor} = view;
	const blank = ' '.repeat(width);

	if (rows.length === 0) {
		return padTo(
			[fit(`   ${view.empty}`, width)].map(line => tone('dim', line)),
			height,
			blank,
		);
	}

	const laid = columnsFor(view.columns, rows, width - gutterCells);
	const heading = tone(
		'dim',
		fit(`   ${laid.map(({column, width}) => fit(column.title, width, column.align)).join('  ')}`, width),
	);
	const room = Math.max(1, height - 1);
	const top = windowTop(rows.length, room, cursor);
	const lines = rows.slice(top, top + room).map((row, index) => drawRow(view, laid, row, top + index === cursor));
	return padTo([heading, ...lines], height, blank);
}

/** Whether a column has too little room for what it says of a row. */
export function isCut<Row extends object>({columns, rows, width}: TableView<Row>, row: Row, columnId: string) {
	const laid = columnsFor(columns, rows, width - gutterCells).find(({column}) => column.id === columnId);
	return laid !== undefined && cells(cellOf(laid, row)) > laid.width;
}

/** Whether there is room for a column, and a row to show in it. */
export function hasColumn<Row extends object>({columns, rows, width}: TableView<Row>, columnId: string) {
	return rows.length > 0 && columnsFor(columns, rows, width - gutterCells).some(({column}) => column.id === columnId);
}

/** How many rows are above and below the window. */
export const windowTop = (count: number, room: number, cursor: number) =>
	Math.max(0, Math.min(cursor - Math.floor(room / 2), count - room));

function drawRow<Row extends object>(view: TableView<Row>, laid: readonly LaidOut<Row>[], row: Row, isCursor: boolean) {
	const sign = view.sign(row);
	const first = view.isMarked(row) ? '+' : isCursor && view.isFocused ? '>' : ' ';
	const line = `${first}${signTone(sign, view.urgency?.(row))} ${cachedCells(row, laid)}`;
	const padded = line + ' '.repeat(Math.max(0, view.width - gutterCells - cellsOf(laid)));
	return isCursor ? selectionBar(padded, {focused: view.isFocused}) : padded;
}

const signTone = (sign: string, urgency: Tone | undefined) =>
	sign === '!' ? tone(urgency === 'look' ? 'look' : 'act', sign) : sign === '~' ? tone('moving', sign) : sign || ' ';

const cellsOf = <Row>(laid: readonly LaidOut<Row>[]) => laid.reduce((sum, {width}) => sum + width + 2, -2);

// Rows are immutable: a changed row is a new object, so its line can be kept by identity.
const lineCache = new WeakMap<object, {readonly laid: readonly unknown[]; readonly line: string}>();

function cachedCells<Row extends object>(row: Row, laid: readonly LaidOut<Row>[]) {
	const hit = lineCache.get(row);

	if (hit?.laid === laid) {
		return hit.line;
	}

	const line = laid
		.map(one => {
			const {column, width} = one;
			const whole = cellOf(one, row);
			const text = fit(column.keeps === undefined ? whole : cutters[column.keeps](whole, width), width, column.align);
			const meaning = column.tone?.(row);
			return meaning === undefined ? text : tone(meaning, text);
		})
		.join('  ');
	lineCache.set(row, {laid, line});
	return line;
}

const layoutCache = new WeakMap<
	readonly object[],
	{readonly columns: unknown; readonly width: number; readonly laid: readonly LaidOut<never>[]}
>();

function columnsFor<Row extends object>(columns: readonly Column<Row>[], rows: readonly Row[], width: number) {
	const hit = layoutCache.get(rows);

	if (hit?.columns === columns && hit.width === width) {
		return hit.laid as unknown as readonly LaidOut<Row>[];
	}

	const laid = layoutColumns(columns, rows, width, cells);
	layoutCache.set(rows, {columns, width, laid: laid as unknown as readonly LaidOut<never>[]});
	return laid;
}

const padTo = (lines: readonly string[], height: number, blank: string): readonly string[] => [
	...lines.slice(0, height),
	...Array.from({length: Math.max(0, height - lines.length)}, () => blank),
];
