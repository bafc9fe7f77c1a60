import {commands} from '../commands/commands.ts';
import type {CommandContext} from '../context.ts';
import {keyOf} from '../keymap.ts';
import type {PaletteLayer} from '../layers.ts';
import {keyName} from '../pages/help.ts';
import {clean} from '../text/clean.ts';
import {cells, cut, fit} from '../text/fit.ts';
import {selectionBar, tone} from '../text/style.ts';
import {windowTop} from '../widgets/table.ts';
import type {DialogText} from './dialog-text.ts';

/** All commands by name, with their keys; those that can't be run now say why. */
export function paletteText(context: CommandContext, layer: PaletteLayer, width: number, height: number): DialogText {
	const found = context.matching(layer.query);
	const room = Math.max(1, height - 2);
	const top = windowTop(found.length, room, layer.index);
	const rows = found.slice(top, top + room).map((id, index) => {
		const {title, blockedBy} = commands[id];
		const reason = blockedBy?.(context);
		const key = keyName(keyOf(id) ?? '');
		const text = `${fit(key, 10)}${title}`;
		const why = reason === undefined ? '' : cut(reason, Math.max(0, width - cells(text) - 2));
		const line = fit(text, width - cells(why)) + why;
		const styled = reason === undefined ? line : tone('dim', line);
		return top + index === layer.index ? selectionBar(line, {focused: true}) : styled;
	});
	const body = rows.length === 0 ? [tone('dim', 'No command is called that')] : rows;
	return {
		title: `: ${clean(layer.query)}_`,
		body,
		foot: [
			['Enter', 'run'],
			['Up Down', 'choose'],
			['Esc', 'close'],
		],
	};
}
