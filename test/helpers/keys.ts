/** What a terminal sends for a key, by the key's canonical name. */
export const bytesOf = (key: string): string => {
	const known = named[key];
	if (known !== undefined) return known;
	if (key.startsWith('ctrl+') && key.length === 6) return String.fromCharCode(key.charCodeAt(5) & 0x1f);
	if (key.startsWith('alt+')) return `\u001b${bytesOf(key.slice(4))}`;
	if ([...key].length === 1) return key;
	throw new Error(`There is no key called ${key}`);
};

export const named: Readonly<Record<string, string>> = {
	up: '\u001b[A',
	down: '\u001b[B',
	right: '\u001b[C',
	left: '\u001b[D',
	home: '\u001b[H',
	end: '\u001b[F',
	insert: '\u001b[2~',
	delete: '\u001b[3~',
	pageup: '\u001b[5~',
	pagedown: '\u001b[6~',
	'shift+tab': '\u001b[Z',
	'ctrl+left': '\u001b[1;5D',
	'ctrl+right': '\u001b[1;5C',
	'ctrl+up': '\u001b[1;5A',
	'ctrl+down': '\u001b[1;5B',
	'shift+up': '\u001b[1;2A',
	'shift+down': '\u001b[1;2B',
	f1: '\u001bOP',
	f2: '\u001bOQ',
	f3: '\u001bOR',
	f4: '\u001bOS',
	f5: '\u001b[15~',
	f12: '\u001b[24~',
	enter: '\r',
	escape: '\u001b',
	tab: '\t',
	space: ' ',
	backspace: '\u007f',
	'ctrl+space': '\u0000',
};
