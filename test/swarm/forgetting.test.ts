import {expect, test} from 'vitest';
import {forgetFirst, forgetGone} from '../../source/swarm/forgetting.ts';

const kept = () => new Map([...'abcde'].map((key, index) => [key, index]));

test('what is gone is forgotten, and the rest stays in its order', () => {
	const all = kept();
	forgetGone(all, new Map([...'dxb'].map(key => [key, true])));
	expect([...all]).toEqual([
		['b', 1],
		['d', 3],
	]);
});

test.each([
	[3, 'cde', 'b'],
	[5, 'abcde', undefined],
	[9, 'abcde', undefined],
	[0, '', 'e'],
])('of those kept first, %s are left', (limit, left, last) => {
	const all = kept();
	expect(forgetFirst(all, limit)).toBe(last);
	expect([...all.keys()].join('')).toBe(left);
});
