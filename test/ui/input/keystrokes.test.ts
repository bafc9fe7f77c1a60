import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Keystroke} from '../../../source/ui/input/keystroke.ts';
import {createKeyReader} from '../../../source/ui/input/keystrokes.ts';
import {bytesOf, named} from '../../helpers/keys.ts';

const local = {escapeWait: 50, swallowFor: 1000};
const ssh = {escapeWait: 250, swallowFor: 1000};
const encoder = new TextEncoder();

type Chunk = {readonly bytes: Uint8Array | string; readonly after: number};

/** Feeds chunks with gaps in between, as a timer and a terminal would, and waits out what is pending at the end. */
const read = (chunks: readonly Chunk[], options = local): Keystroke[] => {
	const reader = createKeyReader(options);
	const keys: Keystroke[] = [];
	let now = 0;
	const waitUntil = (end: number) => {
		const due = reader.deadline();
		if (due !== undefined && due <= end) keys.push(...reader.expire(due));
		now = end;
	};
	for (const {bytes, after} of chunks) {
		waitUntil(now + after);
		keys.push(...reader.feed(bytes, now));
	}
	waitUntil(now + 10_000);
	return keys;
};

const names = (keys: readonly Keystroke[]) => keys.map(key => ('key' in key ? key.key : `paste ${key.paste}`));
const keysOf = (bytes: string) => names(read([{bytes, after: 0}]));
const inPieces = (pieces: readonly string[], gap: number): Chunk[] =>
	pieces.map((bytes, index) => ({bytes, after: index === 0 ? 0 : gap}));

describe('whole keys', () => {
	test.each(Object.entries(named))('%s', (name, bytes) => {
		expect(keysOf(bytes)).toEqual([name]);
	});

	test('every letter, sign and control', () => {
		for (const key of 'azAZ09!?/:#[]`~') expect(keysOf(bytesOf(key))).toEqual([key]);
		for (const key of ['ctrl+a', 'ctrl+d', 'ctrl+r', 'ctrl+z', 'alt+x', 'alt+D'])
			expect(keysOf(bytesOf(key))).toEqual([key]);
	});

	test('what a key types into a text field', () => {
		expect(read([{bytes: 'D é\u001b[A', after: 0}])).toEqual([
			{key: 'D', text: 'D'},
			{key: 'space', text: ' '},
			{key: 'é', text: 'é'},
			{key: 'up'},
		]);
	});

	test('a burst is split into its keys', () => {
		expect(keysOf('jjj')).toEqual(['j', 'j', 'j']);
		expect(keysOf('jd\r')).toEqual(['j', 'd', 'enter']);
		expect(keysOf('\u001b[A\u001b[Ak\u001bOB')).toEqual(['up', 'up', 'k', 'down']);
	});

	test('a line feed after a return is the same key', () => {
		expect(keysOf('\r\n')).toEqual(['enter']);
		expect(keysOf('\n\r')).toEqual(['enter', 'enter']);
	});

	test('a character whose bytes come apart', () => {
		const [first, ...rest] = encoder.encode('가');
		expect(
			read([
				{bytes: Uint8Array.of(first ?? 0), after: 0},
				{bytes: Uint8Array.from(rest), after: 30},
			]),
		).toHaveLength(2);
	});
});

describe('other dialects', () => {
	test.each([
		['\u001b[1;2D', 'shift+left'],
		['\u001b[1;6D', 'ctrl+shift+left'],
		['\u001b[1;3A', 'alt+up'],
		['\u001b\u001b[D', 'alt+left'],
		['\u001b[3;5~', 'ctrl+delete'],
		['\u001b[a', 'shift+up'],
		['\u001bOa', 'ctrl+up'],
		['\u001b[5^', 'ctrl+pageup'],
		['\u001b[6$', 'shift+pagedown'],
		['\u001b[[A', 'f1'],
		['\u001b[[E', 'f5'],
		['\u001bOD', 'left'],
		['\u001bOM', 'enter'],
		['\u009bD', 'left'],
		['\u001b[97;5u', 'ctrl+a'],
		['\u001b[100;2u', 'D'],
		['\u001b[13;2u', 'shift+enter'],
		['\u001b[27u', 'escape'],
		['\u001b[57352u', undefined],
		['\u001b[97;5:3u', undefined],
		['\u001b[27;5;105~', 'ctrl+i'],
	])('%j is %s', (bytes, key) => {
		expect(keysOf(`${bytes}j`)).toEqual(key === undefined ? ['j'] : [key, 'j']);
	});
});

const silent = {
	'mouse press': '\u001b[<0;33;14M',
	'mouse release': '\u001b[<0;33;14m',
	'old mouse report': '\u001b[M !!',
	'focus in': '\u001b[I',
	'focus out': '\u001b[O',
	'cursor position': '\u001b[24;80R',
	'device attributes': '\u001b[?62;1;6c',
	'mode report': '\u001b[?2026;2$y',
	'kitty flags': '\u001b[?1u',
	'background colour, BEL': '\u001b]11;rgb:1e1e/1e1e/1e1e\u0007',
	'background colour, ST': '\u001b]11;rgb:1e1e/1e1e/1e1e\u001b\\',
	'terminal version': '\u001bP>|XTerm(390)\u001b\\',
	setting: '\u001bP1$r0m\u001b\\',
	graphics: '\u001b_Gi=31;OK\u001b\\',
	'unknown final': '\u001b[1;2;3y',
	'unknown SS3': '\u001bOj',
} as const;

test.each(Object.entries(silent))('%s says nothing', (_, bytes) => {
	expect(keysOf(`${bytes}j`)).toEqual(['j']);
});

