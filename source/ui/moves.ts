type Writable = {write: NodeJS.WriteStream['write']};

/** Ink passes lines that stay as they are one by one; a terminal takes one move for all of them (ECMA-48, CNL). */
export const joinMoves = (text: string) =>
	text.replaceAll(/(?:\u001b\[E){2,}/g, moves => `\u001b[${moves.length / '\u001b[E'.length}E`);

/** Has a terminal written to in fewer bytes; on a big one, the moves are most of a small change. Returns its end. */
export const writeFewerMoves = (stdout: Writable) => {
	const {write} = stdout;
	stdout.write = ((chunk: string | Uint8Array, ...rest: unknown[]) =>
		Reflect.apply(write, stdout, [typeof chunk === 'string' ? joinMoves(chunk) : chunk, ...rest])) as typeof write;
	return () => {
		stdout.write = write;
	};
};
