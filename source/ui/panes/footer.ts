import {type CommandId, commands} from '../commands/commands.ts';
import type {CommandContext} from '../context.ts';
import {keyOf} from '../keymap.ts';
import {keyName} from '../pages/help.ts';
import type {PaneId} from '../pane-state.ts';
import type {UiState} from '../state.ts';
import {cells} from '../text/fit.ts';
import {tone} from '../text/style.ts';
import {drawMessage, keyGap} from '../widgets/foot.ts';
import {drawPrompt} from '../widgets/prompt.ts';

const always: readonly CommandId[] = ['filter', 'focusNext', 'openPalette', 'openHelp', 'quit'];

/** What is most wanted in each pane, in the order of wanting. */
const perPane: Readonly<Record<PaneId, readonly CommandId[]>> = {
	needs: [
		'drillIn',
		'showWhatGoesOn',
		'rollBackService',
		'showLogs',
		'describe',
		'showProblems',
		'updateImage',
		'scaleService',
		'drainNode',
	],
	services: [
		'scaleService',
		'updateImage',
		'rollBackService',
		'showWhatGoesOn',
		'add',
		'editSpec',
		'showLogs',
		'restartService',
		'describe',
		'remove',
	],
	nodes: [
		'drainNode',
		'pauseNode',
		'activateNode',
		'changeRole',
		'changeLabels',
		'add',
		'editSpec',
		'describe',
		'remove',
	],
	tasks: [
		'showLogs',
		'openShell',
		'showWhatGoesOn',
		'describe',
		'toggleHistory',
		'scaleService',
		'updateImage',
		'rollBackService',
		'editSpec',
	],
	logs: [
		'findInLogs',
		'filterLogs',
		'toggleFollow',
		'logFurther',
		'toggleLogTimestamps',
		'toggleWrap',
		'saveLog',
		'hideStopped',
		'foldJson',
		'zoom',
	],
};

/** One line: what can be done here, dimmed where not now; or what is being typed; or what there is to say. */
export function drawFooter(context: CommandContext, state: UiState, width: number): string {
	const {prompt, message} = state;

	if (prompt !== undefined) {
		return drawPrompt(prompt, width);
	}

	if (message !== undefined) {
		return drawMessage(message, width);
	}

	return drawKeys(
		context,
		[...perPane[state.focus], ...always.filter(id => state.focus !== 'logs' || id !== 'filter')],
		width,
	);
}

/** The way to everything else: never left out. */
const pinned: readonly CommandId[] = ['openPalette', 'openHelp'];

function drawKeys(context: CommandContext, ids: readonly CommandId[], width: number) {
	const gap = keyGap(roomFor(ids, 0), ids.length, width - 1);
	const shown = fitting(ids, width - 1, gap);
	const line = shown.map(id => drawKey(context, id) + ' '.repeat(gap)).join('');
	return ` ${line}${' '.repeat(Math.max(0, width - 1 - roomFor(shown, gap)))}`;
}

/** In their order, as many as there is room for beside those that stay. */
function fitting(ids: readonly CommandId[], width: number, gap: number) {
	let room = width - roomFor(pinned, gap);
	return ids.filter(id => {
		const fits = pinned.includes(id) || roomFor([id], gap) <= room;
		room -= fits && !pinned.includes(id) ? roomFor([id], gap) : 0;
		return fits;
	});
}

const words = (id: CommandId) => [keyName(keyOf(id) ?? ''), commands[id].hint ?? commands[id].title.toLowerCase()];

const roomFor = (ids: readonly CommandId[], gap: number) =>
	ids.reduce((sum, id) => sum + cells(words(id).join(' ')) + gap, 0);

function drawKey(context: CommandContext, id: CommandId) {
	const [key = '', word = ''] = words(id);
	const isOpen = commands[id].blockedBy?.(context) === undefined;
	return isOpen ? `${tone('bold', key)} ${word}` : tone('dim', `${key} ${word}`);
}
