import type {Message} from '../state.ts';
import {clean} from '../text/clean.ts';
import {fit, fitStyled} from '../text/fit.ts';
import {tone} from '../text/style.ts';

/** What there is to say, in the last line of the screen. */
export const drawMessage = ({text, tone: meaning}: Message, width: number): string =>
	tone(meaning, fit(` ${clean(text)}`, width));

/** The last line of a page: what there is to say, else its keys. */
export const drawFoot = (keys: string, message: Message | undefined, width: number): string =>
	message === undefined ? tone('dim', fitStyled(keys, width)) : drawMessage(message, width);
