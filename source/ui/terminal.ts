import {setTimeout as wait} from 'node:timers/promises';
import type {RenderOptions} from 'ink';

/** How the dashboard draws. Whoever uses it has checked with `isTerminal` first. */
export const screenOptions = {
	alternateScreen: true,
	incrementalRendering: true,
	interactive: true,
	patchConsole: false,
	exitOnCtrlC: false,
	maxFps: 60,
} as const satisfies RenderOptions;

type MaybeTerminal = {readonly isTTY?: boolean};

/** A dashboard needs a keyboard and a screen: both ends must be terminals. */
export const isTerminal = (stdin: MaybeTerminal, stdout: MaybeTerminal): boolean =>
	stdin.isTTY === true && stdout.isTTY === true;

type Keyboard = {readonly pause: () => void; readonly resume: () => void};

/** Ink's `suspendTerminal`, out of `useApp()`. */
type SuspendTerminal = (work: () => Promise<void>) => Promise<void>;

/** Lends the terminal to another program (an editor, a shell, the shell we came from) until `work` is done. */
export const lendTerminal = async (
	suspendTerminal: SuspendTerminal,
	keyboard: Keyboard,
	work: () => Promise<void>,
): Promise<void> =>
	suspendTerminal(async () => {
		keyboard.pause();
		try {
			await work();
		} finally {
			keyboard.resume();
		}
	});

/**
 * What Ctrl+Z does: stops this process and those started with it (a shell only notices when all of them stop), and
 * returns once it goes on. To be called while the terminal is lent.
 */
export const stopUntilContinued = async (): Promise<void> => {
	process.kill(0, 'SIGTSTP');
	// The signal may be ignored where no shell could continue us, so there may be no SIGCONT to wait for.
	await wait(50);
};
