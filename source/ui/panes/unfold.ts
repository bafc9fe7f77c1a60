import {fit, wrap} from '../text/fit.ts';
import {tone} from '../text/style.ts';
import {isCut, type TableView} from '../widgets/table.ts';

/** A column whose text is told in full below the rows, while there is room, where it is cut. */
export type Unfolding<Row> = {readonly columnId: string; readonly text: (row: Row) => string};

/** The lines of a table, and below its rows what is cut of the one under the cursor, else of the first that is cut. */
export function unfold<Row extends object>(
	lines: readonly string[],
	table: TableView<Row>,
	unfolding: Unfolding<Row> | undefined,
): readonly string[] {
	const {rows, width, height, cursor} = table;
	const headingAndAir = 2;
	const above = rows.length + headingAndAir;

	// Long lists have no room for it, whatever is cut: none of their rows is looked at.
	if (above >= height) {
		return lines;
	}

	const isTold = (row: Row | undefined) =>
		row !== undefined && unfolding !== undefined && isCut(table, row, unfolding.columnId);
	const row = isTold(rows[cursor]) ? rows[cursor] : rows.find(isTold);

	if (row === undefined || unfolding === undefined) {
		return lines;
	}

	const text = wrap(unfolding.text(row), width - 6).map(part => tone('look', fit(`   ${part}`, width)));
	return above + text.length > height
		? lines
		: [...lines.slice(0, above), ...text, ...lines.slice(above + text.length)];
}
