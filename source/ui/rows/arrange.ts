import {memo} from '../memo.ts';
import type {ListState} from '../pane-state.ts';
import {expressionOf} from '../text/expression.ts';
import type {Column} from '../widgets/column.ts';

type Arrangement = Pick<ListState, 'filter' | 'sortBy' | 'isDescending'>;

type Arrangeable = {readonly id: string; readonly sign: string};

/** The rows of a list as the user asked for them, arranged again only when the rows or the wish change: not at every key. */
export function createArranger<Row extends Arrangeable>(columns: readonly Column<Row>[]) {
	const arranged = memo(
		(rows: readonly Row[], filter: string, sortBy: string | undefined, isDescending: boolean, problemsOnly: boolean) =>
			arrange(problemsOnly ? rows.filter(({sign}) => sign === '!') : rows, columns, {filter, sortBy, isDescending}),
	);
	return (rows: readonly Row[], {filter, sortBy, isDescending}: Arrangement, problemsOnly: boolean) =>
		arranged(rows, filter, sortBy, isDescending, problemsOnly);
}

/** Filtered, then sorted. */
export function arrange<Row>(
	rows: readonly Row[],
	columns: readonly Column<Row>[],
	{filter, sortBy, isDescending}: Arrangement,
): readonly Row[] {
	const matches = matcherOf(filter);
	const kept = filter === '' ? rows : rows.filter(row => matches(columns.map(column => column.cell(row)).join(' ')));
	const key = (columns.find(({id}) => id === sortBy) ?? columns[0])?.sortBy;

	if (key === undefined) {
		return kept;
	}

	const direction = isDescending ? -1 : 1;
	const keyed = kept.map(row => ({row, value: key(row)}));
	return keyed.sort((a, b) => direction * compare(a.value, b.value)).map(({row}) => row);
}

function compare(a: string | number, b: string | number) {
	return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
}

const collator = new Intl.Collator('en', {numeric: true});

/** A regular expression, ignoring case; `!` in front inverts it. What is no valid expression is looked for as it stands. */
export function matcherOf(filter: string): (text: string) => boolean {
	const isInverted = filter.startsWith('!');
	const source = isInverted ? filter.slice(1) : filter;

	if (source === '') {
		return () => true;
	}

	const {expression} = expressionOf(source);
	return text => expression.test(text) !== isInverted;
}

/** The cursor on the row at that place, or on the nearest there is. */
export function cursorAt(rows: readonly {readonly id: string}[], place: number) {
	const index = Math.max(0, Math.min(place, rows.length - 1));
	return {cursor: rows[index]?.id, index};
}

/** Where a key moves to in a list. */
export type Place = (index: number, count: number, page: number) => number;

/** The cursor where a key moves it to; `page` is how many rows are in view. */
export const cursorMoved = (
	rows: readonly {readonly id: string}[],
	list: Pick<ListState, 'cursor' | 'index'>,
	place: Place,
	page: number,
) => cursorAt(rows, place(cursorIndex(rows, list), rows.length, page));

/** Where the cursor is: on its row, or where that row was if it is gone. -1 in an empty list. */
export function cursorIndex(rows: readonly {readonly id: string}[], list: Pick<ListState, 'cursor' | 'index'>) {
	const found = rows.findIndex(({id}) => id === list.cursor);
	return found >= 0 ? found : Math.min(list.index, rows.length - 1);
}
