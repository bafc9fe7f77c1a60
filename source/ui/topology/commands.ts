import {taskId} from '../../swarm/ids.ts';
import type {Command} from '../commands/command.ts';
import {innerTo} from '../commands/in-layer.ts';
import {showLogs} from '../commands/show-logs.ts';
import type {CommandContext} from '../context.ts';
import {cockpitLayer, type TopologyLayer, topologyLayer, whyLayer} from '../layers.ts';
import {openShell} from '../shell/commands.ts';
import {popLayer, pushLayer, replaceTop, say} from '../state.ts';
import {anchored} from './anchor.ts';
import {frameOf} from './frame.ts';
import {describe, openTopology, toPanes} from './going.ts';
import type {Model} from './model.ts';

const inside = innerTo(openTopology);

/** What is scrolled past stays where it is while the cursor is in view. */
function put({ui}: CommandContext, layer: TopologyLayer, model: Model, pillar: number, row: number) {
	const found = model.pillars[pillar];
	const next = {...layer, pillar: found?.id, cursor: found?.boxes[row]?.id, row};
	const {left, top} = frameOf(model, next, ui.getState().size);
	replaceTop(ui, {...next, left, top});
}

const clamp = (wish: number, count: number) => Math.max(0, Math.min(wish, count - 1));

const along = (title: string, place: (row: number, count: number, page: number) => number) =>
	inside(title, (context, {layer, model, frame}) => {
		const count = model.pillars[frame.pillar]?.boxes.length ?? 0;
		const page = Math.max(1, Math.floor(frame.room / (frame.density.lines + frame.density.gap)) - 1);
		put(context, layer, model, frame.pillar, clamp(place(frame.row, count, page), count));
	});

/** In its row, or as near to it as the other node goes. */
const across = (title: string, place: (pillar: number, page: number) => number) =>
	inside(title, (context, {layer, model, frame}) => {
		const pillar = clamp(place(frame.pillar, frame.fitting), model.pillars.length);
		const row = clamp(Math.max(0, frame.row), model.pillars[pillar]?.boxes.length ?? 0);
		put(context, layer, model, pillar, row);
	});

const change = ({ui}: CommandContext, layer: TopologyLayer, changed: Partial<TopologyLayer>) =>
	replaceTop(ui, {...layer, ...changed});

/** The task, node or service that was under the cursor in the panes. */
function startAt({ui, view}: CommandContext): Partial<TopologyLayer> {
	const {focus} = ui.getState();

	if (focus === 'nodes') {
		return {pillar: view.selected('nodes')?.id};
	}

	const task = focus === 'tasks' ? view.selected('tasks')?.taskId : undefined;
	return task === undefined ? {} : {cursor: task};
}

export const topologyCommands = {
	showTopology: {
		title: 'Topology: tasks as boxes in columns of nodes',
		run(context) {
			const {ui, view} = context;
			pushLayer(ui, anchored(view, {...topologyLayer, ...startAt(context)}, ui.getState().size));
		},
	},
	topologyDown: along('Next task of the node', row => row + 1),
	topologyUp: along('Task before', row => row - 1),
	topologyLeft: across('Node to the left', pillar => pillar - 1),
	topologyRight: across('Node to the right', pillar => pillar + 1),
	topologyScreenLeft: across('A screen of nodes to the left', (pillar, page) => pillar - page),
	topologyScreenRight: across('A screen of nodes to the right', (pillar, page) => pillar + page),
	topologyPageDown: along('A page of tasks down', (row, _, page) => row + page),
	topologyPageUp: along('A page of tasks up', (row, _, page) => row - page),
	topologyTop: along('First task of the node', () => 0),
	topologyEnd: along('Last task of the node', (_, count) => count - 1),
	topologyEnter: inside('Show it in the panes', toPanes),
	topologyDescribe: inside('Describe the task, or the node', describe),
	topologyWhy: inside('Why it waits or fails; or its rollout', ({ui}, {box}) => {
		if (box !== undefined) {
			pushLayer(
				ui,
				box.sign === '!' || box.task.nodeId === undefined ? whyLayer(box.service) : cockpitLayer(box.service),
			);
		}
	}),
	topologyLogs: inside('Its log', (context, open) => {
		if (open.box !== undefined) {
			toPanes(context, open);
			showLogs(context);
		}
	}),
	topologyShell: inside('Shell in its container', (context, open) => {
		if (open.box !== undefined) {
			toPanes(context, open);
			openShell(context, {kind: 'task', id: taskId(open.box.id)});
		}
	}),
	topologyGroup: inside('By service, or by stack', (context, {layer}) =>
		change(context, layer, {by: layer.by === 'service' ? 'stack' : 'service'}),
	),
	topologyProblems: inside('Show only what is not as wanted', (context, {layer}) =>
		change(context, layer, {problemsOnly: !layer.problemsOnly}),
	),
	topologyCopy: inside('Copy its name', (context, {box}) => {
		if (box !== undefined) {
			context.copy(box.label);
			say(context.ui, `copied: ${box.label}`);
		}
	}),
	topologyFilter: inside('Filter (regular expression, ! inverts)', ({ui}, {layer: {filter}}) =>
		ui.setState({prompt: {kind: 'filter', pane: 'topology', text: filter, before: filter}}),
	),
	topologyRefresh: inside('Read all tasks now', (context, {layer}) => {
		change(context, layer, {readsAll: true});
		context.sync.refresh();
	}),
	// Commands act on the panes: what hides them goes first.
	topologyPalette: inside('All commands', ({ui}) => replaceTop(ui, {kind: 'palette', query: '', index: 0})),
	topologyBack: inside('Back', (context, {layer}) =>
		layer.filter === '' ? popLayer(context.ui) : change(context, layer, {filter: ''}),
	),
} as const satisfies Record<string, Command>;
