import type {CommandContext} from '../context.ts';
import {silent} from '../panes/panes.tsx';
import type {UiState, WhyLayer} from '../state.ts';
import {clean} from '../text/clean.ts';
import {cells, fit} from '../text/fit.ts';
import {dimmed, tone} from '../text/style.ts';
import {drawTitle} from '../widgets/title.ts';
import {lookAtWhy} from './look.ts';
import {drawWhyPage} from './page.ts';

/** Why a service waits or fails, over the whole screen. */
export function drawWhyScreen(context: CommandContext, layer: WhyLayer, ui: UiState): readonly string[] {
	const {columns, rows} = ui.size;
	const facts = lookAtWhy(context, layer);

	if (facts === undefined) {
		return [...drawAbsent(context, layer, columns, rows - 1), drawFoot(layer, ui, 0)];
	}

	const {lines, below} = drawWhyPage(facts, ui.size, layer.at);
	const isOld = silent.includes(context.cluster.getState().connection.kind);
	return [...lines.map(line => (isOld ? dimmed(line) : line)), drawFoot(layer, ui, below)];
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

const keysOf = ({isUnfolded}: WhyLayer) =>
	[
		['Esc', 'back'],
		['Tab', 'rollout'],
		['a', isUnfolded ? 'fold equal nodes' : 'every node'],
		['c', 'copy'],
		['j k', 'scroll'],
		['?', 'keys'],
	] as const;

/** One line: what there is to say, or the keys, and how much more there is. */
function drawFoot(layer: WhyLayer, {message, size}: UiState, below: number) {
	if (message !== undefined) {
		return tone(message.tone, fit(` ${clean(message.text)}`, size.columns));
	}

	const keys = keysOf(layer);
	const more = below > 0 ? `${below} more ${below === 1 ? 'line' : 'lines'} below ` : '';
	const plain = ` ${keys.map(pair => pair.join(' ')).join('   ')}`;
	const room = size.columns - cells(more);
	const styled = ` ${keys.map(([key, word]) => `${tone('bold', key)} ${word}`).join('   ')}`;
	const left = cells(plain) > room ? fit(plain, room) : styled + ' '.repeat(room - cells(plain));
	return left + tone('dim', more);
}
