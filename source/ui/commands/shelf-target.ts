import type {ObjectTarget, Target} from '../../operations/operation.ts';
import type {CommandContext} from '../context.ts';
import {cursorIndex} from '../rows/arrange.ts';
import {topLayer} from '../state.ts';

/** The row of a list over the screen, for operations on such things; none for others. */
export function shelfTarget({ui, view}: CommandContext, kind: Target['kind']): readonly Target[] {
	const layer = topLayer(ui.getState());

	if (kind === 'node' || kind === 'service' || layer?.kind !== 'shelf' || layer.shelf !== `${kind}s`) {
		return [];
	}

	const rows = view.shelf(layer.shelf).rows(layer.list);
	const id = rows[cursorIndex(rows, layer.list)]?.id;
	const all: ReadonlyMap<string, ObjectTarget['saw']> = view.snapshot()[`${kind}s`]?.items ?? new Map();
	const saw = all.get(id ?? '');
	return saw === undefined ? [] : [{kind, id: saw.id, saw} as Target];
}
