import stringWidth from 'string-width';
import {glyphs} from './glyphs.ts';

/** ASCII, lines, blocks and our own signs: each a cell, whatever stands beside it. */
const simple = /^[ -~─-▟…←→]*$/;
const sgr = /\u001b\[[\d;:]*m/g;
const segmenter = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/** How many terminal cells a text takes. Styles (SGR) take none. */
export const cells = (text: string): number => {
	const bare = text.includes('\u001b') ? text.replace(sgr, '') : text;
	return isSimple(bare) ? bare.length : stringWidth(bare);
};

/** Every character of it is one cell. */
export const isSimple = (text: string): boolean => simple.test(text);

/** Shortens a plain text to at most `width` cells, with an ellipsis where it was cut. */
export const cut = (text: string, width: number): string => {
	if (width <= 0) return '';
	if (cells(text) <= width) return text;
	const mark = glyphs().ellipsis;
	return mark.length >= width ? mark.slice(0, width) : head(text, width - mark.length) + mark;
};

/** More code units than a cell takes, but in texts made for it. */
const roomy = 32;

/** The end of a plain text in at most `width` cells, with an ellipsis where its beginning was cut off. */
export const cutStart = (text: string, width: number): string => {
	if (cells(text) <= width) return text;
	const mark = glyphs().ellipsis;
	let end = '';
	for (const {segment} of [...segmenter.segment(text.slice(-width * roomy))].reverse()) {
		if (cells(segment) + cells(end) > width - mark.length) break;
		end = segment + end;
	}
	return mark.slice(0, Math.max(0, width)) + end;
};

/** Both ends of a plain text in at most `width` cells, more of its end: long names differ there. */
export const cutMiddle = (text: string, width: number): string => {
	if (cells(text) <= width) return text;
	const start = Math.floor(Math.max(0, width - glyphs().ellipsis.length) / 3);
	const beginning = head(text, start);
	return beginning + cutStart(text, width - cells(beginning));
};

/** Exactly `width` cells of a plain text: cut with an ellipsis, or filled up with spaces. */
export const fit = (text: string, width: number, align: 'left' | 'right' = 'left'): string =>
	fill(cut(text, width), width, align);

/** Like `cut`, for text that holds styles (SGR). Whatever the whole text closes stays closed. */
export const cutStyled = (text: string, width: number): string => {
	if (width <= 0) return '';
	if (cells(text) <= width) return text;
	const mark = glyphs().ellipsis.slice(0, width);
	const styles = text.match(sgr) ?? [];
	let room = width - mark.length;
	let result = '';
	for (const [index, part] of text.split(sgr).entries()) {
		const piece = head(part, room);
		// Past the cut only the styles go on, so that the text ends in the state it would have ended in.
		result += (piece === part || room < 0 ? piece : piece + mark) + (styles[index] ?? '');
		room = piece === part ? room - cells(piece) : -1;
	}
	return result;
};

/** Like `fit`, for text that holds styles (SGR). */
export const fitStyled = (text: string, width: number, align: 'left' | 'right' = 'left'): string =>
	fill(cutStyled(text, width), width, align);

/** Breaks a plain text between words into lines of at most `width` cells, and a word where it is longer than that. */
export const wrap = (text: string, width: number): string[] =>
	width <= 0 ? [] : text.split('\n').flatMap(paragraph => wrapParagraph(paragraph, width));

const fill = (text: string, width: number, align: 'left' | 'right') => {
	const space = ' '.repeat(Math.max(0, width - cells(text)));
	return align === 'right' ? space + text : text + space;
};

/** The longest beginning of a plain text that takes at most `width` cells. */
const head = (text: string, width: number) => {
	if (width <= 0) return '';
	if (isSimple(text)) return text.slice(0, width);
	let end = 0;
	let used = 0;
	for (const {segment, index} of segmenter.segment(text)) {
		used += cells(segment);
		if (used > width) break;
		end = index + segment.length;
	}
	return text.slice(0, end);
};

const wrapParagraph = (text: string, width: number) => {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		const longer = line === '' ? word : `${line} ${word}`;
		if (cells(longer) <= width) {
			line = longer;
			continue;
		}
		if (line !== '') lines.push(line);
		const pieces = breakWord(word, width);
		lines.push(...pieces.slice(0, -1));
		line = pieces.at(-1) ?? '';
	}
	return [...lines, line];
};

/** Enough of a text to fill a line, where that is told from it: a megabyte that was pasted isn't measured line by line. */
const beginning = (text: string, width: number) => {
	const near = text.slice(0, width * roomy);
	return near.length < text.length && cells(near) > width ? near : text;
};

const breakWord = (word: string, width: number) => {
	const pieces: string[] = [];
	let rest = word;
	for (let near = beginning(rest, width); cells(near) > width; near = beginning(rest, width)) {
		const piece = head(near, width);
		// Nothing fits where a character is wider than the line: better nothing than a line that is too long.
		if (piece === '') return [...pieces, ''];
		pieces.push(piece);
		rest = rest.slice(piece.length);
	}
	return [...pieces, rest];
};
