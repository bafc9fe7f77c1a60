import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {clean, cleanKeepingColours} from '../../../source/ui/text/clean.ts';
import {cells} from '../../../source/ui/text/fit.ts';
import {anyCharacter} from '../../helpers/any-character.ts';

describe('clean', () => {
	test.each([
		['plain', 'web_api.1', 'web_api.1'],
		['colours', '\u001b[31mred\u001b[0m', 'red'],
		['cursor moves', 'a\u001b[2J\u001b[1;1Hb', 'ab'],
		['a title', '\u001b]0;owned\u0007web', 'web'],
		['a link', '\u001b]8;;http://evil\u001b\\web\u001b]8;;\u001b\\', 'web'],
		['a device control string', '\u001bP1$qm\u001b\\web', 'web'],
		['a string without an end', 'web\u001b]52;c;cm0gLXJm', 'web'],
		['8-bit sequences', '\u009b31mred\u009d0;x\u009c!', 'red!'],
		['a reset', '\u001bcweb', 'web'],
		['a lone escape', 'a\u001b', 'a'],
		['controls', 'a\u0000\u0007\b\u007fb', 'ab'],
		['line breaks', 'a\r\nb\nc\rd\u2028e', 'a b c de'],
		['tabs', 'a\tb', 'a    b'],
		['reordering', 'web\u202egpj.exe\u2066', 'webgpj.exe'],
		['hidden characters', 'w\u200be\u00adb\ufeff\u3164', 'web'],
		['a joiner that joins nothing', 'we\u200db', 'web'],
		['a family, one by one', '👨‍👩‍👧', '👨👩👧'],
		['a joined emoji with its colour', '👩🏽‍🚒', '👩🚒'],
		['a sign in colour', '⚠\ufe0f', '⚠'],
		['Korean, Thai, accents', '서비스 นที é', '서비스 นที é'],
		['a pile of marks', `a${'\u0301'.repeat(30)}`, 'a\u0301\u0301'],
		['half a character', 'a\ud83d', 'a\ufffd'],
	])('%s', (_, text, expected) => {
		expect(clean(text)).toBe(expected);
	});

	test('nothing that a terminal obeys comes through, whatever comes in', () => {
		fc.assert(
			fc.property(hostile, text => {
				expect(clean(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
			}),
			{numRuns: 2000},
		);
	});

	test('cleaning twice changes nothing more', () => {
		fc.assert(
			fc.property(hostile, text => {
				expect(clean(clean(text))).toBe(clean(text));
			}),
			{numRuns: 2000},
		);
	});

	test('a long hostile line takes no time', () => {
		// Of the processor, not of the clock: others may keep the machine busy.
		const start = process.cpuUsage();
		clean('\u001b]'.repeat(50_000) + '\u200d\u0301'.repeat(50_000) + '\u001b[1;'.repeat(50_000));
		expect(process.cpuUsage(start).user).toBeLessThan(1_000_000);
	});
});

describe('cleanKeepingColours', () => {
	test('lets colours pass and closes them', () => {
		expect(cleanKeepingColours('\u001b[1;31mred\u001b[2J!')).toBe('\u001b[1;31mred!\u001b[0m');
	});

	test('lets nothing blink or hide', () => {
		expect(cleanKeepingColours('\u001b[5mhot\u001b[1;8msecret\u001b[38;5;8m\u001b[48;2;5;6;8mgrey')).toBe(
			'hotsecret\u001b[38;5;8m\u001b[48;2;5;6;8mgrey\u001b[0m',
		);
	});

	test('leaves a line without colours as clean does', () => {
		expect(cleanKeepingColours('a\u001b[2Kb')).toBe('ab');
		expect(cleanKeepingColours('GET /')).toBe('GET /');
	});

	test('nothing but colours comes through, and the end is plain', () => {
		fc.assert(
			fc.property(hostile, text => {
				const cleaned = cleanKeepingColours(text);
				const rest = cleaned.replace(/\u001b\[[\d;:]*m/g, '');
				expect(rest).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/);
				if (cleaned !== rest) expect(cleaned.endsWith('\u001b[0m')).toBe(true);
				expect(cells(cleaned)).toBe(cells(rest));
			}),
			{numRuns: 2000},
		);
	});
});

const hostile = fc
	.array(
		fc.oneof(
			fc.string({unit: anyCharacter, maxLength: 4}),
			fc.constantFrom(
				...[
					'\u001b',
					'[',
					']',
					'P',
					'm',
					'31m',
					'\u001b[0m',
					'\u001b[38:5:1m',
					';',
					'\u009b',
					'\u009d',
					'\u0007',
					'\u001b\\',
				],
				...['\n', '\t', '\u200d', '👩', '\u0301', '\ufe0f', '\u202e', '한'],
			),
		),
		{maxLength: 12},
	)
	.map(parts => parts.join(''));
