import type {ClusterState} from '../../store/cluster.ts';
import {memo} from '../memo.ts';
import type {Entry} from '../pages/section.ts';
import type {ListState} from '../pane-state.ts';
import {createArranger} from '../rows/arrange.ts';
import {reuseRows} from '../rows/reuse.ts';
import type {View} from '../view.ts';
import type {Column} from '../widgets/column.ts';
import type {KeyHint} from '../widgets/foot.ts';
import {drawTable} from '../widgets/table.ts';

/** A kind of thing that has a list over the whole screen, beside services and nodes. */
export type ShelfId = 'networks' | 'secrets' | 'configs' | 'stacks' | 'volumes' | 'ports' | 'images';

/** What rows and pages are made from. */
export type Facts = Pick<View, 'snapshot' | 'now' | 'verdict' | 'problems' | 'tagAnswers'> & {
	readonly cluster: () => ClusterState;
};

export type ShelfRow = {
	readonly id: string;
	/** `!` not as wanted. */
	readonly sign: string;
	readonly name: string;
	/** Said in full below the list while the cursor is on the row. */
	readonly detail: string;
	/** What is copied of it, where that isn't its name. */
	readonly copies?: string;
};

/** One thing in full. */
export type Page = {
	readonly title: string;
	readonly describe: () => readonly Entry[];
	/** Absent where the engine has no such object. */
	readonly raw?: unknown;
};

/** A shelf as data: what is on it, and how it is shown. */
export type Catalogue<Row extends ShelfRow> = {
	/** `count` is `?` while it isn't known. */
	readonly title: (count: string, facts: Facts) => string;
	/** What else there is to know of the list as a whole, at the end of its title's line. */
	readonly aside?: (facts: Facts) => string;
	readonly columns: readonly Column<Row>[];
	/** Undefined while it isn't known. */
	readonly rows: (facts: Facts) => readonly Row[] | undefined;
	/** Why it isn't known, and won't be by waiting. */
	readonly unknown?: (facts: Facts) => string | undefined;
	/** What stands in an empty list. */
	readonly none: string;
	/** What Enter does, in a word for the foot. */
	readonly enter: string;
	/** What else can be done, for the foot. */
	readonly also: readonly KeyHint[];
	readonly page: (id: string, facts: Facts) => Page | undefined;
};

type Size = {readonly width: number; readonly height: number};

/** A catalogue that is filled, arranged and drawn; what kind of rows it has stays inside. */
export type Shelf = {
	readonly rows: (list: ListState) => readonly ShelfRow[];
	readonly columns: readonly {readonly id: string; readonly title: string; readonly sortBy?: unknown}[];
	readonly title: () => string;
	readonly aside: () => string;
	readonly enter: string;
	readonly also: readonly KeyHint[];
	readonly draw: (list: ListState, cursor: number, size: Size) => readonly string[];
	readonly page: (id: string) => Page | undefined;
};

export function createShelf<Row extends ShelfRow>(catalogue: Catalogue<Row>, facts: Facts): Shelf {
	const {columns} = catalogue;
	let kept: readonly Row[] = [];
	const all = memo((..._of: readonly unknown[]) => {
		const rows = catalogue.rows(facts);
		kept = reuseRows(kept, rows ?? []);
		return {rows: kept, isKnown: rows !== undefined};
	});
	const arranged = createArranger(columns);
	const now = () => all(facts.snapshot(), facts.cluster().volumes, facts.tagAnswers(), facts.now());
	const rows = (list: ListState) => arranged(now().rows, list, false);

	return {
		rows,
		columns,
		enter: catalogue.enter,
		also: catalogue.also,
		title: () => catalogue.title(now().isKnown ? String(now().rows.length) : '?', facts),
		aside: () => catalogue.aside?.(facts) ?? '',
		draw: (list, cursor, {width, height}) =>
			drawTable<Row>({
				columns,
				rows: rows(list) as readonly Row[],
				width,
				height,
				cursor,
				isFocused: true,
				isMarked: () => false,
				sign: row => row.sign,
				empty: emptyWords(catalogue, facts, list, now().isKnown),
			}),
		page: id => catalogue.page(id, facts),
	};
}

function emptyWords<Row extends ShelfRow>(
	{none, unknown}: Catalogue<Row>,
	facts: Facts,
	{filter}: ListState,
	isKnown: boolean,
) {
	if (!isKnown) {
		return unknown?.(facts) ?? 'Reading...';
	}

	return filter === '' ? none : `Nothing matches /${filter}; Esc shows all again`;
}
