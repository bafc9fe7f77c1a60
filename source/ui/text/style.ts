import {type Colours, colours} from './colours.ts';

/**
 * What a tone means, never what it looks like: `plain` is well, `moving` is on its way, `look` wants a look, `act` wants
 * a hand now, `dim` is history, units and labels, `bold` is a name, `fresh` has just changed.
 */
export type Tone = 'plain' | 'moving' | 'look' | 'act' | 'dim' | 'bold' | 'fresh';

type Code = readonly [open: string, close: string];

const code = (open: number | string, close: number): Code => [`\u001b[${open}m`, `\u001b[${close}m`];
const none: Code = ['', ''];
const bold = code(1, 22);
const faint = code(2, 22);

// Fixed colours of middle brightness: the terminal's own yellow and cyan can't be read on white.
const codes: Readonly<Record<Colours, Readonly<Record<Tone, Code>>>> = {
	none: {plain: none, moving: none, look: none, act: bold, dim: faint, bold, fresh: bold},
	'16': {plain: none, moving: code(36, 39), look: code(33, 39), act: code(31, 39), dim: faint, bold, fresh: bold},
	'256': {
		plain: none,
		moving: code('38;5;37', 39),
		look: code('38;5;136', 39),
		act: code('38;5;196', 39),
		dim: code('38;5;244', 39),
		bold,
		fresh: bold,
	},
	truecolor: {
		plain: none,
		moving: code('38;2;0;153;173', 39),
		look: code('38;2;184;134;11', 39),
		act: code('38;2;235;59;59', 39),
		dim: code('38;2;128;128;128', 39),
		bold,
		fresh: bold,
	},
};

// The same tones on a bar, where the background is ours and dark.
const onBar: Readonly<Partial<Record<Tone, string>>> = {
	moving: '\u001b[38;5;123m',
	look: '\u001b[38;5;222m',
	act: '\u001b[38;5;217m',
	dim: '\u001b[38;5;252m',
};

const sgr = /\u001b\[[\d;:]*m/g;

/** Gives a text a tone. Tones nest: the outer one goes on after an inner one ends. Blanks around it need no tone. */
export const tone = (name: Tone, text: string): string => {
	const core = text.trim();
	if (core === '') return text;
	const start = text.indexOf(core);
	return text.slice(0, start) + surround(codes[colours()][name], core) + text.slice(start + core.length);
};

/**
 * The selected line as a bar, softer in a pane without the focus. The line must be as wide as the bar is to be. It sets
 * both colours, so that it reads on light and on dark, and the line's tones change to what can be read on it.
 */
export const selectionBar = (line: string, {focused}: {readonly focused: boolean}): string => {
	const depth = colours();
	if (depth === 'none' || depth === '16') return surround(focused ? code(7, 27) : code(4, 24), withoutColours(line));
	const foreground = focused ? '\u001b[38;5;231m' : '\u001b[38;5;255m';
	const background = focused ? '\u001b[48;5;24m' : '\u001b[48;5;240m';
	const inside = Object.entries(onBar)
		.reduce((text, [name, open]) => text.replaceAll(codes[depth][name as Tone][0], open), line)
		.replaceAll('\u001b[39m', foreground)
		.replace(/\u001b\[0?m/g, `\u001b[0m${foreground}${background}`);
	return `${background}${foreground}${inside}\u001b[39m\u001b[49m`;
};

/** What lies under a dialog: without its styles, and faint. */
export const dimmed = (line: string): string => {
	const depth = colours();
	const plain = line.replace(sgr, '');
	return surround(faint, depth === '256' || depth === 'truecolor' ? surround(codes[depth].dim, plain) : plain);
};

const surround = ([open, close]: Code, text: string) =>
	open === '' || text === '' ? text : open + text.replaceAll(close, close + open) + close;

/** Faint goes with the colours: in a bar that is inverse it would be a hole. */
const withoutColours = (line: string) => line.replace(sgr, style => (/^\u001b\[(1|22)m$/.test(style) ? style : ''));
