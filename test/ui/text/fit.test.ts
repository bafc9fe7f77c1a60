import fc from 'fast-check';
import stringWidth from 'string-width';
import {afterEach, describe, expect, test} from 'vitest';
import {
	cells,
	cut,
	cutMiddle,
	cutStart,
	cutStyled,
	fit as fill,
	fitStyled,
	isSimple,
	wrap,
} from '../../../source/ui/text/fit.ts';
import {asciiGlyphs, chooseGlyphs, unicodeGlyphs} from '../../../source/ui/text/glyphs.ts';

chooseGlyphs(unicodeGlyphs);
afterEach(() => chooseGlyphs(unicodeGlyphs));

test.each([
	['web', 3],
	['서비스', 6],
	['日本', 4],
	['👨‍👩‍👧', 2],
	['🇰🇷', 2],
	['e\u0301', 1],
	['\u001b[31mred\u001b[39m', 3],
	['', 0],
])('%s takes %i cells', (text, width) => {
	expect(cells(text)).toBe(width);
});

test.each([
	['payments_invoices', 17, 'payments_invoices'],
	['payments_invoices', 10, 'pay…voices'],
	['서비스서비스서비스', 10, '서…서비스'],
	['payments', 1, '…'],
	['payments', 0, ''],
])('of %s in %i cells both ends stay', (text, width, expected) => {
	expect(cutMiddle(text, width)).toBe(expected);
});

describe('fit', () => {
	test.each([
		['web', 5, 'left', 'web  '],
		['web', 5, 'right', '  web'],
		['web_api', 5, 'left', 'web_…'],
		['web', 3, 'left', 'web'],
		['서비스', 5, 'left', '서비…'],
		['서비스', 4, 'left', '서… '],
		['서비스', 4, 'right', ' 서…'],
		['👨‍👩‍👧👨‍👩‍👧', 3, 'left', '👨‍👩‍👧…'],
		['web', 1, 'left', '…'],
		['web', 0, 'left', ''],
		['web', -3, 'left', ''],
	] as const)('%s in %i cells, %s', (text, width, align, expected) => {
		expect(fill(text, width, align)).toBe(expected);
	});

	test('with ASCII glyphs', () => {
		chooseGlyphs(asciiGlyphs);
		expect(fill('web_api', 5)).toBe('web..');
		expect(cut('web_api', 1)).toBe('.');
	});

	test('is exactly as wide as asked for, whatever the text', () => {
		fc.assert(
			fc.property(words, fc.nat(30), fc.constantFrom('left' as const, 'right' as const), (text, width, align) => {
				expect(cells(fill(text, width, align))).toBe(width);
			}),
		);
	});
});

describe('styled text', () => {
	const red = (text: string) => `\u001b[31m${text}\u001b[39m`;

	test('is cut with its styles closed', () => {
		expect(cutStyled(`a${red('bcdef')}g`, 4)).toBe('a\u001b[31mbc…\u001b[39m');
		expect(cutStyled(red('abc') + red('def'), 4)).toBe(`${red('abc')}\u001b[31m…\u001b[39m`);
		expect(cutStyled(red('abc'), 3)).toBe(red('abc'));
		expect(cutStyled(red('서비스'), 4)).toBe(red('서…'));
	});

	test('is as wide as asked for, and says what the plain text says', () => {
		const styled = fc.array(fc.tuple(words, fc.boolean()), {maxLength: 5});
		fc.assert(
			fc.property(styled, fc.nat(30), (parts, width) => {
				const text = parts.map(([part, isRed]) => (isRed ? red(part) : part)).join('');
				const fitted = fitStyled(text, width);
				expect(cells(fitted)).toBe(width);
				expect(fitted.split('\u001b[31m')).toHaveLength(fitted.split('\u001b[39m').length);
			}),
		);
	});
});

describe('wrap', () => {
	test.each([
		['a task was rejected', 10, ['a task was', 'rejected']],
		['no such image: registry/app', 12, ['no such', 'image:', 'registry/app']],
		['sha256:0123456789', 8, ['sha256:0', '12345678', '9']],
		['서비스가 멈췄다', 6, ['서비스', '가', '멈췄다']],
		['one\ntwo', 10, ['one', 'two']],
		['', 10, ['']],
		['web', 0, []],
	])('%s in %i cells', (text, width, lines) => {
		expect(wrap(text, width)).toEqual(lines);
	});

	test('what was pasted by the hundred thousand is shown at once: it is not measured whole for each line', () => {
		const from = performance.now();
		expect(wrap('x'.repeat(300_000), 100)).toHaveLength(3000);
		expect(wrap('서비'.repeat(10_000), 99)).toHaveLength(Math.ceil(20_000 / 49));
		expect(cutStart(`${'x'.repeat(300_000)}서비스`, 10)).toBe('…xxx서비스');
		expect(performance.now() - from).toBeLessThan(4000);
	});

	test('no line is too long, and no letter is lost', () => {
		fc.assert(
			fc.property(words, fc.integer({min: 2, max: 30}), (text, width) => {
				const lines = wrap(text, width);
				for (const line of lines) expect(cells(line)).toBeLessThanOrEqual(width);
				expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
			}),
		);
	});
});

const words = fc
	.array(fc.constantFrom('web', 'a', ' ', '서비스', '日', '👨‍👩‍👧', 'é', 'e\u0301', 'registry.example/app:1.2.3'), {
		maxLength: 12,
	})
	.map(parts => parts.join(''));

test('what is measured without a look at each character is as wide as with one', () => {
	const codes = [...Array(0x2600).keys()].filter(code => isSimple(String.fromCharCode(code)));
	expect(codes).toHaveLength(95 + 160 + 3);
	for (const character of codes.map(code => String.fromCharCode(code))) {
		expect(stringWidth(character)).toBe(1);
		expect(cells(`\u001b[1m${character}\u001b[22m${character}`)).toBe(2);
	}
});
