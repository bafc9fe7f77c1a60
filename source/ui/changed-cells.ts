import {changeOf} from './text/change.ts';

type Terminal = Pick<NodeJS.WriteStream, 'write' | 'columns' | 'rows'>;

/** What Ink begins a frame with that takes the place of another: every line of that is erased, upwards. */
const erased = /^(?:\u001b\[2K(?:\u001b\[1A)?)+\u001b\[G/;

/** What opens the screen of its own leaves the cursor where it was: behind what a script printed, or what was typed too early. */
const opens = '\u001b[?1049h';
const home = '\u001b[H';
const hiddenCursor = '\u001b[?25l';
const cleared = '\u001b[H\u001b[J';

/**
Has a terminal sent what changed on it, cell by cell, where Ink writes whole frames. What isn't such a frame passes as it is,
and so does the first frame after it, after the size changed, and of another height than the terminal.
*/
export const writeChanges = (stdout: Terminal) => {
	const {write} = stdout;
	let shown: {readonly lines: readonly string[]; readonly columns: number} | undefined;
	let isBegun = false;

	const changed = (chunk: string) => {
		const {columns, rows} = stdout;
		const lines = chunk.replace(erased, '').split('\n');
		const before = shown?.columns === columns && shown.lines.length === rows ? shown.lines : undefined;

		if (lines.length === 1) {
			const isThere = isBegun && chunk === opens;
			shown = isThere || isHarmless(chunk) ? shown : undefined;
			return isThere ? '' : chunk;
		}

		const isFirst = isBegun;
		isBegun = false;
		shown = lines.length === rows ? {lines, columns} : undefined;
		if (before && shown && (isFirst || erased.test(chunk))) {
			return changesOf(before, lines);
		}
		return isFirst ? cleared + chunk : chunk;
	};

	const sent = (chunk: string) => changed(chunk).replace(opens, opens + home);

	stdout.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
		// Bytes are another program's: nobody knows what they draw.
		shown = typeof chunk === 'string' ? shown : undefined;
		return Reflect.apply(write, stdout, [typeof chunk === 'string' ? sent(chunk) : chunk, ...rest]);
	}) as typeof write;
	return {
		/** Shows a frame before Ink is there: on the screen that Ink would switch to, and its first one is compared with it. */
		begin: (lines: readonly string[]) => {
			const frame = cleared + lines.join('\r\n');
			Reflect.apply(write, stdout, [`${opens}${hiddenCursor}\u001b[?2026h${frame}\u001b[?2026l`]);
			shown = {lines, columns: stdout.columns};
			isBegun = true;
		},
		stop: () => {
			stdout.write = write;
		},
	};
};

/** It moves no cursor and draws nothing: modes but that of the alternate screen, and what is for the clipboard. */
const isHarmless = (chunk: string) => /^(?:\u001b\[\?(?!1049)[\d;]+[hl]|\u001b\][^\u0007]*\u0007|\u0007)*$/.test(chunk);

/** The cursor ends up where Ink takes it to be: on the last line. */
const changesOf = (before: readonly string[], after: readonly string[]) =>
	after
		.map((line, row) => (line === before[row] ? '' : changeOf(before[row] ?? '', line, row)))
		.concat(`\u001b[${after.length}H`)
		.join('');
