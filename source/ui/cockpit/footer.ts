import type {CockpitLayer} from '../layers.ts';
import type {UiState} from '../state.ts';
import {drawFoot} from '../widgets/foot.ts';

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
export const drawCockpitFooter = ({log}: CockpitLayer, ui: UiState, width: number): string =>
	drawFoot(log === undefined ? inCockpit : inLog, ui, width);
