import {count} from '../format/plural.ts';
import type {TopologyLayer} from '../layers.ts';
import type {NodeRow} from '../rows/node-rows.ts';
import {cut, fit} from '../text/fit.ts';
import {glyphs} from '../text/glyphs.ts';
import {selectionBar, type Tone, tone} from '../text/style.ts';
import type {Box} from './boxes.ts';
import {type Frame, linesOf, type PillarLine} from './frame.ts';
import type {Model, Pillar} from './model.ts';
import {filled} from './paint.ts';

const toneOfNode = ({sign, tone: meaning}: NodeRow): Tone => (sign === '!' ? 'act' : (meaning ?? 'dim'));

/** Three lines: its name, what it is, and how many tasks it has, in the rule above them. */
export function drawHead({node, boxes}: Pillar, width: number): readonly string[] {
	if (node === undefined) {
		const meaning: Tone = boxes.length === 0 ? 'dim' : 'look';
		return [
			tone(boxes.length === 0 ? 'dim' : 'bold', fit('   waiting', width)),
			tone('dim', fit('   for a node', width)),
			drawRule(boxes.length === 0 ? 'none' : count(boxes.length, 'task'), meaning, width),
		];
	}

	const meaning = toneOfNode(node);
	return [
		tone(meaning === 'act' ? 'act' : 'bold', fit(` ${node.sign} ${node.name}`, width)),
		drawRole(node, meaning, width),
		drawRule(wordsForTasks(node), meaning, width),
	];
}

/** What it is, and how it stands where that isn't simply ready; where there isn't room for both, how it stands. */
function drawRole({state, role}: NodeRow, meaning: Tone, width: number) {
	const standing = state === 'ready' ? '' : state.replace(/^ready /, '');
	const part = `   ${role === '' ? 'worker' : role === 'reachable' ? 'manager' : role}`;
	const room = width - part.length - 1;
	return standing.length <= room
		? `${tone('dim', part)} ${tone(meaning, fit(standing, room))}`
		: tone(meaning, fit(`   ${standing}`, width));
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
	const text = part === 0 ? cutLabel(box, by, width - 4) : underLabel(box);
	const signs = part === 0 ? `${isCursor ? '>' : ' '}${box.sign} ` : '   ';
	const padded = `${fit(signs + text, width - 1)} `;
	return isCursor
		? selectionBar(tone(box.tone ?? 'plain', padded), {focused: true})
		: filled(padded, box.tone ?? 'plain', {isOdd, isFaint: part === 1});
}

/** Where there isn't room for all of it, the name is cut, and the slot stays. */
const cutLabel = ({label, short, number}: Box, by: TopologyLayer['by'], room: number) => {
	const name = (by === 'stack' ? short : label).slice(0, number.length === 0 ? undefined : -number.length);
	return cut(name, room - number.length) + number;
};

/** What it runs, and how it stands where that isn't simply running. */
const underLabel = ({state, tag}: Box) =>
	[state === 'running' ? '' : state, tag].filter(part => part !== '').join('  ');

/** The boxes in view, and how many are above and below them. */
export function drawPillar(model: Model, at: number, frame: Frame, by: TopologyLayer['by']): readonly string[] {
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
