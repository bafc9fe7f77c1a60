import type {ReadStream} from 'node:tty';
import {type IPty, spawn} from '@lydell/node-pty';
import {until} from '../swarm-lab/until.ts';
import {createScreen, type Screen, type Sight, shows} from './screen.ts';

type Options = {
	readonly columns?: number;
	readonly rows?: number;
	/** Added to a small environment that holds nothing of the test runner's: no CI, no colour settings. */
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
};

type Wait = {readonly seconds?: number};

/** How a program ended. `signal` is a number, 0 when the program ended by itself. */
export type Exit = {readonly code: number; readonly signal: number};

/** A program running in a real pseudo terminal, and the screen that a person would see. */
export type Terminal = Pick<Screen, 'lines' | 'text' | 'runs' | 'isOnAlternateScreen' | 'cursorHidden'> & {
	/** Press keys one after the other: characters, or sequences of `keys.ts`. */
	press(...keys: readonly string[]): void;
	/** Send bytes in one piece, as a paste or a bad link would. */
	type(bytes: string): void;
	resize(columns: number, rows: number): void;
	/** The first line that shows this. */
	row(match: string | RegExp): string | undefined;
	/** Wait until it is on the screen. Throws with the whole screen when time is up, or when the program ends. */
	waitFor(sight: Sight, wait?: Wait): Promise<void>;
	waitUntilGone(sight: Sight, wait?: Wait): Promise<void>;
	/** Settles when the program has ended and its last output is on the screen. */
	readonly exited: Promise<Exit>;
	readonly pid: number;
	kill(signal: NodeJS.Signals): void;
	/** Close the terminal's window: the kernel sends SIGHUP, and what the program writes goes nowhere. */
	hangUp(): void;
	/** What a program turned on and has to turn off before it ends, in words: `alternate screen`, `mouse`, ... */
	modesTurnedOn(): readonly string[];
	/** How many bytes the program has sent to the terminal so far. */
	bytesWritten(): number;
	/** All that it has sent so far, what is gone from the screen included. */
	output(): string;
	/** End the program if it still runs. */
	close(): Promise<void>;
};

/** Run a program in a terminal of 120 x 36 (unless told). */
export function openTerminal(command: string, args: readonly string[], options: Options = {}): Terminal {
	const {columns = 120, rows = 36, env = {}, cwd = process.cwd()} = options;
	const screen = createScreen(columns, rows);
	const environment = {...plainEnvironment(), ...env};
	const child = spawn(command, [...args], {cols: columns, rows, cwd, env: environment, encoding: null});
	readToTheEnd(child);
	const program = watch(child, screen);

	return {
		...screen,
		press: (...keys) => {
			for (const key of keys) {
				child.write(key);
			}
		},
		type: bytes => child.write(bytes),
		resize: (newColumns, newRows) => {
			screen.resize(newColumns, newRows);
			child.resize(newColumns, newRows);
		},
		row: match => screen.lines().find(line => shows(line, match)),
		waitFor: (sight, wait) => untilSeen(screen, program, sight, true, wait),
		waitUntilGone: (sight, wait) => untilSeen(screen, program, sight, false, wait),
		exited: program.exited,
		pid: child.pid,
		kill: signal => child.kill(signal),
		hangUp: () => hangUp(child),
		bytesWritten: program.bytesWritten,
		output: program.output,
		close: async () => {
			if (!program.exit()) {
				child.kill('SIGKILL');
				await program.exited;
			}
		},
	};
}

type Program = ReturnType<typeof watch>;

/** Show what the program prints, answer what it asks the terminal, and note how it ends. */
function watch(child: IPty, screen: Screen) {
	let received = 0;
	const pieces: Uint8Array[] = [];
	let exit: Exit | undefined;

	// Without an encoding, pieces come as bytes; the types know only the other case.
	child.onData((piece: string | Uint8Array) => {
		received += piece.length;
		pieces.push(Buffer.from(piece));
		void screen.write(piece);
	});
	screen.onAnswer(answer => child.write(answer));

	const exited = new Promise<Exit>(resolve => {
		child.onExit(async ({exitCode, signal = 0}) => {
			await screen.write('');
			exit = {code: exitCode, signal};
			resolve(exit);
		});
	});

	return {
		exited,
		exit: () => exit,
		bytesWritten: () => received,
		output: () => Buffer.concat(pieces).toString(),
	};
}

async function untilSeen(screen: Screen, program: Program, sight: Sight, wanted: boolean, wait: Wait = {}) {
	const name = typeof sight === 'string' ? JSON.stringify(sight) : String(sight);
	const what = `${name} is ${wanted ? 'on' : 'gone from'} the screen`;
	const isSo = () => shows(screen.text(), sight) === wanted;
	const look = () => (isSo() ? 'so' : program.exit() && 'ended');

	try {
		const outcome = await until(what, look, {...wait, every: 20});

		if (outcome === 'ended') {
			throw new Error(`Waited in vain: ${what}. The program ended: ${JSON.stringify(program.exit())}`);
		}
	} catch (error) {
		const shown = screen.lines().map(line => `| ${line}`);
		throw new Error([error instanceof Error ? error.message : error, ...shown].join('\n'), {cause: error});
	}
}

// The types leave out what closes our end of the pseudo terminal, and the stream that it is.
type Inner = IPty & {destroy(): void; readonly _socket: ReadStream};

/** Milliseconds for what a program wrote last, once it has ended: something else may still hold its terminal open. */
const lastWords = 5000;

/** node-pty closes its end 200 ms after the program's, read or not: a busy machine would lose what was written last. */
function readToTheEnd(child: IPty) {
	const {_socket: socket} = child as Inner;
	const destroy = socket.destroy.bind(socket);
	socket.destroy = error => {
		if (error || socket.readableEnded) {
			return destroy(error);
		}

		setTimeout(destroy, lastWords).unref();
		return socket;
	};
}

function hangUp(child: IPty) {
	const inner = child as Inner;
	Reflect.deleteProperty(inner._socket, 'destroy');
	inner.destroy();
}

const plainEnvironment = () => ({
	PATH: process.env['PATH'] ?? '',
	HOME: process.env['HOME'] ?? '/',
	LANG: 'C.UTF-8',
	TERM: 'xterm-256color',
});
