import {hangulKeys} from './hangul.ts';
import type {KeyPress} from './keystroke.ts';

const controls: Readonly<Record<string, string>> = {
	'\u0000': 'ctrl+space',
	'\b': 'backspace',
	'\t': 'tab',
	'\n': 'enter',
	'\r': 'enter',
	'\u001c': 'ctrl+\\',
	'\u001d': 'ctrl+]',
	'\u001e': 'ctrl+^',
	'\u001f': 'ctrl+_',
	'\u007f': 'backspace',
};

/** The keys behind one character that isn't part of a sequence. */
export const plainKeys = (character: string): KeyPress[] => {
	const control = controls[character];
	if (control) return [{key: control}];
	const code = character.codePointAt(0) ?? 0;
	if (code < 0x20) return [{key: `ctrl+${String.fromCharCode(code + 0x60)}`}];
	// What isn't UTF-8 arrives as U+FFFD; nobody typed it.
	if ((code >= 0x80 && code < 0xa0) || code === 0xfffd) return [];
	if (character === ' ') return [{key: 'space', text: ' '}];
	const [first, ...rest] = hangulKeys(character);
	if (first === undefined) return [{key: character, text: character}];
	return [{key: first, text: character, hangul: true}, ...rest.map(key => ({key, hangul: true as const}))];
};
