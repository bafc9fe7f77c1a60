import type {KeyPress} from './keystroke.ts';

const letters: Readonly<Record<string, string>> = {
	A: 'up',
	B: 'down',
	C: 'right',
	D: 'left',
	F: 'end',
	H: 'home',
	P: 'f1',
	Q: 'f2',
	R: 'f3',
	S: 'f4',
};

const numbers: Readonly<Record<string, string>> = {
	...{1: 'home', 2: 'insert', 3: 'delete', 4: 'end', 5: 'pageup', 6: 'pagedown', 7: 'home', 8: 'end'},
	...{11: 'f1', 12: 'f2', 13: 'f3', 14: 'f4', 15: 'f5', 17: 'f6', 18: 'f7', 19: 'f8', 20: 'f9', 21: 'f10'},
	...{23: 'f11', 24: 'f12'},
};

// Kitty's numbers for keys that type nothing, https://sw.kovidgoyal.net/kitty/keyboard-protocol/#functional-key-definitions
const codes: Readonly<Record<number, string>> = {
	...{9: 'tab', 13: 'enter', 27: 'escape', 32: 'space', 127: 'backspace', 57414: 'enter'},
	...{57417: 'left', 57418: 'right', 57419: 'up', 57420: 'down', 57421: 'pageup', 57422: 'pagedown'},
	...{57423: 'home', 57424: 'end', 57425: 'insert', 57426: 'delete'},
};

const shift = 1;
const alt = 2;
const control = 4;

/** The key of a control sequence, `ESC [` body final; none for reports, replies and keys nobody knows. */
export const csiKey = (body: string, final: string): KeyPress | undefined => {
	if (body === '[') return named(linuxKeys[final]);
	if (!/^[\d;:]*$/.test(body)) return undefined;
	const [first = '', second = '', third = ''] = body.split(';');
	const modifiers = modifiersOf(second);
	if (modifiers === undefined) return undefined;
	if (final === 'u') return codedKey(first, modifiers);
	if (final === '~') return first === '27' ? codedKey(third, modifiers) : named(numbers[first], modifiers);
	if (final in rxvtFinals) return named(numbers[body], rxvtFinals[final]);
	if (first !== '' && first !== '1') return undefined;
	if (final === 'Z') return named('tab', modifiers | shift);
	if (body === '' && final in rxvtArrows) return named(rxvtArrows[final], shift);
	return named(letters[final], modifiers);
};

/** The key of `ESC O` body final. */
export const ss3Key = (body: string, final: string): KeyPress | undefined => {
	if (final === 'M') return named('enter');
	const modifiers = modifiersOf(body.split(';').at(-1) ?? '') ?? 0;
	return named(letters[final], modifiers) ?? named(rxvtArrows[final], control);
};

export const withAlt = (press: KeyPress): KeyPress => ({
	key: press.key.startsWith('alt+') ? press.key : `alt+${press.key}`,
});

const linuxKeys: Readonly<Record<string, string>> = {A: 'f1', B: 'f2', C: 'f3', D: 'f4', E: 'f5'};
const rxvtArrows: Readonly<Record<string, string>> = {a: 'up', b: 'down', c: 'right', d: 'left'};
const rxvtFinals: Readonly<Record<string, number>> = {$: shift, '^': control, '@': control | shift};

// `5` is Ctrl alone: one more than the sum of the bits. A third event type is a key going up, which is no press.
const modifiersOf = (parameter: string) => {
	const [bits = '', event = ''] = parameter.split(':');
	if (event === '3') return undefined;
	return bits === '' ? 0 : Math.max(0, Number(bits) - 1) & (shift | alt | control);
};

const named = (name: string | undefined, modifiers = 0): KeyPress | undefined => {
	if (name === undefined) return undefined;
	return name === 'space' && modifiers === 0 ? {key: name, text: ' '} : {key: prefix(modifiers) + name};
};

const codedKey = (parameter: string, modifiers: number): KeyPress | undefined => {
	const [plain = 0, shifted] = parameter.split(':').map(Number);
	const name = codes[plain];
	if (name) return named(name, modifiers);
	// Kitty keeps its own keys in the private use area, from 57344 on.
	if (plain < 33 || plain > 0x10ffff || (plain >= 57344 && plain <= 63743)) return undefined;
	const character = String.fromCodePoint(plain);
	if ((modifiers & (alt | control)) !== 0) return {key: prefix(modifiers) + character};
	const typed =
		(modifiers & shift) === 0 ? character : shifted ? String.fromCodePoint(shifted) : character.toUpperCase();
	return {key: typed, text: typed};
};

const prefix = (modifiers: number) =>
	(modifiers & control ? 'ctrl+' : '') + (modifiers & alt ? 'alt+' : '') + (modifiers & shift ? 'shift+' : '');
