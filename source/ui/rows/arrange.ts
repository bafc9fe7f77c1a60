import type {ListState} from '../state.ts';
import type {Column} from '../widgets/column.ts';

/** The rows of a list as the user asked for them: filtered, then sorted. */
export function arrange<Row extends {readonly id: string}>(
	rows: readonly Row[],
	columns: readonly Column<Row>[],
	list: Pick<ListState, 'filter' | 'sortBy' | 'isDescending'>,
	isWanted: (row: Row) => boolean = () => true,
): readonly Row[] {
	const matches = matcherOf(list.filter);
	const kept = rows.filter(row => isWanted(row) && matches(columns.map(column => column.cell(row)).join(' ')));
	const column = columns.find(({id}) => id === list.sortBy) ?? columns[0];
	const key = column?.sortBy;

	if (key === undefined) {
		return kept;
	}

	const direction = list.isDescending ? -1 : 1;
	return kept.toSorted((a, b) => direction * compare(key(a), key(b)));
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

	const expression = expressionOf(source);
	return text => expression.test(text) !== isInverted;
}

function expressionOf(source: string) {
	try {
		return new RegExp(source, 'i');
	} catch {
		return new RegExp(source.replaceAll(/[\\^$.|?*+()[\]{}]/g, '\\$&'), 'i');
	}
}

/** Where the cursor is: on its row, or where that row was if it is gone. -1 in an empty list. */
export function cursorIndex(rows: readonly {readonly id: string}[], list: Pick<ListState, 'cursor' | 'index'>) {
	const found = rows.findIndex(({id}) => id === list.cursor);
	return found >= 0 ? found : Math.min(list.index, rows.length - 1);
}
