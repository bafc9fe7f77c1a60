import type {CommandContext} from './context.ts';
import type {Keystroke} from './input/keystroke.ts';
import type {PaletteLayer} from './layers.ts';
import {changeList, changeLogs, type Prompt, replaceTop, topLayer} from './state.ts';

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
		return context.ui.setState({prompt: undefined});
	}

	if (key === 'escape' || key === 'ctrl+c') {
		context.ui.setState({prompt: undefined});
		return setFilter(context, prompt, prompt.before);
	}

	const next = {...prompt, text: edit(prompt.text, text, key)};
	context.ui.setState({prompt: next});
	setFilter(context, next, next.text);
}

function setFilter({ui}: CommandContext, {pane}: Prompt, filter: string) {
	if (pane === 'logs') {
		return changeLogs(ui, {filter, back: 0});
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
