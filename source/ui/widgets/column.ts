import type {Tone} from '../text/style.ts';

/** A column is data over typed rows: text is made last, sorting and colour use the value. */
export type Column<Row> = {
	readonly id: string;
	readonly title: string;
	readonly align?: 'left' | 'right';
	readonly cell: (row: Row) => string;
	readonly tone?: (row: Row) => Tone | undefined;
	readonly sortBy?: (row: Row) => string | number;
	/** When the pane is too narrow, it shrinks to this many cells; without one it keeps its width. */
	readonly shrinksTo?: number;
	/** Left out first where there isn't room for all; higher goes first, 0 stays always. */
	readonly expendable?: number;
	/** What is left of the cells where there isn't room for all of them; goes in the order of `expendable`. */
	readonly plain?: {readonly cell: (row: Row) => string; readonly expendable: number};
	/** What is cut is the beginning, as the end tells more (the tag of an image); or the middle, as of long names. */
	readonly keeps?: 'end' | 'ends';
	/** Takes the room that is left. */
	readonly grows?: boolean;
};

const gap = 2;

export type LaidOut<Row> = {
	readonly column: Column<Row>;
	readonly width: number;
	/** Only what is plain of its cells is shown. */
	readonly isPlain: boolean;
};

/** What a cell of it says, at the width it got. */
export const cellOf = <Row>({column, isPlain}: LaidOut<Row>, row: Row) =>
	isPlain && column.plain ? column.plain.cell(row) : column.cell(row);

/** Columns as wide as their content needs and no wider, over all rows, so that scrolling moves nothing sideways. */
export function layoutColumns<Row>(
	columns: readonly Column<Row>[],
	rows: readonly Row[],
	total: number,
	widthOf: (text: string) => number,
): readonly LaidOut<Row>[] {
	const measured = (column: Column<Row>, isPlain: boolean): LaidOut<Row> => {
		const laid = {column, width: 0, isPlain};
		const widest = (width: number, row: Row) => Math.max(width, widthOf(cellOf(laid, row)));
		return {...laid, width: rows.reduce(widest, widthOf(column.title))};
	};
	const wanted = columns.map(column => measured(column, false));
	// A column without a title is there only while something is in it.
	const filled = wanted.filter(({width}) => width > 0);
	const dropped = dropExpendable(filled, total, column => measured(column, true));
	return grow(shrink(dropped, total), total);
}

const needed = <Row>(laid: readonly LaidOut<Row>[]) =>
	laid.reduce((sum, {width}) => sum + width, 0) + gap * Math.max(0, laid.length - 1);

const leastWidth = <Row>({column, width}: LaidOut<Row>) => Math.min(width, column.shrinksTo ?? width);

/** Columns this expendable go before anything else is cut; the others go only when cutting doesn't help. */
const niceToHave = 3;

function dropExpendable<Row>(
	laid: readonly LaidOut<Row>[],
	total: number,
	toPlain: (column: Column<Row>) => LaidOut<Row>,
): readonly LaidOut<Row>[] {
	const worst = Math.max(0, ...laid.map(rankOf));
	const wish = worst >= niceToHave ? needed(laid) : needed(laid.map(one => ({...one, width: leastWidth(one)})));

	if (wish <= total || worst === 0) {
		return laid;
	}

	return dropExpendable(
		laid
			.filter(({column}) => (column.expendable ?? 0) !== worst)
			.map(one => (rankOf(one) === worst ? toPlain(one.column) : one)),
		total,
		toPlain,
	);
}

/** The highest of what can still be left out of it. */
const rankOf = <Row>({column, isPlain}: LaidOut<Row>) =>
	Math.max(column.expendable ?? 0, isPlain ? 0 : (column.plain?.expendable ?? 0));

/** Takes what is missing from the columns that can give it, the widest first. */
function shrink<Row>(laid: readonly LaidOut<Row>[], total: number): readonly LaidOut<Row>[] {
	const widths = laid.map(({width}) => width);
	let missing = needed(laid) - total;

	while (missing > 0) {
		const candidates = laid
			.map((one, index) => ({index, spare: (widths[index] ?? 0) - leastWidth(one)}))
			.filter(({spare}) => spare > 0)
			.sort((a, b) => (widths[b.index] ?? 0) - (widths[a.index] ?? 0));
		const widest = candidates[0];

		if (widest === undefined) {
			break;
		}

		widths[widest.index] = (widths[widest.index] ?? 0) - 1;
		missing--;
	}

	return laid.map((one, index) => ({...one, width: widths[index] ?? one.width}));
}

function grow<Row>(laid: readonly LaidOut<Row>[], total: number): readonly LaidOut<Row>[] {
	const spare = total - needed(laid);
	return laid.map(one => (one.column.grows && spare > 0 ? {...one, width: one.width + spare} : one));
}
