import {fixesTitle} from '../../swarm/why/words.ts';
import type {CommandContext} from '../context.ts';
import type {WhyLayer} from '../layers.ts';
import {silent} from '../panes/draw-panes.ts';
import type {UiState} from '../state.ts';
import {clean} from '../text/clean.ts';
import {fit} from '../text/fit.ts';
import {dimmed, tone} from '../text/style.ts';
import {drawKeys, drawMessage} from '../widgets/foot.ts';
import {drawTitle} from '../widgets/title.ts';
import type {WhyFacts} from './facts.ts';
import {lookAtWhy} from './look.ts';
import {drawWhyPage, isChosenSeen} from './page.ts';

/** Why a service waits or fails, over the whole screen. */
export function drawWhyScreen(context: CommandContext, layer: WhyLayer, ui: UiState): readonly string[] {
	const {columns, rows} = ui.size;
	const facts = lookAtWhy(context, layer);

	if (facts === undefined) {
		return [...drawAbsent(context, layer, columns, rows - 1), drawFoot(layer, undefined, ui, 0)];
	}

	const {lines, below} = drawWhyPage(facts, ui.size, layer.at);
	const isOld = silent.includes(context.cluster.getState().connection.kind);
	return [...lines.map(line => (isOld ? dimmed(line) : line)), drawFoot(layer, facts, ui, below)];
}

function drawAbsent({view}: CommandContext, {serviceId}: WhyLayer, width: number, height: number) {
	const service = view.serviceOf(serviceId);
	const words = service === undefined ? 'It is gone: the swarm no longer has it.' : 'Reading its tasks...';
	const blank = ' '.repeat(width);
	return [
		drawTitle(`Why ${clean(service?.name ?? serviceId)}`, width, true),
		blank,
		tone('dim', fit(`   ${words}`, width)),
		...Array.from({length: height - 3}, () => blank),
	];
}

/** What Enter does with the chosen fix. */
function enterWords(facts: WhyFacts, layer: WhyLayer, size: UiState['size']) {
	const way = facts.pending?.fixes[facts.chosen]?.way;

	switch (way && isChosenSeen(facts, size, layer.at) ? way.kind : undefined) {
		case undefined:
			return fixesTitle.toLowerCase();
		case 'look':
			return 'the page of that node';
		default:
			return 'plan it (nothing is changed yet)';
	}
}

const keysOf = (layer: WhyLayer, facts: WhyFacts | undefined, size: UiState['size']) =>
	[
		['Esc', 'back'],
		...(facts === undefined || facts.chosen < 0 ? [] : [['Enter', enterWords(facts, layer, size)] as const]),
		['j k', facts !== undefined && facts.chosen >= 0 ? 'move' : 'scroll'],
		['Tab', 'rollout'],
		['f', layer.isUnfolded ? 'fold equal nodes' : 'every node'],
		['c', 'copy'],
		['?', 'keys'],
	] as const;

/** Kept free for how much there is below: the keys stay where they are. */
const moreCells = 16;

/** One line: what there is to say, or the keys, and how much more there is. */
function drawFoot(layer: WhyLayer, facts: WhyFacts | undefined, {message, size}: UiState, below: number) {
	if (message !== undefined) {
		return drawMessage(message, size.columns);
	}

	const room = size.columns - moreCells;
	const more = tone('dim', fit(below > 0 ? `${below} more below ` : '', moreCells, 'right'));
	return drawKeys(keysOf(layer, facts, size), room) + more;
}