describe('the Escape key', () => {
	test('alone, after the wait and not before', () => {
		const reader = createKeyReader(local);
		expect(reader.feed('\u001b', 0)).toEqual([]);
		expect(reader.deadline()).toBe(50);
		expect(reader.expire(49)).toEqual([]);
		expect(reader.expire(50)).toEqual([{key: 'escape'}]);
		expect(reader.deadline()).toBeUndefined();
	});

	test('twice', () => {
		expect(keysOf('\u001b\u001b')).toEqual(['escape', 'escape']);
		expect(names(read(inPieces(['\u001b', '\u001b'], 20)))).toEqual(['escape', 'escape']);
	});

	test('and then a letter, however soon', () => {
		for (const gap of [20, 100, 900, 3000])
			expect(names(read(inPieces(['\u001b', 'j'], gap), ssh))).toEqual(['escape', 'j']);
	});

	test('a bracket a while after it is a bracket', () => {
		expect(names(read(inPieces(['\u001b', '['], 1100)))).toEqual(['escape', '[']);
		expect(names(read(inPieces(['\u001b', ']', 'j'], 200)))).toEqual(['escape', 'j']);
	});
});

describe('sequences that arrive in pieces', () => {
	test('a left arrow is never a D', () => {
		for (const gap of [20, 49]) expect(names(read(inPieces([...'\u001b[D'], gap)))).toEqual(['left']);
		for (const gap of [50, 60, 249, 500]) expect(names(read(inPieces([...'\u001b[D'], gap)))).toEqual(['escape']);
		for (const gap of [20, 249]) expect(names(read(inPieces([...'\u001b[D'], gap), ssh))).toEqual(['left']);
		for (const gap of [20, 60, 500, 900]) expect(names(read(inPieces(['\u001b[', 'D'], gap)))).toEqual(['left']);
		for (const gap of [20, 60, 500, 900]) expect(names(read(inPieces(['\u001bO', 'R'], gap)))).toEqual(['f3']);
	});

	const printable = /^[!-~]$/;
	const sequences = [...Object.values(named).filter(bytes => bytes.startsWith('\u001b')), ...Object.values(silent)];

	test.each([
		['locally', local],
		['over ssh', ssh],
	])('no sequence, however split, types anything: %s', (_, options) => {
		const splits = fc.constantFrom(...sequences).chain(bytes =>
			fc
				.array(fc.record({size: fc.integer({min: 1, max: 4}), after: fc.integer({min: 20, max: 500})}), {
					minLength: bytes.length,
					maxLength: bytes.length,
				})
				.map(parts => splitUp(bytes, parts)),
		);
		fc.assert(
			fc.property(splits, chunks => {
				for (const stroke of read(chunks, options)) {
					expect(
						'key' in stroke && (printable.test(stroke.key) || stroke.text !== undefined),
						JSON.stringify(chunks),
					).toBe(false);
				}
			}),
			{numRuns: 3000},
		);
	});

	test('every arrow split at its last byte is heard', () => {
		for (const bytes of sequences.filter(sequence => /^\u001b[[O][\d;]*[A-DFH~]$/.test(sequence))) {
			expect(names(read(inPieces([bytes.slice(0, -1), bytes.slice(-1)], 400)))).toEqual(keysOf(bytes));
		}
	});

	test('the keyboard is back a second after a sequence that never ends', () => {
		for (const bytes of ['\u001b[12;', '\u001bO', '\u001b]11;rgb:', '\u001bP1$r', '\u001b[M!'])
			expect(names(read(inPieces([bytes, 'j'], 1000)))).toEqual(['j']);
	});
});

describe('pastes', () => {
	const paste = (text: string) => `\u001b[200~${text}\u001b[201~`;

	test('are one event, with keys around them', () => {
		expect(read([{bytes: `j${paste('y\r\nD~\u001b[A')}k`, after: 0}])).toEqual([
			{key: 'j', text: 'j'},
			{paste: 'y\nD~\u001b[A'},
			{key: 'k', text: 'k'},
		]);
	});

	test('however their bytes are split', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({min: 20, max: 500}), {minLength: 20, maxLength: 20}), gaps => {
				const chunks = [...paste('yD nö~')].map((bytes, index) => ({bytes, after: gaps[index % 20] ?? 20}));
				expect(names(read(chunks)).filter(name => name !== 'escape')).toEqual(['paste yD nö~']);
			}),
		);
	});

	test('a paste of ten million characters is dropped as it comes, and what follows it counts', () => {
		const piece = `${'y\u001b[20'.repeat(800)}\n`;
		const chunks = Array.from({length: 1800}, () => ({bytes: piece, after: 0}));
		const keys = read([
			{bytes: '\u001b[200~', after: 0},
			...chunks,
			{bytes: '\u001b[20', after: 0},
			{bytes: '1~jk', after: 0},
		]);

		expect(keys).toEqual([
			{paste: '', isTooLong: true},
			{key: 'j', text: 'j'},
			{key: 'k', text: 'k'},
		]);
	});

	test('a paste as long as a config may be comes whole', () => {
		const text = 'a'.repeat(1_024_000);
		expect(read([{bytes: paste(text), after: 0}])).toEqual([{paste: text}]);
	});

	test('a paste that is cut off is a paste all the same', () => {
		expect(read([{bytes: '\u001b[200~yyy', after: 0}])).toEqual([{paste: 'yyy'}]);
	});
});

const splitUp = (bytes: string, parts: ReadonlyArray<{size: number; after: number}>): Chunk[] => {
	const chunks: Chunk[] = [];
	let rest = bytes;
	for (const {size, after} of parts) {
		if (rest === '') break;
		chunks.push({bytes: rest.slice(0, size), after});
		rest = rest.slice(size);
	}
	return chunks;
};
