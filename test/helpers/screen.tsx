import {EventEmitter} from 'node:events';
import {PassThrough} from 'node:stream';
import xterm from '@xterm/headless';
import {render} from 'ink';
import type {ReactNode} from 'react';
import {writeChanges} from '../../source/ui/changed-cells.ts';
import {screenOptions} from '../../source/ui/terminal.ts';
import {cellWidths} from './cell-widths.ts';
import {bytesOf} from './keys.ts';

/** Text, or what must be true of the screen's text. */
export type Sight = string | RegExp | ((text: string) => boolean);

export type Streams = {readonly stdin: NodeJS.ReadStream; readonly stdout: NodeJS.WriteStream};

export type Cell = {
	readonly text: string;
	/** A palette number, an RGB value, or undefined for the terminal's own. */
	readonly foreground: number | undefined;
	readonly background: number | undefined;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly inverse: boolean;
	readonly underline: boolean;
};

/**
 * Draws on an in-memory terminal through the same path as on a real one. A function is given the terminal's streams, for
 * what doesn't ask Ink for them.
 */
export const drawOnScreen = (
	node: ReactNode | ((streams: Streams) => ReactNode),
	{columns = 160, rows = 48, patience = 60_000} = {},
) => {
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, convertEol: true});
	terminal.unicode.register(cellWidths);
	terminal.unicode.activeVersion = cellWidths.version;
	const stdout = fakeStdout(terminal);
	const stdin = fakeStdin();
	const streams = {stdin, stdout: stdout.stream} as unknown as Streams;
	let frames = 0;
	writeChanges(streams.stdout);
	const app = render(typeof node === 'function' ? node(streams) : node, {
		...screenOptions,
		...streams,
		stderr: streams.stdout,
		maxFps: 1000,
		onRender: () => {
			frames++;
		},
	});
	const lines = () => Array.from({length: terminal.rows}, (_, y) => lineAt(terminal, y)?.translateToString(true) ?? '');
	const text = () => lines().join('\n');
	const settle = async () => {
		await app.waitUntilRenderFlush();
		await stdout.written();
	};

	const until = async (isSo: () => boolean, expected: () => string) => {
		const end = performance.now() + patience;
		for (;;) {
			await settle();
			if (isSo()) return;
			if (performance.now() > end) throw new Error(`${expected()} Screen:\n${framed(lines())}`);
			await new Promise(resolve => setTimeout(resolve, 5));
		}
	};

	const send = async (bytes: string) => {
		stdin.write(bytes);
		await new Promise(resolve => setImmediate(resolve));
		await settle();
	};

	return {
		app,
		stdin: streams.stdin,
		stdout: streams.stdout,
		settle,
		lines,
		text,
		/** The first row that matches, and where it is. */
		row: (match: Exclude<Sight, string> | string) => lines().find(line => sees(line, match)),
		rowIndex: (match: Sight) => lines().findIndex(line => sees(line, match)),
		waitFor: (sight: Sight) =>
			until(
				() => sees(text(), sight),
				() => `Waited in vain for ${sight}.`,
			),
		waitUntilGone: (sight: Sight) =>
			until(
				() => !sees(text(), sight),
				() => `Waited in vain until ${sight} is gone.`,
			),
		/** One after the other, each seen by the app before the next: `press('j', 'enter')`. */
		async press(...keys: readonly string[]) {
			for (const key of keys) await send(bytesOf(key));
		},
		/** All in one burst, as a fast typist's keys arrive over ssh. */
		burst: (...keys: readonly string[]) => send(keys.map(bytesOf).join('')),
		type: (typed: string) => send(typed),
		paste: (pasted: string) => send(`\u001b[200~${pasted}\u001b[201~`),
		async resize(newColumns: number, newRows: number) {
			terminal.resize(newColumns, newRows);
			stdout.resize(newColumns, newRows);
			await settle();
		},
		cell: (x: number, y: number): Cell => cellAt(terminal, x, y),
		/** How many bytes were sent to the terminal since the last call, or since the start. */
		bytesSince: stdout.takeBytes,
		/** How often Ink put the whole screen together so far, whether anything came of it or not. */
		frames: () => frames,
		isAlternate: () => terminal.buffer.active.type === 'alternate',
		async unmount() {
			app.unmount();
			await stdout.written();
		},
	};
};

export type Screen = ReturnType<typeof drawOnScreen>;

const sees = (text: string, sight: Sight) => {
	if (typeof sight === 'string') return text.includes(sight);
	return typeof sight === 'function' ? sight(text) : new RegExp(sight.source, sight.flags.replace('g', '')).test(text);
};

const framed = (lines: readonly string[]) => lines.map(line => `| ${line}`).join('\n');

const lineAt = (terminal: xterm.Terminal, y: number) =>
	terminal.buffer.active.getLine(terminal.buffer.active.baseY + y);

const cellAt = (terminal: xterm.Terminal, x: number, y: number): Cell => {
	const cell = lineAt(terminal, y)?.getCell(x);
	if (!cell) throw new Error(`There is no cell at ${x},${y}`);
	return {
		text: cell.getChars(),
		foreground: cell.isFgDefault() ? undefined : cell.getFgColor(),
		background: cell.isBgDefault() ? undefined : cell.getBgColor(),
		bold: cell.isBold() !== 0,
		dim: cell.isDim() !== 0,
		inverse: cell.isInverse() !== 0,
		underline: cell.isUnderline() !== 0,
	};
};

const fakeStdin = () => {
	const stdin = new PassThrough();
	return Object.assign(stdin, {
		isTTY: true,
		isRaw: false,
		setRawMode: () => stdin,
		ref: () => stdin,
		unref: () => stdin,
	});
};

const fakeStdout = (terminal: xterm.Terminal) => {
	let bytes = 0;
	let pending = Promise.resolve();
	const write = (chunk: string | Uint8Array, first?: unknown, second?: unknown) => {
		const done = [first, second].find(argument => typeof argument === 'function');
		bytes += Buffer.byteLength(chunk);
		pending = pending.then(() => new Promise<void>(resolve => terminal.write(chunk, resolve))).then(() => done?.());
		return true;
	};
	const stream = Object.assign(new EventEmitter(), {
		isTTY: true,
		writable: true,
		columns: terminal.cols,
		rows: terminal.rows,
		write,
	});
	return {
		stream,
		written: () => pending,
		resize(columns: number, rows: number) {
			Object.assign(stream, {columns, rows});
			stream.emit('resize');
		},
		takeBytes() {
			const taken = bytes;
			bytes = 0;
			return taken;
		},
	};
};
