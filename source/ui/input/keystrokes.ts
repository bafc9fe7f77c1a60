import type {Keystroke} from './keystroke.ts';

export type KeyReaderOptions = {
	/** How long after an ESC, in milliseconds, the rest of a sequence may still come. */
	readonly escapeWait: number;
	/** How long after its last byte, in milliseconds, a broken sequence's tail is swallowed. */
	readonly swallowFor: number;
};

/** Bytes in, keystrokes out. It has no clock: `now` is any steady count of milliseconds. */
export type KeyReader = {
	readonly feed: (bytes: Uint8Array | string, now: number) => Keystroke[];
	/** When `expire` wants to be called, if nothing is fed before. */
	readonly deadline: () => number | undefined;
	readonly expire: (now: number) => Keystroke[];
};

export const createKeyReader = (_options: KeyReaderOptions): KeyReader => ({
	feed: () => [],
	deadline: () => undefined,
	expire: () => [],
});
