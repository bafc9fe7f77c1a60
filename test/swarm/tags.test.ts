import fc from 'fast-check';
import {expect, test} from 'vitest';
import {newestFirst} from '../../source/swarm/tags.ts';

const tags = [
	...['1', '1.25', '1.25.2', '1.25.3', '1.25.3-alpine', '1.26.0', '1.26.0-rc1', '1.26.0-rc2', '1.26.0-alpine'],
	...['1.9.1', '7f3a2bc', 'latest', 'main', 'v2.0.0'],
];

test('versions come newest first, then latest, then what tells no age', () => {
	expect(newestFirst(tags, undefined)).toEqual([
		...['v2.0.0', '1.26.0', '1.26.0-alpine', '1.26.0-rc2', '1.26.0-rc1'],
		...['1.25.3', '1.25.3-alpine', '1.25.2', '1.25', '1.9.1', '1', 'latest', '7f3a2bc', 'main'],
	]);
});

test('those named like the one that runs are first', () => {
	expect(newestFirst(tags, '1.25.3-alpine').slice(0, 4)).toEqual([
		'1.26.0-alpine',
		'1.25.3-alpine',
		'v2.0.0',
		'1.26.0',
	]);
	expect(newestFirst(tags, '1.24.0').slice(0, 5)).toEqual(['1.26.0', '1.25.3', '1.25.2', '1.9.1', 'v2.0.0']);
	expect(newestFirst(tags, 'latest')).toEqual(newestFirst(tags, undefined));
});

test.each([
	[['3.13.0', '3.13.0rc1', '3.12.9']],
	[['2024.10.1', '2024.9.30']],
	[['10', '9', '8']],
	[['1.0.0-beta.11', '1.0.0-beta.2', '1.0.0-alpha']],
	[['build-10', 'build-9']],
])('%j', order => {
	expect(newestFirst(order.toReversed(), undefined)).toEqual(order);
});

const anyTag = fc.stringMatching(/^[\w][\w.-]{0,12}$/);

test('none is lost, whatever they are called, and their order does not hang on the one they came in', () => {
	fc.assert(
		fc.property(fc.uniqueArray(anyTag, {maxLength: 30}), anyTag, (some, present) => {
			const sorted = newestFirst(some, present);
			expect(sorted.toSorted()).toEqual(some.toSorted());
			expect(newestFirst(some.toReversed(), present)).toEqual(sorted);
		}),
	);
});
