import {setTimeout as wait} from 'node:timers/promises';

type Keyboard = {readonly pause: () => void; readonly resume: () => void; readonly drain: () => Promise<void>};

/** Ink's `suspendTerminal`, out of `useApp()`. */
type SuspendTerminal = (work: () => Promise<void>) => Promise<void>;

export type JobControl = {
	/** Lends the terminal to another program (an editor, a shell) until `work` is done, and draws everything anew. */
	readonly lend: (work: () => Promise<void>) => Promise<void>;
	/** What Ctrl+Z does: back to the shell, until it says `fg`. */
	readonly suspend: () => Promise<void>;
	/** Stops watching for signals. */
	readonly stop: () => void;
};

/** Keeps the terminal right through Ctrl+Z, `kill -STOP`, `fg`, and programs that are lent the terminal. */
export const controlJobs = (suspendTerminal: SuspendTerminal, keyboard: Keyboard): JobControl => {
	let isLent = false;

	/** What was typed at the other program, and it didn't read, is not for us. */
	const lend = (work: () => Promise<void>) =>
		lendFor(async () => {
			await work();
			keyboard.resume();
			await keyboard.drain();
		});

	const lendFor = async (work: () => Promise<void>) => {
		if (isLent) throw new Error('The terminal is lent to another program already');
		isLent = true;
		try {
			await suspendTerminal(async () => {
				keyboard.pause();
				await work().finally(keyboard.resume);
			});
		} finally {
			isLent = false;
		}
	};

	const stopUntilContinued = async () => {
		process.off('SIGTSTP', onStop);
		// All that were started together stop, as when the terminal sends it: else the shell would wait on for the others.
		process.kill(0, 'SIGTSTP');
		// There is nothing to wait for where the kernel ignores it because no shell could continue us.
		await wait(50);
		process.on('SIGTSTP', onStop);
	};

	const suspend = () => (isLent ? stopUntilContinued() : lendFor(stopUntilContinued));

	const onStop = () => void suspend();
	// Whoever stopped us from outside left something else on the screen.
	const onContinue = () => void (isLent || lendFor(async () => {}));

	process.on('SIGTSTP', onStop).on('SIGCONT', onContinue);
	return {lend, suspend, stop: () => void process.off('SIGTSTP', onStop).off('SIGCONT', onContinue)};
};
