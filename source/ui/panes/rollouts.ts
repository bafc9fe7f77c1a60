import type {RolloutsLayer} from '../layers.ts';
import {cursorIndex} from '../rows/arrange.ts';
import {type RolloutRow, rolloutColumns} from '../rows/rollout-rows.ts';
import type {Message, UiState} from '../state.ts';
import type {View} from '../view.ts';
import {drawFoot} from '../widgets/foot.ts';
import {detailRows, drawDetail, drawListPage} from '../widgets/list-page.ts';

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
	size: UiState['size'],
): readonly string[] {
	const rows = view.rollouts();
	const cursor = cursorIndex(rows, layer);
	const hidden = rows.length - rolloutRoom(size);
	const row = rows[cursor];
	return drawListPage<RolloutRow>(
		{
			title: titleOf(rows),
			aside: hidden > 0 ? `${hidden} more` : '',
			columns: rolloutColumns,
			rows,
			cursor,
			sign: ({sign}) => sign,
			urgency: ({tone}) => tone,
			empty: 'No rollout is under way, and none has ended that the engine remembers',
			detail: drawDetail(row?.name ?? '', detailOf(view, row), size.columns),
			foot: drawFoot(keys, {message}, size.columns),
		},
		size,
	);
}

function titleOf(rows: readonly RolloutRow[]) {
	const open = rows.filter(({isOver}) => !isOver).length;

	if (open > 0) {
		return `Rollouts ${open} under way, worst first`;
	}

	return rows.length === 0 ? 'Rollouts' : 'No rollout is under way; these ended last';
}

function detailOf(view: View, row: RolloutRow | undefined) {
	const need = view.needs().find(({subject}) => subject.kind === 'service' && subject.id === row?.id);
	return need?.cause ?? (row === undefined ? '' : `${row.change}, ${row.progress} with it`);
}
