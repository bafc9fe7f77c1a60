import {cells, isSimple} from './fit.ts';

/** A character as it stands on the terminal: what it looks like is the codes (SGR) that are in force, as one text. */
export type StyledCell = {readonly text: string; readonly width: number; readonly style: string};

const sgr = /\u001b\[([\d;]*)m/g;
const segmenter = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/** A line as Ink writes it, one style to a code, taken apart. */
export function styledCells(line: string): readonly StyledCell[] {
	const result: StyledCell[] = [];
	let [active, at]: [readonly string[], number] = [[], 0];

	for (const match of line.matchAll(sgr)) {
		append(result, line.slice(at, match.index), active);
		active = withCode(active, match[1] ?? '');
		at = match.index + match[0].length;
	}

	append(result, line.slice(at), active);
	return result;
}

function append(result: StyledCell[], text: string, active: readonly string[]) {
	const style = active.map(code => `\u001b[${code}m`).join('');

	if (isSimple(text)) {
		for (const character of text) result.push({text: character, width: 1, style});
	} else {
		for (const {segment} of segmenter.segment(text)) result.push({text: segment, width: cells(segment), style});
	}
}

/** What is in force after one more code: each ends others, or takes the place of one of its kind. */
function withCode(active: readonly string[], code: string): readonly string[] {
	const end = endOf(code);

	if (end === undefined) {
		return active.filter(other => endOf(other) !== code && code !== '0' && code !== '');
	}

	const left = active.filter(other => other !== code && (end === bolder || endOf(other) !== end));
	return [...left, code];
}

/** Bold and faint end alike, and go together. */
const bolder = '22';
const ends: Readonly<Record<string, string>> = {1: bolder, 2: bolder, 3: '23', 4: '24', 7: '27', 8: '28', 9: '29'};

/** The code that ends what this one begins (ECMA-48, SGR); none for one that ends others. */
function endOf(code: string): string | undefined {
	if (/^(?:3[0-7]|38;.*|9[0-7])$/.test(code)) return '39';
	return /^(?:4[0-7]|48;.*|10[0-7])$/.test(code) ? '49' : ends[code];
}
