import type {SlotPhase} from '../../swarm/rollout.ts';
import {fit} from '../text/fit.ts';
import {tone} from '../text/style.ts';
import type {CockpitFacts} from './facts.ts';
import {drawGrid, drawLegend, gridLines, slotsPerSign} from './slot-grid.ts';
import {drawSlotTable} from './slot-table.ts';

type SlotsRoom = {readonly width: number; readonly height: number; readonly top: number};

type Slots = CockpitFacts['rollout']['slots'];

/** What a grid can't say is said slot by slot below it: trouble first, then what moves. */
const troubles: readonly SlotPhase[] = ['failing', 'blocked', 'empty'];
const movements: readonly SlotPhase[] = ['stopping', 'starting', 'verifying'];

const notable = (slots: Slots): Slots => [
	...slots.filter(({phase}) => troubles.includes(phase)),
	...slots.filter(({phase}) => movements.includes(phase)),
];

/** All slots as a table where they fit, else as a grid with the slots that matter below it. Exactly `height` lines. */
export function drawSlots(facts: CockpitFacts, room: SlotsRoom): readonly string[] {
	const {slots} = facts.rollout;
	const {width, height} = room;
	const lines =
		slots.length === 0
			? [tone('dim', fit('   No tasks', width))]
			: isTable(slots, height)
				? drawSlotTable(facts, slots, {...room, top: 0})
				: drawBoth(facts, room);
	return [...lines, ...Array.from({length: height}, () => ' '.repeat(width))].slice(0, height);
}

const isTable = (slots: Slots, height: number) => slots.length <= height;

/** How many slots a sign stands for; undefined where there is a row for each. */
export const signScale = ({slots}: CockpitFacts['rollout'], {width, height}: Omit<SlotsRoom, 'top'>) =>
	isTable(slots, height) ? undefined : besideGrid(slots, width, height).each;

/** How far the slots can be scrolled. */
export function slotsBeyond({slots}: CockpitFacts['rollout'], {width, height}: Omit<SlotsRoom, 'top'>): number {
	return isTable(slots, height) ? 0 : Math.max(0, notable(slots).length + 1 - besideGrid(slots, width, height).below);
}

/** A sign for each slot if that leaves some rows for those that matter, else for several. A legend and a blank line follow. */
function besideGrid({length}: Slots, width: number, height: number) {
	const most = (share: number) => Math.max(1, Math.floor((height - 2) * share));
	const each = gridLines(length, width, 1) <= most(0.8) ? 1 : slotsPerSign(length, width, most(0.6));
	const lines = gridLines(length, width, each);
	return {each, lines, below: Math.max(0, height - lines - 2)};
}

function drawBoth(facts: CockpitFacts, {width, height, top}: SlotsRoom): readonly string[] {
	const {slots} = facts.rollout;
	const {lines, below} = besideGrid(slots, width, height);
	const rows = notable(slots);
	const from = Math.max(0, Math.min(top, rows.length + 1 - below));
	const table = rows.length === 0 || below < 2 ? [] : drawSlotTable(facts, rows, {width, height: below, top: from});
	return [...drawGrid(facts.rollout, width, lines), drawLegend(facts, width), ' '.repeat(width), ...table];
}
