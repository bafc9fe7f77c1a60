import {shortId} from '../../swarm/ids.ts';
import {steppedAge} from '../format/age.ts';
import {absolute} from '../format/clock.ts';
import {count} from '../format/plural.ts';
import type {NodeRow} from '../rows/node-rows.ts';
import type {TopologyLayer, UiState} from '../state.ts';
import {clean} from '../text/clean.ts';
import {cut, fit, wrap} from '../text/fit.ts';
import {glyphs} from '../text/glyphs.ts';
import {selectionBar, type Tone, tone} from '../text/style.ts';
import type {View} from '../view.ts';
import {drawFoot} from '../widgets/foot.ts';
import {drawTitle} from '../widgets/title.ts';
import type {Box} from './boxes.ts';
import {boxUnder, type Frame, frameOf, gap, linesOf, margin, type PillarLine} from './frame.ts';
import type {Model, Pillar} from './model.ts';
import {filled} from './paint.ts';

const toneOfNode = ({sign, tone: meaning}: NodeRow): Tone => (sign === '!' ? 'act' : (meaning ?? 'dim'));

/** Three lines: its name, what it is, and how many tasks it has, in the rule above them. */
function drawHead({node, boxes}: Pillar, width: number): readonly string[] {
	if (node === undefined) {
		const meaning: Tone = boxes.length === 0 ? 'dim' : 'look';
		return [
			tone(boxes.length === 0 ? 'dim' : 'bold', fit('   waiting', width)),
			tone('dim', fit('   for a node', width)),
			drawRule(boxes.length === 0 ? 'none' : count(boxes.length, 'task'), meaning, width),
		];
	}

	const meaning = toneOfNode(node);
	const name = fit(` ${node.sign} ${node.name}`, width);
	const state = node.state === 'ready' ? '' : node.state.replace(/^ready /, '');
	const role = node.role === '' ? 'worker' : node.role === 'reachable' ? 'manager' : node.role;
	return [
		tone(meaning === 'act' ? 'act' : 'bold', name),
		state === ''
			? tone('dim', fit(`   ${role}`, width))
			: `${tone('dim', `   ${role}`)} ${tone(meaning, fit(state, Math.max(0, width - 4 - role.length)))}`,
		drawRule(wordsForTasks(node), meaning, width),
	];
}

const wordsForTasks = ({tasks, taskCount}: NodeRow) =>
	tasks === '' || tasks === '0'
		? 'none'
		: tasks.endsWith('lost')
			? tasks
			: `${tasks} ${taskCount === 1 ? 'task' : 'tasks'}`;

function drawRule(words: string, meaning: Tone, width: number) {
	const {rule} = glyphs();
	const text = cut(words, width - 5);
	return tone(meaning, `${rule.repeat(2)} ${text} ${rule.repeat(Math.max(0, width - 4 - text.length))}`);
}

function drawLine(line: PillarLine | undefined, by: TopologyLayer['by'], {width}: Frame, isCursor: boolean) {
	if (line === undefined || line.kind === 'blank') {
		return ' '.repeat(width);
	}

	if (line.kind === 'stack') {
		return tone('dim', fit(`   ${line.name}`, width));
	}

	const {box, part, isOdd} = line;
	const label = `${isCursor ? '>' : ' '}${box.sign} ${by === 'stack' ? box.short : box.label}`;
	const padded = `${fit(part === 0 ? label : `   ${underLabel(box)}`, width - 1)} `;
	return isCursor
		? selectionBar(padded, {focused: true})
		: filled(padded, box.tone ?? 'plain', {isOdd, isFaint: part === 1});
}

/** What it runs, and how it stands where that isn't simply running. */
const underLabel = ({state, tag}: Box) =>
	[state === 'running' ? '' : state, tag].filter(part => part !== '').join('  ');

function drawPillar(model: Model, at: number, frame: Frame, by: TopologyLayer['by']): readonly string[] {
	const pillar = model.pillars[at];
	const {width, top, room} = frame;

	if (pillar === undefined) {
		return Array.from({length: room + 1}, () => ' '.repeat(width));
	}

	const lines = linesOf(pillar, by, frame.density);
	const isCursor = (line: PillarLine | undefined) =>
		at === frame.pillar && line?.kind === 'box' && line.index === frame.row;
	const shown = Array.from({length: room}, (_, index) => lines[top + index]);
	const hidden = boxesIn(lines.slice(top + room)) - (isSplit(shown.at(-1), lines[top + room]) ? 1 : 0);
	const above = top === 0 ? 0 : boxesIn(lines.slice(0, top));
	const words = [above > 0 ? `${above} above` : '', hidden > 0 ? `${hidden} more` : ''].filter(Boolean).join(', ');
	return [
		...shown.map(line => drawLine(line, by, frame, isCursor(line))),
		tone('dim', fit(words === '' ? '' : `   ${words}`, width)),
	];
}

const boxesIn = (lines: readonly PillarLine[]) =>
	new Set(lines.flatMap(line => (line.kind === 'box' ? [line.index] : []))).size;

/** The box that the view ends in is in view. */
const isSplit = (last: PillarLine | undefined, next: PillarLine | undefined) =>
	last?.kind === 'box' && next?.kind === 'box' && last.index === next.index;

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
		drawFootOf(ui, layer, width),
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

function drawFootOf({prompt, message}: UiState, {by}: TopologyLayer, width: number) {
	if (prompt !== undefined) {
		return fit(` /${clean(prompt.text)}_   Enter keeps the filter, Esc drops it; ! in front inverts`, width);
	}

	const other = by === 'service' ? 'stack' : 'service';
	const more = width < 100 ? '' : '   ! not as wanted   [ ] a screen aside';
	const keys = ` Enter tasks   d describe   w why   l logs   o by ${other}   / filter${more}   Esc back`;
	return drawFoot(keys, message, width);
}
