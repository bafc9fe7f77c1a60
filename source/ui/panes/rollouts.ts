import type {RolloutsLayer} from '../layers.ts';
import {cursorIndex} from '../rows/arrange.ts';
import {type RolloutRow, rolloutColumns} from '../rows/rollout-rows.ts';
import type {Message, UiState} from '../state.ts';
import {fit, wrap} from '../text/fit.ts';
import type {View} from '../view.ts';
import {drawFoot} from '../widgets/foot.ts';
import {drawTable} from '../widgets/table.ts';
import {drawTitle} from '../widgets/title.ts';

/** What the row under the cursor is about, in full, below the list: a rule and two lines. */
const detailRows = 3;

const keys = [
	['Esc', 'back'],
	['Enter', 'look into it'],
	['j k', 'move'],
	['?', 'keys'],
] as const;

/** How many rows there is room for: below the title and the heading, above the detail and the foot. */
export const rolloutRoom = ({rows}: UiState['size']) => Math.max(1, rows - detailRows - 3);

/** All rollouts over the whole screen, worst first. */
export function drawRollouts(
	view: View,
	layer: RolloutsLayer,
	message: Message | undefined,
	{columns: width, rows: height}: UiState['size'],
): readonly string[] {
	const rows = view.rollouts();
	const cursor = cursorIndex(rows, layer);
	const hidden = rows.length - rolloutRoom({columns: width, rows: height});
	const list = drawTable<RolloutRow>({
		columns: rolloutColumns,
		rows,
		width,
		height: height - detailRows - 2,
		cursor,
		isFocused: true,
		isMarked: () => false,
		sign: row => row.sign,
		urgency: row => row.tone,
		empty: 'No rollout is under way, and none has ended that the engine remembers',
	});
	return [
		drawTitle(titleOf(rows), width, true, hidden > 0 ? `${hidden} more` : ''),
		...list,
		...drawDetail(view, rows[cursor], width),
		drawFoot(keys, {message}, width),
	];
}

function titleOf(rows: readonly RolloutRow[]) {
	const open = rows.filter(({isOver}) => !isOver).length;

	if (open > 0) {
		return `Rollouts ${open} under way, worst first`;
	}

	return rows.length === 0 ? 'Rollouts' : 'No rollout is under way; these ended last';
}

function drawDetail(view: View, row: RolloutRow | undefined, width: number) {
	const need = view.needs().find(({subject}) => subject.kind === 'service' && subject.id === row?.id);
	const text = need?.cause ?? (row === undefined ? '' : `${row.change}, ${row.progress} with it`);
	const [first = '', ...rest] = wrap(text, width - 2);
	return [
		drawTitle(row?.name ?? '', width, false),
		...[first, rest.join(' ')].map(line => `${fit(` ${line}`, width - 1)} `),
	];
}
