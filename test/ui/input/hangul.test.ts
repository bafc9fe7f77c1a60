import {expect, test} from 'vitest';
import {hangulKeys} from '../../../source/ui/input/hangul.ts';
import {createKeyReader} from '../../../source/ui/input/keystrokes.ts';

test.each([
	['ㅓ', 'j'],
	['ㅏ', 'k'],
	['ㄱ', 'r'],
	['ㅎ', 'g'],
	['ㅣ', 'l'],
	['ㅢ', 'ml'],
	['ㅄ', 'qt'],
	['가', 'rk'],
	['한', 'gks'],
	['글', 'rmf'],
	['닭', 'ekfr'],
	['왜', 'dho'],
	['힣', 'glg'],
	['한'.normalize('NFD')[0] ?? '', 'g'],
	['j', ''],
])('%s is typed with %s', (character, keys) => {
	expect(hangulKeys(character).join('')).toBe(keys);
});

test('no letter maps to a shifted key', () => {
	for (let point = 0x1100; point <= 0xd7a3; point++) {
		expect(hangulKeys(String.fromCodePoint(point)).join('')).toMatch(/^[a-z]*$/);
	}
});

test('a syllable is its keys, each marked, and types itself once', () => {
	expect(createKeyReader({escapeWait: 50, swallowFor: 1000}).feed('가', 0)).toEqual([
		{key: 'r', text: '가', hangul: true},
		{key: 'k', hangul: true},
	]);
});
