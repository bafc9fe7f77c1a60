import type {TopologyLayer} from '../layers.ts';
import {replaceTop, topLayer, type Ui} from '../state.ts';
import type {View} from '../view.ts';
import {boxUnder, frameOf} from './frame.ts';

/** Ties the cursor to the task it is on, by id, and to its node: a task that gets another one takes the cursor along. */
export function anchored(view: View, layer: TopologyLayer, size: ReturnType<Ui['getState']>['size']): TopologyLayer {
	const model = view.topology(layer);
	const frame = frameOf(model, layer, size);
	const [pillar, cursor, row] = [model.pillars[frame.pillar]?.id, boxUnder(model, frame)?.id, Math.max(0, frame.row)];
	const isSame = pillar === layer.pillar && cursor === layer.cursor && row === layer.row;
	return isSame ? layer : {...layer, pillar, cursor, row, left: frame.left, top: frame.top};
}

export function anchorTopology(ui: Ui, view: View) {
	const layer = topLayer(ui.getState());

	if (layer?.kind === 'topology') {
		const next = anchored(view, layer, ui.getState().size);
		next !== layer && replaceTop(ui, next);
	}
}
