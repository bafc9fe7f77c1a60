import type {RolloutSlot, SlotPhase} from '../../swarm/rollout.ts';
import {fit, fitStyled} from '../text/fit.ts';
import {tone} from '../text/style.ts';
import type {CockpitFacts} from './facts.ts';
import {toneOfPhase} from './slot-words.ts';

/** A sign for each phase: what the colour says, too. */
const signs: Readonly<Record<SlotPhase, string>> = {
	failing: '!',
	blocked: '?',
	empty: '_',
	stopping: '-',
	starting: '+',
	verifying: 'v',
	old: '.',
	done: '#',
};

/** Worst first: where a sign stands for several slots, the worst of them shows. */
const worstFirst = Object.keys(signs) as readonly SlotPhase[];
const rank = new Map(worstFirst.map((phase, index) => [phase, index]));

/** As they go through a rollout. */
const inOrder: readonly SlotPhase[] = [
	'old',
	'stopping',
	'starting',
	'verifying',
	'done',
	'failing',
	'blocked',
	'empty',
];

const words: Readonly<Record<SlotPhase, string>> = {
	old: 'old',
	stopping: 'stopping',
	starting: 'starting',
	verifying: 'watched',
	done: 'done',
	failing: 'failing',
	blocked: 'no node fits',
	empty: 'empty',
};

const labelWidth = 7;
const block = 10;

/** So many signs fit on a line, in blocks of ten. */
const perLine = (width: number) => Math.max(block, Math.floor((width - labelWidth - 1) / (block + 1)) * block);

const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000] as const;

/** How many lines a grid of so many slots takes. */
export const gridLines = (slots: number, width: number, each: number) => Math.ceil(slots / each / perLine(width));

/** How many slots a sign stands for, so that all fit into the room. */
export const slotsPerSign = (slots: number, width: number, height: number) =>
	steps.find(step => gridLines(slots, width, step) <= height) ?? 10_000;

/** A sign per slot, or per so many slots, with the number of the first on each line. */
export function drawGrid({slots}: {readonly slots: readonly RolloutSlot[]}, width: number, height: number) {
	const each = slotsPerSign(slots.length, width, height);
	const phases = Array.from({length: Math.ceil(slots.length / each)}, (_, index) =>
		worstOf(slots, index * each, (index + 1) * each),
	);
	const line = perLine(width);
	return Array.from({length: Math.ceil(phases.length / line)}, (_, row) => {
		const first = slots[row * line * each]?.number ?? row * line * each + 1;
		const label = tone('dim', fit(String(first), labelWidth - 1, 'right'));
		return fitStyled(`${label} ${drawSigns(phases.slice(row * line, (row + 1) * line))}`, width);
	});
}

function worstOf(slots: readonly RolloutSlot[], from: number, to: number): SlotPhase {
	let worst: SlotPhase = 'done';

	for (let index = from; index < Math.min(to, slots.length); index++) {
		const phase = slots[index]?.phase ?? 'done';
		worst = (rank.get(phase) ?? 0) < (rank.get(worst) ?? 0) ? phase : worst;
	}

	return worst;
}

/** Signs of one phase in a row share their style: a line of a thousand costs a few hundred bytes. */
function drawSigns(phases: readonly SlotPhase[]) {
	let [text, run] = ['', ''];

	for (const [index, phase] of phases.entries()) {
		run += `${index > 0 && index % block === 0 ? ' ' : ''}${signs[phase]}`;

		if (phases[index + 1] !== phase) {
			text += tone(toneOfPhase[phase], run);
			run = '';
		}
	}

	return text;
}

/** What the signs mean, with how many slots are there now. */
export function drawLegend({rollout}: Pick<CockpitFacts, 'rollout'>, width: number) {
	const isUsual = (phase: SlotPhase) => inOrder.indexOf(phase) < 5 && width >= 90;
	const shown = inOrder.filter(phase => rollout.counts[phase] > 0 || isUsual(phase));
	const parts = shown.map(phase => {
		const count = rollout.counts[phase];
		const sign = tone(count === 0 ? 'dim' : toneOfPhase[phase], signs[phase]);
		return `${sign} ${tone(count === 0 ? 'dim' : 'plain', `${words[phase]} ${count}`)}`;
	});
	return fitStyled(` ${parts.join('   ')}`, width);
}
