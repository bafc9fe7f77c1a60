import type {Message, Prompt} from '../state.ts';
import {clean} from '../text/clean.ts';
import {cells, fit, fitStyled} from '../text/fit.ts';
import {tone} from '../text/style.ts';
import {drawPrompt} from './prompt.ts';

/** A key, or several, and what they do in a word or two. */
export type KeyHint = readonly [keys: string, words: string];

/** What the last line of the screen has to give way to. */
type Said = {readonly prompt?: Prompt | undefined; readonly message?: Message | undefined};

/** What there is to say, in the last line of the screen. */
export const drawMessage = ({text, tone: meaning}: Message, width: number): string =>
	tone(meaning, fit(` ${clean(text)}`, width));

/** Cells between two keys: as much as leaves room for all of them, else little. */
export const keyGap = (needed: number, keys: number, width: number) =>
	needed + airy * keys <= width ? airy : airy - 1;

const airy = 3;

/** As many keys as there is room for, the first ones first. */
export function drawKeys(hints: readonly KeyHint[], width: number): string {
	const needed = hints.reduce((sum, hint) => sum + cells(hint.join(' ')), 0);
	const gap = ' '.repeat(keyGap(needed, hints.length, width));
	const line = hints.reduce((line, [keys, words]) => {
		const longer = `${line}${line === ' ' ? '' : gap}${tone('bold', keys)} ${words}`;
		return cells(longer) <= width ? longer : line;
	}, ' ');
	return fitStyled(line, width);
}

/** The last line of a page: what is being typed, what there is to say, or its keys. */
export function drawFoot(hints: readonly KeyHint[], {prompt, message}: Said, width: number): string {
	if (prompt !== undefined) {
		return drawPrompt(prompt, width);
	}

	return message === undefined ? drawKeys(hints, width) : drawMessage(message, width);
}
