import {clean} from '../text/clean.ts';
import {cells, wrap} from '../text/fit.ts';
import {tone} from '../text/style.ts';

/** A line of a page: a heading, a fact with its name, or text that stands for itself. */
export type Entry =
	| {readonly kind: 'heading'; readonly text: string}
	| {readonly kind: 'fact'; readonly name: string; readonly value: string; readonly isTrouble?: boolean}
	| {readonly kind: 'text'; readonly text: string}
	/** To be copied to a shell. */
	| {readonly kind: 'command'; readonly text: string};

export const heading = (text: string): Entry => ({kind: 'heading', text});
export const fact = (name: string, value: string | number | undefined): readonly Entry[] =>
	value === undefined || value === '' ? [] : [{kind: 'fact', name, value: clean(String(value))}];
/** Values of one name, each on a line of its own. */
export const listed = (name: string, values: readonly string[]): readonly Entry[] =>
	values.flatMap((value, index) => fact(index === 0 ? name : '', value));
export const trouble = (name: string, value: string | undefined): readonly Entry[] =>
	value === undefined ? [] : [{kind: 'fact', name, value: clean(value), isTrouble: true}];
export const command = (line: string): Entry => ({kind: 'command', text: clean(line)});
export const text = (line: string): Entry => ({kind: 'text', text: clean(line)});

const indent = 2;
const nameWidth = 18;

/** Entries as styled lines; long values are wrapped below themselves, never cut. */
export const drawEntries = (entries: readonly Entry[], columns: number): readonly string[] =>
	entries.flatMap(entry => drawEntry(entry, columns));

function drawEntry(entry: Entry, columns: number): readonly string[] {
	if (entry.kind === 'heading') {
		return ['', tone('bold', ` ${entry.text}`)];
	}

	if (entry.kind === 'text') {
		return wrap(entry.text, columns - indent - 1).map(line => ' '.repeat(indent) + line);
	}

	if (entry.kind === 'command') {
		const lines = wrap(`$ ${entry.text}`, columns - 2 * indent - 1);
		return lines.map(line => ' '.repeat(2 * indent) + line.replace(/^\$/, tone('dim', '$')));
	}

	const name = ' '.repeat(indent) + entry.name + ' '.repeat(Math.max(1, nameWidth - cells(entry.name)));
	const lines = wrap(entry.value, Math.max(20, columns - cells(name) - 1));
	return lines.map((line, index) => {
		const value = entry.isTrouble ? tone('look', line) : line;
		return (index === 0 ? tone('dim', name) : ' '.repeat(cells(name))) + value;
	});
}
