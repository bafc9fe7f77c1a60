import fc from 'fast-check';
import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {ClusterSegmenter, plainCells} from '../../../source/ui/text/clusters.ts';
import {anyCharacter} from '../../helpers/any-character.ts';

const whole = new Intl.Segmenter(undefined, {granularity: 'grapheme'});
const quick = new ClusterSegmenter(undefined, {granularity: 'grapheme'});

const cut = (segmenter: Pick<ClusterSegmenter, 'segment'>, text: string) =>
	[...segmenter.segment(text)].map(({segment, index}) => `${index} ${segment}`);

/** What screens are made of, and what may come from outside: marks, joiners, emoji, ideographs, controls. */
const piece = fc.constantFrom(
	...[
		'a',
		'Z',
		' ',
		'~',
		'é',
		'ß',
		'·',
		'─',
		'█',
		'░',
		'…',
		'←',
		'→',
		'▟',
		'\u001b[1m',
		'\u001b[38;5;244m',
		'\u001b[0m',
		'\n',
	],
	...[
		'\r',
		'\r\n',
		'\u00ad',
		'\u0301',
		'\u200d',
		'\ufe0f',
		'©',
		'👍',
		'🏽',
		'👩‍👩‍👧',
		'🇩🇪',
		'漢',
		'한',
		'ᄒ',
		'↔',
		'\t',
		'\u007f',
		'\ud800',
	],
);
const text = fc
	.array(fc.oneof({weight: 4, arbitrary: piece}, {weight: 1, arbitrary: fc.string({unit: anyCharacter})}))
	.map(parts => parts.join(''));

test('cuts every text where the whole segmenter does', () => {
	fc.assert(
		fc.property(text, given => {
			expect(cut(quick, given)).toEqual(cut(whole, given));
		}),
	);
});

test('counts the cells of what it knows as the table of all characters does', () => {
	fc.assert(
		fc.property(text, given => {
			expect(plainCells(given) ?? stringWidth(given)).toBe(stringWidth(given));
		}),
	);
});

test('every single character it counts takes one cell', () => {
	const counted = Array.from({length: 0x10000}, (_, code) => String.fromCharCode(code)).filter(
		character => plainCells(character) !== undefined,
	);
	expect(counted.filter(character => stringWidth(character) !== 1)).toEqual([]);
	expect(counted.length).toBeGreaterThan(250);
});

test('knows what the dashboard is drawn with', () => {
	expect(plainCells('\u001b[36m──\u001b[0m \u001b[1m1 Services 41\u001b[0m ──')).toBe(19);
	expect(plainCells('█████░ ← 1.2…')).toBe(13);
	expect(plainCells('漢')).toBeUndefined();
});
