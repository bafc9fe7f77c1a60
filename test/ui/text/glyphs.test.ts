import {afterEach, expect, test} from 'vitest';
import {cells} from '../../../source/ui/text/fit.ts';
import {asciiGlyphs, chooseGlyphs, glyphsFor, unicodeGlyphs} from '../../../source/ui/text/glyphs.ts';
import {bar} from '../../../source/ui/text/progress.ts';

afterEach(() => chooseGlyphs(unicodeGlyphs));

test.each([
	[{LANG: 'en_US.UTF-8'}, unicodeGlyphs],
	[{LANG: 'C.UTF-8'}, unicodeGlyphs],
	[{LANG: 'en_US.UTF-8', LC_ALL: 'C'}, asciiGlyphs],
	[{LANG: 'de_DE.ISO-8859-1'}, asciiGlyphs],
	[{}, asciiGlyphs],
	[{LANG: 'ko_KR.UTF-8'}, asciiGlyphs],
	[{LANG: 'ko_KR.UTF-8', SKEP_ASCII: '0'}, unicodeGlyphs],
	[{LANG: 'en_US.UTF-8', SKEP_ASCII: '1'}, asciiGlyphs],
	[{LANG: 'en_US.UTF-8', TERM: 'linux'}, asciiGlyphs],
])('%j', (env, set) => {
	expect(glyphsFor(env)).toBe(set);
});

test('the ASCII twin is ASCII, and what fills a line takes one cell', () => {
	expect(Object.values(asciiGlyphs).join('')).toMatch(/^[ -~]+$/);
	for (const set of [unicodeGlyphs, asciiGlyphs])
		for (const sign of [set.rule, set.done, set.open]) expect(cells(sign)).toBe(1);
});

test('a bar is full only when all is done, and empty only when nothing is', () => {
	chooseGlyphs(asciiGlyphs);
	expect(bar(0, 8, 8)).toBe('........');
	expect(bar(1, 800, 8)).toBe('#.......');
	expect(bar(4, 8, 8)).toBe('####....');
	expect(bar(799, 800, 8)).toBe('#######.');
	expect(bar(8, 8, 8)).toBe('########');
	expect(bar(9, 8, 8)).toBe('########');
	expect(bar(0, 0, 3)).toBe('...');
	expect(bar(1, 2, 0)).toBe('');
});
