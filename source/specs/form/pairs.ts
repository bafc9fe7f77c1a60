import type {Parsed} from '../../swarm/parsed.ts';
import type {Json} from '../../swarm/values.ts';
import {readEach, type Word, whenValid, wordsIn} from './words.ts';

/** `key=value`, or a key alone for an empty one; `otherwise` says what is wrong, with `%` for what was typed. */
const readPair =
	(otherwise: string) =>
	({text}: Word): Parsed<readonly [string, string]> => {
		const at = text.indexOf('=');
		const [key, value] = at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
		return key === '' || /\s/.test(key) ? {problem: otherwise.replace('%', () => text)} : {value: [key, value]};
	};

/** Several of them, as Docker's command line makes a mapping of a repeated flag. */
export const readPairs =
	(otherwise: string) =>
	(text: string): Parsed<Json> =>
		whenValid(wordsIn(text), words =>
			whenValid(readEach(words, readPair(otherwise)), all => ({value: Object.fromEntries(all)})),
		);
