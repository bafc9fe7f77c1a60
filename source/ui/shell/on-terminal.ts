import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {leftUninterrupted} from '../interrupts.ts';

/** A program elsewhere, on a terminal of its own there. */
export type Attachable = {
	readonly output: AsyncIterable<Uint8Array>;
	readonly type: (bytes: Uint8Array) => void;
	readonly resize: (size: {readonly columns: number; readonly rows: number}) => Promise<void>;
	readonly close: () => void;
};

export type Streams = {readonly stdin: NodeJS.ReadStream; readonly stdout: NodeJS.WriteStream};

/** How a program of this machine ended; `why` says that it could not be started. */
export type Ended =
	| {readonly code: number | undefined; readonly signal: NodeJS.Signals | undefined}
	| {readonly why: string};

/** Ctrl+], so many times with nothing between, gives up on a program that no longer answers. */
const giveUpKey = 0x1d;
const giveUpAfter = 3;

/** Joins this terminal, which must have been lent, to a program elsewhere until its output ends. Every key is its own. */
export async function attachTerminal(program: Attachable, {stdin, stdout}: Streams): Promise<void> {
	let presses = 0;
	let isGivenUp = false;
	const type = (bytes: Uint8Array | string) => {
		const keys = Buffer.from(bytes as Uint8Array);
		presses = keys.every(key => key === giveUpKey) ? presses + keys.length : 0;
		program.type(keys);

		if (presses >= giveUpAfter) {
			isGivenUp = true;
			program.close();
		}
	};
	const resize = () => void program.resize({columns: stdout.columns, rows: stdout.rows});

	stdin.setRawMode(true);
	stdin.on('data', type).resume();
	stdout.on('resize', resize);
	// It may have changed while the terminal changed hands.
	resize();

	try {
		for await (const bytes of program.output) {
			if (!stdout.write(bytes)) {
				await once(stdout, 'drain');
			}
		}
	} catch (error) {
		if (!isGivenUp) {
			throw error;
		}
	} finally {
		stdout.off('resize', resize);
		stdin.off('data', type).pause();
		stdin.setRawMode(false);
	}
}

/** What ssh and docker end with when they themselves failed; their words would be gone with the screen. */
const failures: readonly unknown[] = [125, 126, 127, 255];

/** Runs a program of this machine on the terminal, which must have been lent, until it ends. */
export const runOnTerminal = (name: string, args: readonly string[], streams: Streams): Promise<Ended> =>
	leftUninterrupted(async () => {
		const ended = await spawned(name, args);

		if ('code' in ended && failures.includes(ended.code)) {
			streams.stdout.write(`\n${name} ended with ${ended.code}. Enter leads back to skep.\n`);
			streams.stdin.resume();
			await once(streams.stdin, 'data');
			streams.stdin.pause();
		}

		return ended;
	});

const spawned = (name: string, args: readonly string[]) =>
	new Promise<Ended>(resolve => {
		const child = spawn(name, args, {stdio: 'inherit'});
		child.on('error', error => resolve({why: `${name} could not be started: ${error.message}.`}));
		child.on('close', (code, signal) => resolve({code: code ?? undefined, signal: signal ?? undefined}));
	});
