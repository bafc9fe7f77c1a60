/** What a terminal sends for keys that aren't a character. */
export const keys = {
	enter: '\r',
	escape: '\u001B',
	tab: '\t',
	shiftTab: '\u001B[Z',
	backspace: '\u007F',
	space: ' ',
	up: '\u001B[A',
	down: '\u001B[B',
	right: '\u001B[C',
	left: '\u001B[D',
	home: '\u001B[H',
	end: '\u001B[F',
	pageUp: '\u001B[5~',
	pageDown: '\u001B[6~',
	delete: '\u001B[3~',
} as const;

/** What a terminal sends for a letter with Ctrl: `ctrl('d')`. */
export const ctrl = (letter: string) => String.fromCharCode(letter.toUpperCase().charCodeAt(0) & 0x1f);
