import type {UiState} from '../state.ts';
import {fit, wrap} from '../text/fit.ts';
import {drawTable, type TableView} from './table.ts';
import {drawTitle} from './title.ts';

type ListPage<Row> = Omit<TableView<Row>, 'width' | 'height' | 'isFocused' | 'isMarked'> & {
	readonly title: string;
	readonly aside: string;
	/** Between the title and the list. */
	readonly above?: readonly string[];
	/** What the row under the cursor is about, below the list. */
	readonly detail: readonly string[];
	readonly foot: string;
};

/** A list over the whole screen. */
export const drawListPage = <Row extends object>(
	{title, aside, above = [], detail, foot, ...list}: ListPage<Row>,
	{columns: width, rows}: UiState['size'],
): readonly string[] => {
	const height = rows - above.length - detail.length - 2;
	return [
		drawTitle(title, width, true, aside),
		...above,
		...drawTable<Row>({...list, width, height, isFocused: true, isMarked: () => false}),
		...detail,
		foot,
	];
};

/** A rule and two lines. */
export const detailRows = 3;

/** What there is to say of a row in that room. */
export const drawDetail = (heading: string, text: string, width: number): readonly string[] => {
	const [first = '', ...rest] = wrap(text, width - 2);
	return [drawTitle(heading, width, false), ...[first, rest.join(' ')].map(line => `${fit(` ${line}`, width - 1)} `)];
};
