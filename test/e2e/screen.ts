import xterm from '@xterm/headless';

/** A text that is on the screen, a pattern, or a question about the screen's text. */
export type Sight = string | RegExp | ((text: string) => boolean);

/** The screen that a person would see: a terminal emulator without a window. */
export type Screen = ReturnType<typeof createScreen>;

export function createScreen(columns: number, rows: number) {
	const emulator = new xterm.Terminal({cols: columns, rows, scrollback: 1000, allowProposedApi: true});
	const cursorHidden = watchCursor(emulator);
	const lines = () => linesOf(emulator);
	const isOnAlternateScreen = () => emulator.buffer.active.type === 'alternate';

	return {
		/** Settles when the bytes are on the screen. */
		write: (bytes: string | Uint8Array) => new Promise<void>(resolve => emulator.write(bytes, resolve)),
		/** What the terminal answers when a program asks for its kind or the cursor's place. */
		onAnswer: (listener: (answer: string) => void) => emulator.onData(listener),
		resize: (newColumns: number, newRows: number) => emulator.resize(newColumns, newRows),
		lines,
		text: () => lines().join('\n').trimEnd(),
		isOnAlternateScreen,
		cursorHidden,
		modesTurnedOn: () => [
			...(isOnAlternateScreen() ? ['alternate screen'] : []),
			...(cursorHidden() ? ['hidden cursor'] : []),
			...modesOf(emulator),
		],
	};
}

/** Whether a text shows what is looked for. */
export function shows(text: string, sight: Sight): boolean {
	if (typeof sight === 'function') {
		return sight(text);
	}

	return typeof sight === 'string' ? text.includes(sight) : text.search(sight) >= 0;
}

function linesOf({buffer: {active}, rows}: xterm.Terminal): readonly string[] {
	return Array.from({length: rows}, (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '');
}

/** The emulator doesn't tell whether the cursor is shown; the sequences DECTCEM (`CSI ? 25 h` and `l`) do. */
function watchCursor({parser}: xterm.Terminal) {
	let isHidden = false;

	for (const final of ['h', 'l']) {
		parser.registerCsiHandler({prefix: '?', final}, modes => {
			isHidden = modes.includes(25) ? final === 'l' : isHidden;

			return false;
		});
	}

	return () => isHidden;
}

function modesOf({modes}: xterm.Terminal): readonly string[] {
	return [
		...(modes.mouseTrackingMode === 'none' ? [] : ['mouse']),
		...(modes.bracketedPasteMode ? ['bracketed paste'] : []),
		...(modes.sendFocusMode ? ['focus reports'] : []),
		...(modes.applicationCursorKeysMode ? ['application cursor keys'] : []),
		...(modes.applicationKeypadMode ? ['application keypad'] : []),
		...(modes.synchronizedOutputMode ? ['synchronized output'] : []),
	];
}
