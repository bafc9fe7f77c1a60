import type {CockpitLayer} from '../layers.ts';
import type {UiState} from '../state.ts';
import {cells, fit} from '../text/fit.ts';
import {tone} from '../text/style.ts';
import {drawMessage} from '../widgets/foot.ts';
import {drawPrompt} from '../widgets/prompt.ts';

const inCockpit = [
	['Esc', 'back'],
	['Tab', 'why'],
	['l', 'logs'],
	['d', 'diff'],
	['c', 'copy'],
	['t', 'times'],
	['j k', 'scroll'],
	['?', 'keys'],
] as const;

const inLog = [
	['Esc', 'back'],
	['l', 'task or service'],
	['f', 'follow'],
	['t', 'times'],
	['v', 'wrap'],
	['/', 'find'],
	['&', 'filter'],
	['[', 'further back'],
	['?', 'keys'],
] as const;

/** One line: what is being typed, what there is to say, or the keys that read. */
export function drawCockpitFooter({log}: CockpitLayer, {prompt, message}: UiState, width: number): string {
	if (prompt !== undefined) {
		return drawPrompt(prompt, width);
	}

	if (message !== undefined) {
		return drawMessage(message, width);
	}

	const keys = log === undefined ? inCockpit : inLog;
	const plain = ` ${keys.map(pair => pair.join(' ')).join('   ')}`;
	const styled = ` ${keys.map(([key, word]) => `${tone('bold', key)} ${word}`).join('   ')}`;
	return cells(plain) > width ? fit(plain, width) : styled + ' '.repeat(width - cells(plain));
}
