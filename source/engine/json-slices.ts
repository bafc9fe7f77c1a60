const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const lastSpace = 0x20;

/**
Cuts the bytes of one JSON array into the texts of its elements as they arrive, so that a body of many megabytes can
be parsed piece by piece. It only looks for strings and brackets: whether an element is JSON is JSON.parse's business.
*/
export const arraySlicer = () => {
	let held: Buffer = Buffer.alloc(0);
	let depth = 0;
	let isInString = false;
	let isEscaped = false;
	let hasElements = false;
	let isOver = false;

	/** The elements that end in this chunk. Throws a SyntaxError when the bytes are no array. */
	function* push(chunk: Buffer): Generator<string, void, void> {
		const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
		let start = 0;
		for (let at = held.length; at < bytes.length; at += 1) {
			const byte = bytes[at] ?? 0;
			if (isInString) {
				if (isEscaped) {
					isEscaped = false;
				} else if (byte === backslash) {
					isEscaped = true;
				} else if (byte === quote) {
					isInString = false;
				}
				continue;
			}
			if (byte <= lastSpace) {
				continue;
			}
			if (depth === 0) {
				if (byte !== openBracket || isOver) {
					throw new SyntaxError('not a JSON array');
				}
				depth = 1;
				start = at + 1;
				continue;
			}
			if (byte === quote) {
				isInString = true;
			} else if (byte === openBrace || byte === openBracket) {
				depth += 1;
			} else if (byte === closeBrace || byte === closeBracket) {
				depth -= 1;
				isOver = depth === 0;
			}
			if (isOver || (depth === 1 && byte === comma)) {
				const text = bytes.toString('utf8', start, at);
				start = at + 1;
				const isEmptyArray = isOver && !hasElements && text.trim() === '';
				hasElements = true;
				if (!isEmptyArray) {
					yield text;
				}
			}
		}
		held = bytes.subarray(Math.min(start, bytes.length));
	}

	return {
		push,
		/** Call it after the last chunk: throws a SyntaxError when the array has not ended. */
		end: () => {
			if (!isOver) {
				throw new SyntaxError('the JSON array has no end');
			}
		},
	};
};
