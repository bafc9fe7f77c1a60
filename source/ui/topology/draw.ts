import {shortId} from '../../swarm/ids.ts';
import {steppedAge} from '../format/age.ts';
import {absolute} from '../format/clock.ts';
import {count} from '../format/plural.ts';
import type {TopologyLayer} from '../layers.ts';
import type {NodeRow} from '../rows/node-rows.ts';
import type {UiState} from '../state.ts';
import {clean} from '../text/clean.ts';
import {fit, wrap} from '../text/fit.ts';
import type {View} from '../view.ts';
import {drawFoot, type KeyHint} from '../widgets/foot.ts';
import {drawTitle} from '../widgets/title.ts';
import type {Box} from './boxes.ts';
import {boxUnder, type Frame, frameOf, gap, margin} from './frame.ts';
import type {Model} from './model.ts';
import {drawHead, drawPillar} from './pillars.ts';

/** Tasks as boxes in columns of nodes, over the whole screen; what isn't in view isn't drawn. */
export function drawTopology(
	view: Pick<View, 'topology' | 'now'>,
	layer: TopologyLayer,
	ui: UiState,
	isOld: boolean,
): readonly string[] {
	const {columns: width} = ui.size;
	const model = view.topology(layer);
	const frame = frameOf(model, layer, ui.size);
	const places = Array.from({length: Math.min(frame.fitting, model.pillars.length)}, (_, index) => frame.left + index);
	const heads = places.map(at => {
		const pillar = model.pillars[at];
		return pillar === undefined ? [] : drawHead(pillar, frame.width);
	});
	const bodies = places.map(at => drawPillar(model, at, frame, layer.by));
	const used = margin + places.length * (frame.width + gap) - gap;
	const end = ' '.repeat(Math.max(0, width - used));
	const across = (cells: readonly (readonly string[])[], line: number) =>
		`${' '.repeat(margin)}${cells.map(cell => cell[line] ?? '').join(' '.repeat(gap))}${end}`;
	return [
		drawTitle(titleOf(model, layer), width, true, asideOf(model, frame, isOld)),
		...[0, 1, 2].map(line => across(heads, line)),
		' '.repeat(width),
		...Array.from({length: frame.room + 1}, (_, line) => across(bodies, line)),
		...drawDetail(view, model, frame, ui),
		drawFoot(keysOf(layer), ui, width),
	];
}

function titleOf({nodes, tasks, unread}: Model, {by, filter, problemsOnly}: TopologyLayer) {
	const words = [
		`Topology: ${count(nodes, 'node')}`,
		`${tasks}${unread > 0 ? '?' : ''} ${tasks === 1 ? 'task' : 'tasks'}`,
		`by ${by}`,
		problemsOnly ? 'not as wanted only' : '',
		filter === '' ? '' : `matching /${clean(filter)}`,
	];
	return words.filter(part => part !== '').join(', ');
}

function asideOf({pillars, unread}: Model, {left, fitting}: Frame, isOld: boolean) {
	if (isOld) {
		return 'no answer: as it was';
	}

	const [first, last] = [Math.max(1, left), Math.min(pillars.length - 1, left + fitting - 1)];
	return [
		unread > 0 ? `tasks of ${count(unread, 'service')} not read: Ctrl+R reads them` : '',
		pillars.length > fitting ? `nodes ${first}-${last} of ${pillars.length - 1}` : '',
	]
		.filter(part => part !== '')
		.join('   ');
}

/** What is under the cursor, in full, below the boxes: a rule and two lines. */
function drawDetail(
	view: Pick<View, 'now'>,
	model: Model,
	frame: Frame,
	{size: {columns: width}, hasAbsoluteTimes}: UiState,
) {
	const box = boxUnder(model, frame);
	const node = model.pillars[frame.pillar]?.node;
	const place = node === undefined ? 'waiting for a node' : `on ${node.name}`;
	const title = box === undefined ? (node?.name ?? 'waiting for a node') : `${box.label} ${place}`;
	const lines = box === undefined ? aboutNode(node) : aboutTask(box, view.now(), hasAbsoluteTimes);
	const [first = '', ...rest] = lines.flatMap(line => wrap(line, width - 2));
	return [drawTitle(title, width, false), ...[first, rest.join(' ')].map(line => `${fit(` ${line}`, width - 1)} `)];
}

function aboutTask({task, state, tag, stack}: Box, now: number, isAbsolute: boolean) {
	const at = task.state === 'pending' ? task.createdAt : task.stateAt;
	const since = isAbsolute ? `since ${absolute(at)}` : `for ${steppedAge(now - at)}`;
	const words = [state, since, tag && `image ${tag}`, stack && `stack ${stack}`, `task ${shortId(task.id)}`];
	return [words.filter(Boolean).join('   '), clean(task.error ?? '')];
}

const aboutNode = (node: NodeRow | undefined) =>
	node === undefined
		? ['Tasks that Swarm has given no node yet: w says why']
		: [[node.state, node.role || 'worker', node.address, node.labels].filter(Boolean).join('   '), 'No tasks here'];

const keysOf = ({by}: TopologyLayer): readonly KeyHint[] => [
	['Esc', 'back'],
	['Enter', 'tasks'],
	['d', 'describe'],
	['w', 'why'],
	['l', 'logs'],
	['o', `by ${by === 'service' ? 'stack' : 'service'}`],
	['/', 'filter'],
	['!', 'not as wanted'],
	['[ ]', 'a screen aside'],
];
