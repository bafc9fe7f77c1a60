import {cells, cut} from '../text/fit.ts';
import {glyphs} from '../text/glyphs.ts';
import {tone} from '../text/style.ts';

/** A title that sits in its rule: `-- 1 Services 41 ------`; bright where the focus is. */
export function drawTitle(title: string, width: number, isFocused: boolean, aside = '') {
	const rule = glyphs().rule;

	if (title === '' && aside === '') {
		return tone(isFocused ? 'moving' : 'dim', rule.repeat(width));
	}

	const end = aside === '' ? '' : ` ${aside} ${rule}`;
	const text = cut(title, Math.max(0, width - 5 - cells(end)));
	const rest = Math.max(0, width - 4 - cells(text) - cells(end));
	const line = rule.repeat(rest);
	return isFocused
		? `${tone('moving', rule.repeat(2))} ${tone('bold', text)} ${tone('moving', line)}${tone('dim', end)}`
		: `${tone('dim', rule.repeat(2))} ${text} ${tone('dim', line + end)}`;
}
