import {type CommandId, commands} from '../commands/commands.ts';
import type {CommandContext} from '../context.ts';
import {keyOf} from '../keymap.ts';
import {keyName} from '../pages/help.ts';
import type {PaneId, UiState} from '../state.ts';
import {clean} from '../text/clean.ts';
import {cells, fit} from '../text/fit.ts';
import {tone} from '../text/style.ts';

const always: readonly CommandId[] = ['filter', 'focusNext', 'openPalette', 'openHelp', 'quit'];

/** What is most wanted in each pane, in the order of wanting. */
const perPane: Readonly<Record<PaneId, readonly CommandId[]>> = {
	needs: ['describe', 'showLogs', 'rollBackService', 'updateImage', 'scaleService', 'drainNode'],
	services: ['scaleService', 'updateImage', 'rollBackService', 'restartService', 'showLogs', 'describe', 'remove'],
	nodes: ['drainNode', 'pauseNode', 'activateNode', 'changeRole', 'changeLabels', 'describe', 'remove'],
	tasks: ['showLogs', 'describe', 'scaleService', 'updateImage', 'rollBackService'],
	logs: ['toggleFollow', 'toggleLogTimestamps', 'toggleWrap', 'filterLogs', 'zoom'],
};

/** One line: what can be done here, dimmed where not now; or what is being typed; or what there is to say. */
export function drawFooter(context: CommandContext, state: UiState, width: number): string {
	const {prompt, message} = state;

	if (prompt !== undefined) {
		return fit(` /${clean(prompt.text)}_   Enter keeps the filter, Esc drops it; ! in front inverts`, width);
	}

	if (message !== undefined) {
		return tone(message.tone, fit(` ${clean(message.text)}`, width));
	}

	return drawKeys(
		context,
		[...perPane[state.focus], ...always.filter(id => state.focus !== 'logs' || id !== 'filter')],
		width,
	);
}

function drawKeys(context: CommandContext, ids: readonly CommandId[], width: number) {
	let line = ' ';
	let used = 1;

	for (const id of ids) {
		const {hint, title, blockedBy} = commands[id];
		const key = keyName(keyOf(id) ?? '');
		const word = hint ?? title.toLowerCase();
		const needed = cells(key) + cells(word) + 3;

		if (used + needed > width) {
			break;
		}

		line += blockedBy?.(context) === undefined ? `${tone('bold', key)} ${word}  ` : tone('dim', `${key} ${word}  `);
		used += needed;
	}

	return line + ' '.repeat(Math.max(0, width - used));
}
