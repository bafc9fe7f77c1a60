/**
What must be sent and shown nowhere, as a secret's value: only `open` gives it out. JSON, journals and errors that
hold it hold nothing of it.
*/
export type Sealed = {
	/** In bytes. */
	readonly size: number;
	readonly endsWithNewline: boolean;
	readonly open: () => Uint8Array;
	/** Overwrites it; then it can't be opened any more. */
	readonly wipe: () => void;
};

const newline = 0x0a;

/** The bytes belong to it from here on. */
export const sealed = (bytes: Uint8Array): Sealed => {
	let kept: Uint8Array | undefined = bytes;

	return {
		size: bytes.length,
		endsWithNewline: bytes.at(-1) === newline,
		open() {
			if (kept === undefined) {
				throw new Error('It was sent already, and is kept nowhere.');
			}

			return kept;
		},
		wipe() {
			kept?.fill(0);
			kept = undefined;
		},
	};
};
