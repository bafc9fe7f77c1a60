import type {Interest} from '../../store/interest.ts';
import type {TopologyLayer} from '../layers.ts';
import type {UiState} from '../state.ts';
import type {View} from '../view.ts';
import {boxUnder, frameOf} from './frame.ts';

/** So many services of those in view are kept as fresh as rows on screen. */
const most = 60;

/** What it costs to keep the boxes in view true; tasks that nobody read are read once, if someone asks. */
export function interestOfTopology(
	view: View,
	layer: TopologyLayer,
	size: UiState['size'],
): Omit<Interest, 'underWay' | 'tasksOn'> {
	const model = view.topology(layer);
	const frame = frameOf(model, layer, size);
	const inView = model.pillars
		.slice(frame.left, frame.left + frame.fitting)
		.flatMap(({boxes}) => boxes.slice(0, frame.room + frame.top));
	const box = boxUnder(model, frame);
	return {
		visible: [...new Set(inView.map(({service}) => service))].slice(0, most),
		tasksOf: box === undefined ? [] : [box.service],
		allTasks: layer.readsAll && !view.snapshot().hasAllTasks,
	};
}
