import {foldRows, unfoldRows} from '../../swarm/why/fold-rows.ts';
import type {Together} from '../../swarm/why/together.ts';
import type {NodeRow} from '../../swarm/why/why.ts';
import {awayWords, checksWords, nodesWords} from '../../swarm/why/words.ts';
import {memo} from '../memo.ts';
import {clean} from '../text/clean.ts';
import {cells, fit, wrap} from '../text/fit.ts';
import {tone} from '../text/style.ts';
import {type Column, layoutColumns} from '../widgets/column.ts';
import {drawTable} from '../widgets/table.ts';
import {type Rule, rulesOf} from './matrix-columns.ts';

type Drawn = {readonly rows: readonly NodeRow[]; readonly columns: readonly Column<NodeRow>[] | undefined};

const namesOf = ({nodes}: NodeRow) => clean(nodesWords(nodes));

const nodeColumn: Column<NodeRow> = {
	id: 'node',
	title: 'NODE',
	cell: namesOf,
	tone: ({checks}) => (checks.length < 2 ? 'bold' : undefined),
};

const awayColumn: Column<NodeRow> = {
	id: 'away',
	title: '',
	cell: ({checks}) => clean(awayWords(checks)),
	tone: ({checks}) => (checks.length === 0 ? undefined : 'dim'),
};

const ruleColumn = (rule: Rule, index: number): Column<NodeRow> => ({
	id: `rule${index}`,
	title: clean(rule.title),
	...(rule.align && {align: rule.align}),
	cell: row => clean(rule.words(row, rule.check(row))),
	tone: row => (rule.check(row) === undefined ? 'dim' : 'look'),
});

const gutter = 3;

const widthOf = (columns: readonly Column<NodeRow>[], rows: readonly NodeRow[]) =>
	layoutColumns(columns, rows, Number.POSITIVE_INFINITY, cells).reduce((sum, {width}) => sum + width + 2, gutter);

/** As many columns as there is room for: a rule that every node keeps to can go, one that keeps nodes away can't. */
function columnsFor(rules: readonly Rule[], rows: readonly NodeRow[], width: number) {
	const telling = rules.filter(({check}) => rows.some(row => check(row) !== undefined));
	const choices = [
		[nodeColumn, ...rules.map(ruleColumn), awayColumn],
		[nodeColumn, ...telling.map(ruleColumn), awayColumn],
		[nodeColumn, ...telling.map(ruleColumn)],
	];
	return choices.find(columns => widthOf(columns, rows) <= width);
}

/** Laid out once for the same answer: its rows and columns stay the same objects, and so do their lines. */
const layOut = memo(({demand, rows}: Together, isUnfolded: boolean, width: number): Drawn => {
	const shown = isUnfolded ? unfoldRows(rows) : foldRows(rows);
	return {rows: shown, columns: columnsFor(rulesOf(demand, shown), shown, width)};
});

/** Nodes held against rules; where there is no room for that, every node with what keeps tasks off it. */
export function drawMatrix(pending: Together, isUnfolded: boolean, width: number): readonly string[] {
	const {rows, columns} = layOut(pending, isUnfolded, width);
	return columns === undefined
		? drawList(rows, width)
		: drawTable({
				columns,
				rows,
				width,
				height: rows.length + 1,
				cursor: -1,
				isFocused: false,
				isMarked: () => false,
				sign: () => ' ',
				empty: '',
			});
}

function drawList(rows: readonly NodeRow[], width: number): readonly string[] {
	const wide = Math.min(28, Math.max(...rows.map(row => cells(namesOf(row)))));
	const room = Math.max(20, width - gutter - wide - 3);
	return rows.flatMap(row =>
		wrap(clean(checksWords(row.checks)), room).map((line, index) => {
			const name = fit(index === 0 ? namesOf(row) : '', wide);
			const words = fit(line, width - gutter - wide - 2);
			return `   ${row.checks.length < 2 ? tone('bold', name) : name}  ${row.checks.length === 0 ? words : tone('look', words)}`;
		}),
	);
}
