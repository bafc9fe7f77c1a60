import type {Keystroke} from './keystroke.ts';

/** A bracketed paste under way: what came of it so far, or of one that is too long, only its last few characters. */
export type PasteState = {readonly kind: 'paste'; readonly text: string; readonly isTooLong: boolean};

/** More than any field takes: a config holds less than 1,024,000 bytes. */
const pasteLimit = 1_100_000;

const pasteEnd = '\u001b[201~';

export const emptyPaste: PasteState = {kind: 'paste', text: '', isTooLong: false};

/** What more text makes of a paste: still under way, or ended, with what stands behind it. */
export const pasteMore = (
	{text, isTooLong}: PasteState,
	more: string,
): {readonly paste: PasteState} | {readonly key: Keystroke; readonly rest: string} => {
	const whole = text + more;
	const end = whole.indexOf(pasteEnd, Math.max(0, text.length - pasteEnd.length + 1));

	if (end >= 0) {
		const key = pastedOf({kind: 'paste', text: whole.slice(0, end), isTooLong});
		return {key, rest: whole.slice(end + pasteEnd.length)};
	}

	// However much comes, no more than the beginning of its end is kept of it.
	return isTooLong || whole.length > pasteLimit + pasteEnd.length
		? {paste: {kind: 'paste', text: whole.slice(-pasteEnd.length), isTooLong: true}}
		: {paste: {kind: 'paste', text: whole, isTooLong}};
};

/** The keystroke that a paste is, as far as it got. */
export const pastedOf = ({text, isTooLong}: PasteState): Keystroke =>
	isTooLong || text.length > pasteLimit ? {paste: '', isTooLong: true} : {paste: text.replace(/\r\n?/g, '\n')};
