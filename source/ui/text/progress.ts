import {glyphs} from './glyphs.ts';

/** A progress bar of exactly `width` cells. It is full only when all is done, and empty only when nothing is. */
export const bar = (done: number, of: number, width: number): string => {
	if (width <= 0) return '';
	const share = of > 0 ? Math.min(1, Math.max(0, done / of)) : 0;
	const full = share === 1 ? width : Math.min(width - 1, Math.ceil(share * width));
	return glyphs().done.repeat(Math.max(0, full)) + glyphs().open.repeat(width - Math.max(0, full));
};
