import type {Prompt} from '../state.ts';
import {clean} from '../text/clean.ts';
import {problemOf} from '../text/expression.ts';
import {cells, cutStart, fitStyled} from '../text/fit.ts';
import {tone} from '../text/style.ts';

/** What is being typed, in the last line of the screen, and what its keys do; or what is wrong with it. */
export function drawPrompt(prompt: Prompt, width: number): string {
	const {sign, words, problem} = partsOf(prompt);
	const told = problem ?? words;
	// A path is longer than what is said of it: its end is what is typed.
	const text = cutStart(clean(prompt.text), Math.max(20, width - cells(sign) - cells(told) - 6));
	return fitStyled(` ${sign}${text}_   ${problem === undefined ? tone('dim', words) : tone('look', problem)}`, width);
}

type Parts = {readonly sign: string; readonly words: string; readonly problem?: string | undefined};

function partsOf(prompt: Prompt): Parts {
	switch (prompt.kind) {
		case 'filter':
			return {
				sign: '/',
				words: 'Enter keeps the filter, Esc drops it; ! in front inverts',
				problem: problemOf(prompt.text.replace(/^!/, '')),
			};
		case 'search':
			return {
				sign: 'find ',
				words: 'Enter, then n further back and N nearer; Esc drops it',
				problem: problemOf(prompt.text),
			};
		case 'saveLog':
			return prompt.isThere
				? {sign: 'Save to ', words: '', problem: 'that file is there: Enter writes over it, Esc leaves it'}
				: {sign: 'Save to ', words: 'Enter saves, Esc does not'};
	}
}
