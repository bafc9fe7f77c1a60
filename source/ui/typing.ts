import type {CommandContext} from './context.ts';
import type {Keystroke} from './input/keystroke.ts';
import type {PaletteLayer} from './layers.ts';
import {saveLogAt} from './logs/save.ts';
import {changeList, changeLogs, type Prompt, replaceTop, say, topLayer} from './state.ts';
import {problemOf} from './text/expression.ts';

/** What a text becomes when a key is pressed at its end. */
export function edit(text: string, typed: string, key: string) {
	if (key === 'backspace') {
		return [...text].slice(0, -1).join('');
	}

	if (key === 'ctrl+u') {
		return '';
	}

	if (key === 'ctrl+w') {
		return text.replace(/\S*\s*$/, '');
	}

	// A pasted line break must not press anything.
	return text + typed.replaceAll(/\p{Control}/gu, ' ');
}

/** The filter shows its effect while it is typed; Escape gives back the one before. */
export function typeInPrompt(context: CommandContext, keystroke: Keystroke) {
	const {prompt} = context.ui.getState();

	if (prompt === undefined) {
		return;
	}

	const key = 'key' in keystroke ? keystroke.key : '';
	const text = 'paste' in keystroke ? keystroke.paste : (keystroke.text ?? '');

	if (key === 'enter') {
		return enter(context, prompt);
	}

	if (key === 'escape' || key === 'ctrl+c') {
		context.ui.setState({prompt: undefined});
		return show(context, prompt, prompt.kind === 'saveLog' ? '' : prompt.before);
	}

	const typed = edit(prompt.text, text, key);
	const next = prompt.kind === 'saveLog' ? {...prompt, text: typed, isThere: false} : {...prompt, text: typed};
	context.ui.setState({prompt: next, message: undefined});
	show(context, next, typed);
}

function enter(context: CommandContext, prompt: Prompt) {
	context.ui.setState({prompt: undefined});

	if (prompt.kind === 'saveLog') {
		return void saveLogAt(context, prompt.text, prompt.isThere);
	}

	const problem = problemOf(prompt.kind === 'filter' ? prompt.text.replace(/^!/, '') : prompt.text);

	if (problem !== undefined) {
		say(context.ui, `${prompt.text}: ${problem}`, 'look');
	}
}

/** What is typed shows its effect at once; where to save to has none. */
function show(context: CommandContext, prompt: Prompt, text: string) {
	if (prompt.kind === 'filter') {
		setFilter(context, prompt, text);
	} else if (prompt.kind === 'search') {
		changeLogs(context.ui, {search: text, hit: undefined});
	}
}

function setFilter({ui}: CommandContext, {pane}: Prompt & {readonly kind: 'filter'}, filter: string) {
	if (pane === 'logs') {
		return changeLogs(ui, {filter});
	}

	const layer = topLayer(ui.getState());

	if (layer?.kind === 'topology' || layer?.kind === 'events') {
		return replaceTop(ui, {...layer, filter});
	}

	if (pane !== 'shelf' && pane !== 'topology' && pane !== 'events') {
		return changeList(ui, pane, {filter});
	}

	if (layer?.kind === 'shelf') {
		replaceTop(ui, {...layer, list: {...layer.list, filter}});
	}
}

export function typeInPalette({ui}: CommandContext, layer: PaletteLayer, text: string, key: string) {
	replaceTop(ui, {...layer, query: edit(layer.query, text, key), index: 0});
}
