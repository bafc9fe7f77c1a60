import {setTimeout as wait} from 'node:timers/promises';
import type {Keystroke} from './keystroke.ts';
import {createKeyReader} from './keystrokes.ts';

type Environment = Readonly<Record<string, string | undefined>>;

type KeyInput = NodeJS.ReadableStream & {setRawMode?: (isRaw: boolean) => unknown};

export type ListenOptions = {
	/** Where bracketed paste is switched on and off. */
	readonly write: (text: string) => void;
	readonly escapeWait?: number;
	readonly swallowFor?: number;
};

export type Listening = {
	/** Gives the keyboard to another program. */
	readonly pause: () => void;
	readonly resume: () => void;
	/** Swallows what was typed ahead, until it is quiet for 50 ms: to be awaited before `stop` on the way out, and after another program had it. */
	readonly drain: () => Promise<void>;
	readonly stop: () => void;
};

const bracketedPaste = {on: '\u001b[?2004h', off: '\u001b[?2004l'} as const;

/** How long an ESC waits for the rest of its sequence: `SKEP_ESC_MS`, or longer over ssh, where it may come late. */
export const escapeWaitFor = (env: Environment): number => {
	if (/^\d{1,4}$/.test(env.SKEP_ESC_MS ?? '')) return Number(env.SKEP_ESC_MS);
	return env.SSH_CONNECTION ? 250 : 50;
};

/** Takes the keyboard: raw mode, bracketed paste, and every keystroke told one by one. */
export const listenToKeys = (
	stdin: KeyInput,
	onKeystroke: (keystroke: Keystroke) => void,
	{write, escapeWait = escapeWaitFor(process.env), swallowFor = 1000}: ListenOptions,
): Listening => {
	const reader = createKeyReader({escapeWait, swallowFor});
	let isListening = false;
	let isDeaf = false;
	let reads = 0;
	let timer: NodeJS.Timeout | undefined;
	let late: NodeJS.Immediate | undefined;

	const tell = (keys: readonly Keystroke[]) => {
		clearTimeout(timer);
		clearImmediate(late);
		const due = reader.deadline();
		if (due !== undefined) timer = setTimeout(expire, Math.max(0, due - performance.now()));
		for (const key of keys) {
			if (isListening && !isDeaf) onKeystroke(key);
		}
	};

	// When a busy process gets here late, the rest of the sequence may have been waiting to be read: one more look.
	const expire = () => {
		late = setImmediate(() => tell(reader.expire(performance.now())));
	};

	const onData = (bytes: Uint8Array | string) => {
		reads += 1;
		tell(reader.feed(bytes, Math.min(performance.now(), (reader.deadline() ?? Number.POSITIVE_INFINITY) - 1)));
	};

	const resume = () => {
		if (isListening) return;
		isListening = true;
		stdin.setRawMode?.(true);
		write(bracketedPaste.on);
		stdin.on('data', onData);
		stdin.resume();
	};

	const pause = () => {
		if (!isListening) return;
		isListening = false;
		clearTimeout(timer);
		clearImmediate(late);
		stdin.off('data', onData);
		stdin.pause();
		write(bracketedPaste.off);
		stdin.setRawMode?.(false);
	};

	const drain = async () => {
		isDeaf = true;
		for (let round = 0, before = -1; round < 10 && reads !== before; round++) {
			before = reads;
			await wait(50);
		}
		isDeaf = false;
	};

	resume();
	return {pause, resume, drain, stop: pause};
};
