import {isValid, type Parsed} from '../../swarm/parsed.ts';

/** A word as it was typed, and what a shell would make of it. */
export type Word = {readonly raw: string; readonly text: string};

const piece = String.raw`'[^']*'|"(?:\\.|[^"\\])*"|\\.`;
const word = new RegExp(String.raw`\s*((?:${piece}|[^\s'"\\])+)`, 'y');
const beforeComma = new RegExp(String.raw`(?:${piece}|[^,'"\\])*`, 'y');
const wholeQuoted = /^(?:'[^']*'|"(?:\\.|[^"\\])*")$/;

const unquoted = (raw: string) =>
	raw.replaceAll(
		/'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/g,
		(_, single?: string, double?: string, escaped?: string) =>
			single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? '',
	);

/** The words of a line, with a shell's quoting: `'a b'`, `"a b"`, `a\ b`. */
export const wordsIn = (text: string): Parsed<readonly Word[]> => {
	const words: Word[] = [];
	word.lastIndex = 0;
	let end = 0;

	for (let found = word.exec(text); found !== null; found = word.exec(text)) {
		end = word.lastIndex;
		words.push({raw: found[1] ?? '', text: unquoted(found[1] ?? '')});
	}

	const rest = text.slice(end).trim();
	return rest === '' ? {value: words} : {problem: `what begins with ${rest.slice(0, 12)} is not closed`};
};

/** The parts between the commas that no quotes are around. */
const splitAtCommas = (text: string): readonly string[] => {
	const parts: string[] = [];

	for (let at = 0; at <= text.length; at++) {
		beforeComma.lastIndex = at;
		const part = beforeComma.exec(text)?.[0] ?? '';
		parts.push(part);
		at += part.length;
	}

	return parts;
};

/** `type=volume,"volume-opt=o=addr=10.0.0.1,rw"` by its commas, quoted as for a shell or as inside one. */
export const fieldsIn = ({raw, text}: Word): readonly string[] =>
	splitAtCommas(wholeQuoted.test(raw) ? text : raw).map(unquoted);

/** The words of a list, which commas may end. */
export const itemsIn = (text: string): Parsed<readonly Word[]> => {
	const words = wordsIn(text);

	if (!isValid(words)) {
		return words;
	}

	const items = words.value.map(({raw}) => raw.replace(/,+$/, '')).filter(raw => raw !== '');
	return {value: items.map(raw => ({raw, text: unquoted(raw)}))};
};

/** The items of a list whose items hold no commas, so that spaces and commas separate them alike. */
export const textsIn = (text: string): Parsed<readonly string[]> => {
	const items = itemsIn(text);
	return isValid(items) ? {value: items.value.flatMap(fieldsIn).filter(item => item !== '')} : items;
};

/** All of them read, or what is wrong with the first that is wrong. */
export const readEach = <T, U>(items: readonly T[], read: (item: T) => Parsed<U>): Parsed<readonly U[]> => {
	const values: U[] = [];

	for (const item of items) {
		const parsed = read(item);

		if (!isValid(parsed)) {
			return parsed;
		}

		values.push(parsed.value);
	}

	return {value: values};
};

/** What comes of a reading, if it can be read. */
export const whenValid = <T, U>(parsed: Parsed<T>, next: (value: T) => Parsed<U>): Parsed<U> =>
	isValid(parsed) ? next(parsed.value) : parsed;
