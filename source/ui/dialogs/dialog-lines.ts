import {clean} from '../text/clean.ts';
import {wrap} from '../text/fit.ts';
import {type Tone, tone} from '../text/style.ts';
import type {OperationLayer} from './operation-layer.ts';

/** A key and what it does. */
export type KeyHint = readonly [key: string, word: string];

export const leave: KeyHint = ['Esc', 'leave it as it is'];

export const droppedNote = ({hasDroppedKeys}: OperationLayer) =>
	hasDroppedKeys ? [tone('look', 'Keys typed before this was on screen were dropped.'), ''] : [];

/** Several targets are listed; one is in the title. */
export const targetsLines = ({names}: OperationLayer, width: number) =>
	names.length > 1 ? [...wrap(names.join(', '), width).map(line => tone('bold', line)), ''] : [];

export const paragraph = (text: string, width: number, meaning: Tone) =>
	wrap(clean(text), width).map(line => tone(meaning, line));

/** A sentence of a list: where it goes on in another line, that is further in, so that each is seen to begin. */
export function bullet(sign: string, text: string, width: number, meaning: Tone): readonly string[] {
	const whole = clean(text);
	const [first = ''] = wrap(whole, width - 2);
	const rest = whole.slice(first.length).trimStart();
	const more = rest === '' ? [] : wrap(rest, width - 4).map(line => `    ${line}`);
	return [`${sign} ${first}`, ...more].map(line => tone(meaning, line));
}
