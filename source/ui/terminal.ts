import type {RenderOptions} from 'ink';
import {clean} from './text/clean.ts';

/** How the dashboard draws. Whoever uses it has checked with `isTerminal` first. */
export const screenOptions = {
	alternateScreen: true,
	// Whole frames: what of them is sent is decided cell by cell, see `writeChanges`.
	incrementalRendering: false,
	interactive: true,
	patchConsole: false,
	exitOnCtrlC: false,
	maxFps: 60,
} as const satisfies RenderOptions;

type MaybeTerminal = {readonly isTTY?: boolean};

/** A dashboard needs a keyboard and a screen: both ends must be terminals. */
export const isTerminal = (stdin: MaybeTerminal, stdout: MaybeTerminal): boolean =>
	stdin.isTTY === true && stdout.isTTY === true;

type GuardOptions = {
	/** Takes down what draws and what listens: unmounts the screen, stops the keys. */
	readonly leave: () => void;
	/** Keeps the error in a file and returns its path. */
	readonly writeCrash: (error: unknown) => string | undefined;
	readonly stdin?: NodeJS.ReadStream;
	readonly stdout?: NodeJS.WriteStream;
	readonly stderr?: NodeJS.WriteStream;
};

type Guard = {
	/** Gives the terminal back as it was. Safe to call more than once. */
	readonly giveBack: () => void;
	/** Gives the terminal back, says where the details are, and exits with 1. */
	readonly crash: (error: unknown) => never;
	/** Stops watching for signals and errors. */
	readonly release: () => void;
};

const exitCodes = {SIGHUP: 129, SIGINT: 130, SIGTERM: 143} as const;

export const leaveAlternateScreen = '\u001b[?1049l';

/**
Whatever a program that ended, or was ended, may have left on: the other screen, mouse, focus reports, bracketed paste, a
frame begun, keys by other sequences, a part of the screen that scrolls, inserting, other letters; the cursor shows, and no
colour goes on. Each is off already where all went well.
*/
export const asItWas = [
	'\u001b[?1047;1000;1002;1003;1006;1004;2004;2026l',
	'\u001b[?1l\u001b>\u001b[=0u\u001b[>4m',
	'\u001b7\u001b[r\u001b8\u001b[?7h\u001b[4l\u001b(B\u000f',
	'\u001b[?25h\u001b[0m',
].join('');

/** However the program ends, short of SIGKILL, the terminal is given back before. */
export const guardTerminal = ({leave, writeCrash, ...streams}: GuardOptions): Guard => {
	const {stdin = process.stdin, stdout = process.stdout, stderr = process.stderr} = streams;
	let isGivenBack = false;

	const giveBack = () => {
		if (isGivenBack) return;
		isGivenBack = true;
		const modes = attempt(leave) ? asItWas : leaveAlternateScreen + asItWas;
		attempt(() => stdout.write(modes));
		attempt(() => stdin.setRawMode(false));
	};

	const crash = (error: unknown): never => {
		giveBack();
		attempt(() => stderr.write(crashNotice(error, writeCrash)));
		process.exit(1);
	};

	const end = (code: number) => () => {
		giveBack();
		process.exit(code);
	};

	const hangUp = end(exitCodes.SIGHUP);
	const signals = Object.entries(exitCodes).map(([signal, code]) => [signal, end(code)] as const);
	for (const [signal, onSignal] of signals) process.on(signal, onSignal);
	for (const event of fatal) process.on(event, crash);
	// A terminal that is gone says so by an error or an end where no SIGHUP reaches us.
	stdin.on('end', hangUp).on('error', hangUp);
	stdout.on('error', hangUp);

	const release = () => {
		for (const [signal, onSignal] of signals) process.off(signal, onSignal);
		for (const event of fatal) process.off(event, crash);
		stdin.off('end', hangUp).off('error', hangUp);
		stdout.off('error', hangUp);
	};

	return {giveBack, crash, release};
};

const fatal = ['uncaughtException', 'unhandledRejection'] as const;

const crashNotice = (error: unknown, writeCrash: GuardOptions['writeCrash']) => {
	const message = clean(error instanceof Error ? error.message : String(error));
	let file: string | undefined;
	attempt(() => {
		file = writeCrash(error);
	});
	const details = file === undefined ? String(error instanceof Error ? error.stack : '') : `The details are in ${file}`;
	return `skep crashed: ${message}\n${details}\n`;
};

const attempt = (action: () => void) => {
	try {
		action();
		return true;
	} catch {
		return false;
	}
};
