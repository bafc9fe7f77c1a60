import type {Keystroke} from './keystroke.ts';

export type KeyInput = NodeJS.ReadableStream & {setRawMode?: (isRaw: boolean) => unknown};

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
	/** Swallows what was typed ahead, for some 50 ms: to be awaited before `stop` on the way out. */
	readonly drain: () => Promise<void>;
	readonly stop: () => void;
};

export const listenToKeys = (
	_stdin: KeyInput,
	_onKeystroke: (keystroke: Keystroke) => void,
	_options: ListenOptions,
): Listening => ({pause() {}, resume() {}, async drain() {}, stop() {}});
