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
	/** Cells to keep for a row whose text changes its length every second, so that the columns beside it stay put. */
	readonly reserve?: (row: Row) => number;
	/** Takes the room that is left. */
	readonly grows?: boolean;
};

const gap = 2;

export type LaidOut<Row> = {readonly column: Column<Row>; readonly width: number};

/** Columns as wide as their content needs and no wider, over all rows, so that scrolling moves nothing sideways. */
export function layoutColumns<Row>(
	columns: readonly Column<Row>[],
	rows: readonly Row[],
	total: number,
	widthOf: (text: string) => number,
): readonly LaidOut<Row>[] {
	const wanted = columns.map(column => ({
		column,
		width: rows.reduce(
			(widest, row) => Math.max(widest, widthOf(column.cell(row)), column.reserve?.(row) ?? 0),
			widthOf(column.title),
		),
	}));
	// A column without a title is there only while something is in it.
	const filled = wanted.filter(({width}) => width > 0);
	return grow(shrink(dropExpendable(filled, total), total), total);
}

const needed = <Row>(laid: readonly LaidOut<Row>[]) =>
	laid.reduce((sum, {width}) => sum + width, 0) + gap * Math.max(0, laid.length - 1);

const leastWidth = <Row>({column, width}: LaidOut<Row>) => Math.min(width, column.shrinksTo ?? width);

/** Columns this expendable go before anything else is cut; the others go only when cutting doesn't help. */
const niceToHave = 3;

function dropExpendable<Row>(laid: readonly LaidOut<Row>[], total: number): readonly LaidOut<Row>[] {
	const worst = Math.max(0, ...laid.map(({column}) => column.expendable ?? 0));
	const wish = worst >= niceToHave ? needed(laid) : needed(laid.map(one => ({...one, width: leastWidth(one)})));

	if (wish <= total || worst === 0) {
		return laid;
	}

	return dropExpendable(
		laid.filter(({column}) => (column.expendable ?? 0) !== worst),
		total,
	);
}

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
