import type {PaneId} from '../pane-state.ts';
import {cells, fitStyled} from '../text/fit.ts';
import {glyphs} from '../text/glyphs.ts';
import {tone} from '../text/style.ts';

export type Tab = {readonly pane: PaneId; readonly title: string};

/** Where there is room for one pane at a time: which one it is, and the keys of the others. */
export function drawTabs(tabs: readonly Tab[], current: PaneId, width: number): string {
	const rule = glyphs().rule;
	const words = tabs.map(({pane, title}) =>
		pane === current ? tone('bold', `[${title}]`) : tone('dim', ` ${title} `),
	);
	const used = tabs.reduce((sum, {title}) => sum + cells(title) + 3, 0);
	const line = tone('dim', rule) + words.join(tone('dim', rule)) + tone('dim', rule.repeat(Math.max(0, width - used)));
	return fitStyled(line, width);
}
