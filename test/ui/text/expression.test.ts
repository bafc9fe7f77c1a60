import {expect, test} from 'vitest';
import {matcherOf} from '../../../source/ui/rows/arrange.ts';
import {problemOf} from '../../../source/ui/text/expression.ts';

test('what would hold the keyboard is looked for as it stands, and says so', () => {
	expect(problemOf('(a+)+b')).toBe('repeats what repeats, which can take for ever: looked for as it stands');
	const matches = matcherOf('(a+)+b');
	// As a regular expression this takes longer than the universe is old.
	expect(matches(`${'a'.repeat(100)}!`)).toBe(false);
	expect(matches('grep "(A+)+b" there')).toBe(true);
	expect(matcherOf('!(a+)+b')('aab')).toBe(true);
});

test('what is none says why, and what is one is used', () => {
	expect(problemOf('(')).toBe('no regular expression (unterminated group): looked for as it stands');
	expect(problemOf('^GET|5\\d\\d$')).toBeUndefined();
	expect(matcherOf('^GET|5\\d\\d$')('POST / 503')).toBe(true);
});
