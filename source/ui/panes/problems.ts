import type {ProblemsLayer} from '../layers.ts';
import {cursorIndex} from '../rows/arrange.ts';
import {cureOf} from '../rows/cures.ts';
import type {NeedsRow} from '../rows/needs-rows.ts';
import type {Message, UiState} from '../state.ts';
import {cutMiddle, fit, fitStyled, wrap} from '../text/fit.ts';
import {tone} from '../text/style.ts';
import type {View} from '../view.ts';
import type {Column} from '../widgets/column.ts';
import {drawFoot} from '../widgets/foot.ts';
import {drawListPage} from '../widgets/list-page.ts';
import {drawTitle} from '../widgets/title.ts';

const columns: readonly Column<NeedsRow>[] = [
	{id: 'verdict', title: 'WHAT', cell: ({verdict}) => verdict, tone: row => row.tone},
	{id: 'name', title: 'NAME', cell: ({name}) => cutMiddle(name, 32), tone: () => 'bold', shrinksTo: 16, keeps: 'ends'},
	{id: 'standing', title: 'STANDS', align: 'right', cell: ({standing}) => standing},
	{id: 'since', title: 'SINCE', align: 'right', cell: ({since}) => since, tone: () => 'dim'},
	{id: 'cause', title: 'EVIDENCE', cell: ({cause}) => cause, shrinksTo: 20, grows: true},
];

/** What the row under the cursor is about, in full: a rule, the evidence, and the way out. */
const detailRows = 6;

const keys = [
	['Esc', 'back'],
	['Enter', 'go to the cure'],
	['j k', 'move'],
	['c', 'copy all'],
	['?', 'keys'],
] as const;

export const problemRoom = ({rows}: UiState['size']) => Math.max(1, rows - detailRows - 3);

/** Everything that needs someone, over the whole screen, worst first, each with its way out. */
export function drawProblems(
	view: View,
	layer: ProblemsLayer,
	message: Message | undefined,
	size: UiState['size'],
): readonly string[] {
	const rows = view.needs();
	const cursor = cursorIndex(rows, layer);
	const urgent = rows.filter(row => row.tone !== 'moving').length;
	return drawListPage<NeedsRow>(
		{
			title: `Problems ${urgent}, worst first`,
			aside: rows.length === 0 ? '' : `${cursor + 1} of ${rows.length}`,
			columns,
			rows,
			cursor,
			sign: row => (row.tone === 'moving' ? '~' : '!'),
			urgency: row => row.tone,
			empty: 'Nothing needs you',
			detail: drawCure(rows[cursor], size.columns),
			foot: drawFoot(keys, {message}, size.columns),
		},
		size,
	);
}

function drawCure(row: NeedsRow | undefined, width: number) {
	const lines = row === undefined ? [] : wrap(row.cause, width - 2).map(line => fit(` ${line}`, width));
	const cure =
		row === undefined
			? []
			: wrap(cureOf(row).words, width - 9).map(
					(line, index) => `${index === 0 ? ` ${tone('bold', 'Enter')} ` : '       '}${line}`,
				);
	const blank = ' '.repeat(width);
	return [
		drawTitle(row?.name ?? '', width, false),
		...Array.from({length: 3}, (_, index) => lines[index] ?? blank),
		...Array.from({length: 2}, (_, index) => fitStyled(cure[index] ?? '', width)),
	];
}
