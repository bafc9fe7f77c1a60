import type {IUnicodeVersionProvider} from '@xterm/headless';
import stringWidth from 'string-width';

const mark = /^[\p{Mark}\p{Default_Ignorable_Code_Point}]$/u;
const regional = /^\p{Regional_Indicator}$/u;

const known = new Map<number, 0 | 1 | 2>();

/** Asked for every character of every frame, most of them parts of rules. */
const wcwidth = (point: number): 0 | 1 | 2 => {
	if (point < 0x300) {
		return point < 0x20 || (point >= 0x7f && point < 0xa0) ? 0 : 1;
	}
	const width = known.get(point) ?? widthOf(String.fromCodePoint(point));
	known.set(point, width);
	return width;
};

const widthOf = (character: string): 0 | 1 | 2 => {
	if (mark.test(character)) {
		return 0;
	}
	return regional.test(character) || stringWidth(character) < 2 ? 1 : 2;
};

/** Cells per code point, as terminals of today have them: emoji are wide, and joiners join nothing. */
export const cellWidths: IUnicodeVersionProvider = {
	version: 'today',
	wcwidth,
	// A mark joins what is before it. The packing is xterm.js's own: the width above one bit for joining.
	charProperties: (point, before) => {
		const width = wcwidth(point);
		const widthBefore = (before >> 1) & 3;
		const isJoined = width === 0 && before !== 0 && widthBefore > 0;
		return ((isJoined ? widthBefore : width) << 1) | (isJoined ? 1 : 0);
	},
};
