import xterm from '@xterm/headless';

/** A text that is on the screen, a pattern, or a question about the screen's text. */
export type Sight = string | RegExp | ((text: string) => boolean);

/** The screen that a person would see: a terminal emulator without a window. Half a frame is never seen. */
export type Screen = ReturnType<typeof createScreen>;

export function createScreen(columns: number, rows: number) {
	const emulator = new xterm.Terminal({cols: columns, rows, scrollback: 1000, allowProposedApi: true});
	const cursorHidden = watchCursor(emulator);
	const before = keepFrames(emulator);
	const lines = () => before() ?? linesOf(emulator);
	const isOnAlternateScreen = () => emulator.buffer.active.type === 'alternate';

	return {
		/** Settles when the bytes are on the screen. */
		write: (bytes: string | Uint8Array) => new Promise<void>(resolve => emulator.write(bytes, resolve)),
		/** What the terminal answers when a program asks for its kind or the cursor's place. */
		onAnswer: (listener: (answer: string) => void) => emulator.onData(listener),
		resize: (newColumns: number, newRows: number) => emulator.resize(newColumns, newRows),
		lines,
		text: () => lines().join('\n').trimEnd(),
		/** The screen in pieces that look alike, line by line: what a picture of it is drawn from. */
		runs: () => Array.from({length: emulator.rows}, (_, row) => runsOf(emulator, row)),
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

/** The lines before a frame that is being drawn: a program says where one begins and ends (`CSI ? 2026 h` and `l`). */
function keepFrames(emulator: xterm.Terminal) {
	let before: readonly string[] | undefined;

	for (const final of ['h', 'l']) {
		emulator.parser.registerCsiHandler({prefix: '?', final}, modes => {
			if (modes.includes(2026)) {
				before = final === 'h' ? linesOf(emulator) : undefined;
			}

			return false;
		});
	}

	return () => before;
}

function linesOf({buffer: {active}, rows}: xterm.Terminal): readonly string[] {
	return Array.from({length: rows}, (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '');
}

export type Look = {
	/** Palette numbers, 24 bits of RGB, or undefined for the terminal's own. */
	readonly foreground: Colour | undefined;
	readonly background: Colour | undefined;
	readonly isBold: boolean;
	readonly isDim: boolean;
	readonly isInverse: boolean;
};

export type Colour = {readonly kind: 'palette' | 'rgb'; readonly value: number};

/** Text at a column that looks the same throughout. */
export type Run = {readonly column: number; readonly cells: number; readonly text: string; readonly look: Look};

function runsOf({buffer: {active}, cols}: xterm.Terminal, row: number): readonly Run[] {
	const line = active.getLine(active.baseY + row);
	const runs: Run[] = [];

	for (let column = 0; column < cols; column++) {
		const cell = line?.getCell(column);

		if (cell !== undefined && cell.getWidth() > 0) {
			addCell(runs, {column, cells: cell.getWidth(), text: cell.getChars() || ' ', look: lookOf(cell)});
		}
	}

	return runs;
}

function addCell(runs: Run[], cell: Run) {
	const last = runs.at(-1);

	if (last === undefined || JSON.stringify(last.look) !== JSON.stringify(cell.look)) {
		runs.push(cell);
		return;
	}

	runs[runs.length - 1] = {...last, cells: last.cells + cell.cells, text: last.text + cell.text};
}

const lookOf = (cell: xterm.IBufferCell): Look => ({
	foreground: colourOf(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor()),
	background: colourOf(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor()),
	isBold: cell.isBold() !== 0,
	isDim: cell.isDim() !== 0,
	isInverse: cell.isInverse() !== 0,
});

const colourOf = (isDefault: boolean, isRgb: boolean, value: number): Colour | undefined =>
	isDefault ? undefined : {kind: isRgb ? 'rgb' : 'palette', value};

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
