import {
	type Document,
	isAlias,
	isMap,
	isNode,
	isPair,
	isScalar,
	isSeq,
	LineCounter,
	type Pair,
	parseDocument,
} from 'yaml';

/** A compose file as it was written: where its keys stand, which no tree tells. */
export type WrittenFile = {
	readonly document: Document;
	readonly text: string;
	readonly lineAt: (offset: number) => number;
};

/** Never throws: what is wrong with the file is among the document's errors. */
export const writtenFile = (text: string): WrittenFile => {
	const counter = new LineCounter();
	const document = parseDocument(text, {lineCounter: counter, uniqueKeys: false, strict: false, logLevel: 'silent'});
	return {document, text, lineAt: offset => counter.linePos(offset).line};
};

export type Entry = {readonly key: string; readonly value: unknown; readonly line: number};

/** The value itself where it is an alias of another place. */
export const resolved = (value: unknown, {document}: WrittenFile): unknown =>
	isAlias(value) ? value.resolve(document) : value;

const keyOf = (pair: Pair): string => (isScalar(pair.key) ? String(pair.key.value) : '');

const offsetOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);

/** The pairs of a mapping, what `<<` merges into it after its own, which count more. */
export const entriesOf = (value: unknown, file: WrittenFile): readonly Entry[] => {
	const map = resolved(value, file);

	if (!isMap(map)) {
		return [];
	}

	const pairs = map.items.filter(pair => isPair(pair));
	const own = pairs
		.filter(pair => keyOf(pair) !== '<<')
		.map(pair => ({key: keyOf(pair), value: resolved(pair.value, file), line: file.lineAt(offsetOf(pair.key))}));
	const merged = pairs.filter(pair => keyOf(pair) === '<<').flatMap(pair => mergedFrom(pair.value, file));
	return [...own, ...merged.filter(({key}) => !own.some(entry => entry.key === key))];
};

const mergedFrom = (value: unknown, file: WrittenFile): readonly Entry[] => {
	const from = resolved(value, file);
	return isSeq(from) ? from.items.flatMap(item => entriesOf(item, file)) : entriesOf(from, file);
};

export const entryAt = (value: unknown, key: string, file: WrittenFile): Entry | undefined =>
	entriesOf(value, file).find(entry => entry.key === key);

/** The line of a place in the file, or of the nearest above it that is written there; undefined where none is. */
export const lineOf = (path: readonly string[], file: WrittenFile): number | undefined => {
	let value: unknown = file.document.contents;
	let line: number | undefined;

	for (const part of path) {
		const list = resolved(value, file);
		const item = isSeq(list) ? list.items[Number(part)] : undefined;
		const next = isNode(item) ? {value: item, line: file.lineAt(offsetOf(item))} : entryAt(list, part, file);

		if (next === undefined) {
			return line;
		}

		({value, line} = next);
	}

	return line;
};

type ScalarText = {readonly text: string; readonly line: number};

/** All texts below a value, those of anchors that it uses included, comments and keys aside; each once, with its line. */
export const scalarsIn = (value: unknown, file: WrittenFile): readonly ScalarText[] => {
	const seen = new Set<unknown>();
	const visit = (found: unknown): readonly ScalarText[] => {
		const node = resolved(found, file);

		if (seen.has(node)) {
			return [];
		}

		seen.add(node);

		if (isScalar(node)) {
			return [{text: String(node.value), line: file.lineAt(offsetOf(node))}];
		}

		if (isSeq(node)) {
			return node.items.flatMap(visit);
		}

		return isMap(node) ? node.items.flatMap(pair => visit(pair.value)) : [];
	};
	return visit(value);
};

/** What is no YAML in it, and where; undefined where it is. */
export const syntaxProblem = (text: string): {readonly line: number; readonly problem: string} | undefined => {
	const [error] = parseDocument(text, {logLevel: 'silent', version: '1.1'}).errors;
	// What follows the sentence repeats the place, and the text around it.
	const [problem = ''] = error?.message.split(/ at line \d+|:\n/) ?? [];
	return error === undefined ? undefined : {line: error.linePos?.[0].line ?? 1, problem};
};
