import {expect, it} from 'vitest';
import {isSlowExpression} from '../../source/swarm/slow-expression.ts';

it.each([
	'(a+)+b',
	'(a|a)*b',
	'^(\\w+\\s?)*$',
	'(x+x+)+y',
	'(?:a+){1,20}c',
	'(a?){28}b',
	'((a)*)*',
	'(?<word>\\w+)*!',
	'(a*)*?b',
	'([^,]*,)+x',
	'.*.*.*.*=x',
	'(.*,){5}x',
	'a?a?a?a?a?a?a?a?a?a?a?a?a?b',
])('%s could hold the keyboard', source => {
	expect(new RegExp(source, 'i')).toBeInstanceOf(RegExp);
	expect(isSlowExpression(source)).toBe(true);
});

it.each([
	'error',
	'^shop_',
	'GET|POST',
	'(GET|POST) /api',
	'(foo|bar)?baz',
	'.*error.*user.*',
	'\\d+\\.\\d+\\.\\d+\\.\\d+',
	'(\\d{1,3}\\.){3}\\d{1,3}',
	'" 5\\d\\d \\d+B',
	'\\(a+\\)+',
	'[(a+)]+b',
	'(abc)+',
	'shop_(web|api|db)\\S*$',
	'(?=.*web)(?=.*api)',
	' literal\\.stack \\S+$',
	'a{2',
	'[*+?]+',
	'',
])('%s is used as it is', source => {
	expect(isSlowExpression(source)).toBe(false);
});
