import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {inject, onTestFinished} from 'vitest';
import type {JournalEntry} from '../../source/files/journal.ts';
import {dialogIn, type PaneNumber, paneIn, rowIn} from './reading.ts';
import {openTerminal, type Terminal} from './terminal.ts';

export type SkepOptions = {
	readonly columns?: number;
	readonly rows?: number;
	readonly flags?: readonly string[];
	/** The cockpit opens by itself after a change that rolls, as it does for users. */
	readonly opensCockpit?: boolean;
	/** Flags for Node itself. */
	readonly nodeFlags?: readonly string[];
	/** A program that starts it somewhere else, such as on a node's network. */
	readonly within?: readonly string[];
	/** Without root's power over other permissions: those of a file count, as they do for any user. */
	readonly isPowerless?: boolean;
	/** Where an earlier one kept what it keeps; without, it finds nothing. */
	readonly home?: string;
	/** Where it is started. */
	readonly cwd?: string;
	/** Added to its environment. */
	readonly env?: Readonly<Record<string, string>>;
};

type Wait = {readonly seconds?: number};

/** The dashboard in a terminal, with a state folder of its own. */
export type Skep = Terminal & {
	/** The lines of a pane, below its title. */
	pane(number: PaneNumber): readonly string[];
	/** A pane's row by its name, spaces folded; without the signs before the name. */
	line(number: PaneNumber, name: string): string | undefined;
	waitForLine(number: PaneNumber, name: string, match: RegExp, wait?: Wait): Promise<void>;
	/** What the open dialog says, spaces and line breaks folded; empty when there is none. */
	dialog(): string;
	waitForDialog(match: RegExp, wait?: Wait): Promise<void>;
	journal(): readonly JournalEntry[];
	/** Where it keeps journal, specs and crash logs. */
	readonly stateFolder: string;
	readonly home: string;
	stateFiles(): readonly string[];
};

/** Starts the built program on an engine, 160 x 48 unless told. It ends with the test. */
export function openSkep(host: string | undefined, options: SkepOptions = {}): Skep {
	const {columns = 160, rows = 48, flags = [], nodeFlags = [], within = [], isPowerless = false} = options;
	const home = options.home ?? mkdtempSync(join(tmpdir(), 'skep-home-'));
	const quiet = options.opensCockpit ? [] : ['--no-cockpit'];
	// By the variable, as an operator's shell has it: the commands that dialogs show then need no address.
	const isSeveral = host?.includes(',') === true;
	const skep = [
		process.execPath,
		...nodeFlags,
		inject('program'),
		...(isSeveral ? ['--host', host] : []),
		...quiet,
		...flags,
	];
	const [program = '', ...args] = [...within, ...(isPowerless ? withoutPowers : []), ...skep];
	const terminal = openTerminal(program, args, {
		columns,
		rows,
		env: {HOME: home, XDG_STATE_HOME: home, DOCKER_HOST: isSeveral ? '' : (host ?? ''), ...options.env},
		...(options.cwd === undefined ? {} : {cwd: options.cwd}),
	});
	onTestFinished(async () => {
		await terminal.close();
		// A program that it had started may write there still.
		rmSync(home, {recursive: true, force: true, maxRetries: 20});
	});

	return withEyes(terminal, columns, home);
}

const withoutPowers = ['setpriv', '--bounding-set', '-dac_override,-dac_read_search'];

function withEyes(terminal: Terminal, columns: number, home: string): Skep {
	const stateFolder = join(home, 'skep');
	const line = (number: PaneNumber, name: string) => rowIn(paneIn(terminal.lines(), number), name);
	const dialog = () => dialogIn(terminal.lines(), columns);
	const waitUntil = (what: string, isSo: () => boolean, wait?: Wait) =>
		terminal.waitFor(Object.assign(isSo, {toString: () => what}), wait);

	return {
		...terminal,
		pane: number => paneIn(terminal.lines(), number),
		line,
		waitForLine: (number, name, match, wait) =>
			waitUntil(`${name} in pane ${number} as ${match}`, () => match.test(line(number, name) ?? ''), wait),
		dialog,
		waitForDialog: (match, wait) => waitUntil(`a dialog that says ${match}`, () => match.test(dialog()), wait),
		journal: () => linesOf(join(stateFolder, 'journal.jsonl')).map(text => JSON.parse(text) as JournalEntry),
		stateFolder,
		home,
		stateFiles: () => (existsSync(stateFolder) ? readdirSync(stateFolder, {recursive: true}).map(String) : []),
	};
}

function linesOf(file: string) {
	try {
		return readFileSync(file, 'utf8').split('\n').filter(Boolean);
	} catch {
		return [];
	}
}
