import {count} from '../format/plural.ts';
import type {PagerLayer} from '../layers.ts';
import type {Size} from '../layout.ts';
import {pageLines, pageTitle} from '../pages/page.ts';
import type {Message} from '../state.ts';
import {fitStyled} from '../text/fit.ts';
import type {View} from '../view.ts';
import {drawFoot, type KeyHint} from '../widgets/foot.ts';
import {drawTitle} from '../widgets/title.ts';

function keysOf({form, about}: PagerLayer): readonly KeyHint[] {
	if (form === 'help') {
		return [];
	}

	switch (about.kind) {
		case 'swarm':
			return [
				['t', 'tokens'],
				['w m', 'copy join'],
				[',', 'settings'],
				['E', 'leave'],
				['i', 'YAML'],
			];
		case 'unlockKey':
			return [['c', 'copy the key']];
		case 'noQuorum':
			return [
				['1 2', 'copy the commands'],
				['c', 'copy all'],
			];
		default:
			return [
				['d', 'describe'],
				['i', 'YAML'],
				['c', 'copy'],
			];
	}
}

/** A page over the whole screen. */
export function drawPager(
	view: View,
	layer: PagerLayer,
	message: Message | undefined,
	{columns: width, rows: height}: Size,
): readonly string[] {
	const lines = pageLines(view, layer, width);
	const room = height - 2;
	const top = Math.max(0, Math.min(layer.top, lines.length - room));
	const shown = lines.slice(top, top + room).map(line => fitStyled(line, width));
	const blank = ' '.repeat(width);
	const rest = lines.length - top - room;
	const more = rest > 0 ? `${count(rest, 'more line')} below` : top > 0 ? 'end' : '';
	return [
		drawTitle(pageTitle(view, layer), width, true, more),
		...shown,
		...Array.from({length: Math.max(0, room - shown.length)}, () => blank),
		drawFoot([['Esc', 'back'], ['j k', 'scroll'], ...keysOf(layer)], {message}, width),
	];
}
