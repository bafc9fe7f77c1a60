import type {TopologyLayer} from '../layers.ts';
import type {UiState} from '../state.ts';
import type {Box, Grouping} from './boxes.ts';
import type {Model, Pillar} from './model.ts';

/** Lines of a box and below it: two lines and a blank one, one and a blank one, or one. */
type Density = {readonly lines: 1 | 2; readonly gap: 0 | 1};

/** A line of a pillar: of a box by its place, every second one of those that touch odd, the name of a stack, or blank. */
export type PillarLine =
	| {readonly kind: 'box'; readonly box: Box; readonly index: number; readonly part: 0 | 1; readonly isOdd: boolean}
	| {readonly kind: 'stack'; readonly name: string}
	| {readonly kind: 'blank'};

/** What of the model is in view, and where the cursor is in it. */
export type Frame = {
	readonly density: Density;
	/** Cells of a pillar. */
	readonly width: number;
	/** The first pillar in view, and how many there is room for. */
	readonly left: number;
	readonly fitting: number;
	/** Lines scrolled past, and how many there is room for. */
	readonly top: number;
	readonly room: number;
	/** The pillar under the cursor, and the box in it; -1 in an empty one. */
	readonly pillar: number;
	readonly row: number;
};

export const margin = 1;
export const gap = 2;
const [narrowest, usual, widest] = [16, 22, 30];
/** Two cells for cursor and sign, a blank one, and one after the label. */
const around = 4;

/** Title, the head of the pillars, a blank line, how many more there are, the detail and the foot. */
const besides = 1 + 3 + 1 + 1 + 3 + 1;

const densities: readonly Density[] = [
	{lines: 2, gap: 1},
	{lines: 1, gap: 1},
	{lines: 1, gap: 0},
];

/** A pillar from top to bottom. */
export function linesOf({boxes}: Pillar, by: Grouping, {lines, gap}: Density): readonly PillarLine[] {
	const result: PillarLine[] = [];
	let stack: string | undefined;
	let isOdd = false;

	boxes.forEach((box, index) => {
		const isFirst = index === 0;
		const isOther = by === 'stack' && box.stack !== stack;
		stack = box.stack;
		isOdd = gap === 0 && !isFirst && !isOther && !isOdd;

		if (!isFirst && (gap === 1 || isOther)) {
			result.push({kind: 'blank'});
		}

		if (isOther) {
			result.push({kind: 'stack', name: box.stack === '' ? 'no stack' : box.stack});
		}

		for (const part of [0, 1].slice(0, lines)) {
			result.push({kind: 'box', box, index, part: part as 0 | 1, isOdd});
		}
	});
	return result;
}

/** As roomy as the fullest pillar allows. */
function densityFor({pillars}: Model, by: Grouping, room: number): Density {
	const fullest = pillars.reduce((most, pillar) => (pillar.boxes.length > most.boxes.length ? pillar : most));
	return densities.find(density => linesOf(fullest, by, density).length <= room) ?? {lines: 1, gap: 0};
}

/** As wide as the names need; narrower where all pillars fit then. What room is left over goes to those in view. */
function widthFor({pillars, widest: longest}: Model, columns: number) {
	const needed = Math.min(longest + around, widest);
	const room = columns - margin + gap;
	const each = Math.floor(room / pillars.length) - gap;

	if (each >= narrowest) {
		return Math.min(Math.max(needed, usual), each);
	}

	const least = Math.max(narrowest, Math.min(needed, usual));
	const inView = Math.max(1, Math.floor(room / (least + gap)));
	return Math.min(Math.max(needed, least), Math.floor(room / inView) - gap);
}

/** The cursor is on its task, wherever that is now; when it is gone, on what took its place. */
function locate({pillars}: Model, {pillar, cursor, row}: TopologyLayer) {
	const here = Math.max(
		0,
		pillars.findIndex(({id, boxes}) => (pillar === undefined ? boxes.length > 0 : id === pillar)),
	);
	const found = pillars[here]?.boxes.findIndex(({id}) => id === cursor) ?? -1;

	if (found >= 0 || cursor === undefined) {
		return {pillar: here, row: found >= 0 ? found : Math.min(row, (pillars[here]?.boxes.length ?? 0) - 1)};
	}

	const other = pillars.findIndex(({boxes}) => boxes.some(({id}) => id === cursor));
	return other >= 0
		? {pillar: other, row: pillars[other]?.boxes.findIndex(({id}) => id === cursor) ?? -1}
		: {pillar: here, row: Math.min(row, (pillars[here]?.boxes.length ?? 0) - 1)};
}

const scrolled = (from: number, start: number, end: number, room: number) =>
	Math.max(0, Math.min(Math.max(from, end - room), start));

/** The same for drawing and for keys: a key pressed before the screen was drawn acts on what the stores hold. */
export function frameOf(model: Model, layer: TopologyLayer, {columns, rows}: UiState['size']): Frame {
	const room = Math.max(1, rows - besides);
	const density = densityFor(model, layer.by, room);
	const width = widthFor(model, columns);
	const fitting = Math.max(1, Math.floor((columns - margin + gap) / (width + gap)));
	const {pillar, row} = locate(model, layer);
	const lines = model.pillars[pillar] === undefined ? [] : linesOf(model.pillars[pillar], layer.by, density);
	const start = lines.findIndex(line => line.kind === 'box' && line.index === row);
	// The name of its stack comes into view with the first box.
	const above = row <= 0 ? 0 : Math.max(0, start);
	const left = scrolled(Math.min(layer.left, Math.max(0, model.pillars.length - fitting)), pillar, pillar + 1, fitting);
	const top = scrolled(layer.top, above, Math.max(0, start) + density.lines, room);
	return {density, width, left, fitting, top, room, pillar, row};
}

/** The box under the cursor. */
export const boxUnder = (model: Model, {pillar, row}: Frame) => model.pillars[pillar]?.boxes[row];
