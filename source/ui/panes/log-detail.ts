import type {LogsState} from '../../store/logs.ts';
import {absolute} from '../format/clock.ts';
import {asideOf, titleOf} from '../logs/title.ts';
import {windowOf} from '../logs/window.ts';
import type {UiState} from '../state.ts';
import type {View} from '../view.ts';
import {shownTest} from './logs.ts';

/** Which log that is and how it stands, where its pane has no title; and where its last line is from, in full. */
export function logDetail(view: View, ui: UiState, logs: LogsState): {readonly title: string; readonly text: string} {
	const {held, hit} = ui.logs;
	const seen = windowOf({lines: logs.lines, isShown: shownTest(view, ui.logs), held, room: 1});
	const line = hit ?? seen.lines.at(-1);
	const origin = line === undefined ? '' : [view.logOriginText(line), absolute(line.at)].filter(Boolean).join(', ');
	return {
		title: [titleOf(view, ui).replace('4 ', ''), asideOf(ui, logs, seen, view.now())].filter(Boolean).join(': '),
		text: origin,
	};
}
