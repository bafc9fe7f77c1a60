import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createRing} from '../../source/store/ring.ts';

test('a ring holds the last items in order, and numbers them from the first ever pushed', () => {
	fc.assert(
		fc.property(fc.integer({min: 1, max: 12}), fc.array(fc.array(fc.integer())), (capacity, batches) => {
			const ring = createRing<number>(capacity);
			for (const batch of batches) {
				ring.push(batch);
			}
			const all = batches.flat();
			expect(ring.slice(0, capacity)).toEqual(all.slice(-capacity));
			expect(ring.first).toBe(Math.max(0, all.length - capacity));
			expect(ring.at(ring.length - 1)).toBe(all.at(-1));
			expect(ring.at(ring.length)).toBeUndefined();
		}),
	);
});

test('a place that it holds can be given another item, and no other place', () => {
	const ring = createRing<string>(3);
	ring.push(['a', 'b', 'c', 'd']);
	ring.replace(0, 'B');
	ring.replace(2, 'D');
	ring.replace(3, 'no');
	ring.replace(-1, 'no');
	expect(ring.slice(0, 3)).toEqual(['B', 'c', 'D']);
	expect(ring.first).toBe(1);
});
