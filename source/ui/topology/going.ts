import {nodeId, taskId} from '../../swarm/ids.ts';
import {goTo} from '../commands/looking.ts';
import {moveTo} from '../commands/moving.ts';
import type {CommandContext} from '../context.ts';
import type {TopologyLayer} from '../layers.ts';
import {changeList, popLayer, pushLayer, topLayer} from '../state.ts';
import type {Box} from './boxes.ts';
import {boxUnder, type Frame, frameOf} from './frame.ts';
import type {Model} from './model.ts';

export type Open = {
	readonly layer: TopologyLayer;
	readonly model: Model;
	readonly frame: Frame;
	readonly box: Box | undefined;
};

/** The topology, while it has the keys. */
export function openTopology({ui, view}: CommandContext): Open | undefined {
	const layer = topLayer(ui.getState());

	if (layer?.kind !== 'topology') {
		return undefined;
	}

	const model = view.topology(layer);
	const frame = frameOf(model, layer, ui.getState().size);
	return {layer, model, frame, box: boxUnder(model, frame)};
}

/** The panes show what was chosen here, whatever they were filtered by. */
export function toPanes(context: CommandContext, {box, model, frame}: Open) {
	const {ui, view} = context;
	const node = model.pillars[frame.pillar]?.node;
	popLayer(ui);
	ui.setState({problemsOnly: false});

	if (box === undefined) {
		changeList(ui, 'nodes', {filter: ''});
		return node !== undefined && goTo(context, {kind: 'node', id: nodeId(node.id)});
	}

	changeList(ui, 'services', {filter: ''});
	changeList(ui, 'tasks', {filter: ''});
	goTo(context, {kind: 'service', id: box.service});
	context.run('focusTasks');
	const rows = view.tasks();
	const exact = rows.findIndex(({taskId}) => taskId === box.id);
	moveTo(context, 'tasks', exact >= 0 ? exact : rows.findIndex(({slot}) => slot === String(box.task.slot)));
}

/** The page of the task under the cursor, or of its node. */
export function describe({ui}: CommandContext, {box, model, frame}: Open) {
	const node = model.pillars[frame.pillar]?.node;
	const about =
		box !== undefined
			? ({kind: 'task', id: taskId(box.id)} as const)
			: node && ({kind: 'node', id: nodeId(node.id)} as const);

	if (about !== undefined) {
		pushLayer(ui, {kind: 'pager', about, form: 'describe', top: 0});
	}
}
