import {expect, test} from 'vitest';
import type {Entry} from '../../source/store/happenings.ts';
import {createRing} from '../../source/store/ring.ts';
import {createEventRows, placeOf} from '../../source/ui/events/rows.ts';
import {now} from '../helpers/builders.ts';

const day = 86_400_000;

const entry = (id: number, more: Partial<Entry> = {}): Entry => ({
	id: String(id),
	kind: 'service',
	at: now,
	seenAt: now,
	by: 'engine',
	urgency: 'none',
	name: 'web',
	about: undefined,
	words: 'scaled 3 -> 6',
	details: [],
	...more,
});

const rowsOf = (entries: readonly Entry[], hidden: readonly Entry['kind'][] = [], filter = '') => {
	const ring = createRing<Entry>(100);
	ring.push(entries);
	return createEventRows()({entries: ring, version: 1, since: now}, {hidden: new Set(hidden), filter});
};

test('the time of day is enough on one day; on two, every row has its date', () => {
	expect(rowsOf([entry(0), entry(1)]).map(({time}) => time)).toEqual(
		Array(2).fill(expect.stringMatching(/^\d\d:\d\d:\d\d$/)),
	);
	const [one, other] = rowsOf([entry(0, {at: now - day}), entry(1)]).map(({time}) => time);
	expect(one).toMatch(/^\d\d-\d\d \d\d:\d\d:\d\d$/);
	expect(other?.slice(0, 5)).not.toBe(one?.slice(0, 5));
	expect(other?.slice(5)).toBe(one?.slice(5));
});

test('what many services have in common is found by the name of any', () => {
	const many = entry(0, {kind: 'task', name: '30 services', details: ['app-1, app-2, shop_api']});
	expect(rowsOf([many, entry(1)], [], 'shop_api').map(({id}) => id)).toEqual(['0']);
});

test('the cursor is on its row; where that is hidden or was let go, on the one before it, or the oldest', () => {
	const rows = rowsOf([entry(5), entry(6, {kind: 'node'}), entry(7)]);
	expect(placeOf(rows, {cursor: undefined})).toBe(2);
	expect(placeOf(rows, {cursor: '6'})).toBe(1);
	expect(placeOf(rows, {cursor: '3'})).toBe(0);
	expect(placeOf(rowsOf([entry(5), entry(6, {kind: 'node'}), entry(7)], ['node']), {cursor: '6'})).toBe(0);
	expect(placeOf([], {cursor: '6'})).toBe(-1);
});

test('names and words of the swarm come without what a terminal would act on', () => {
	const [row] = rowsOf([entry(0, {name: 'we\u001b[2Jb', words: 'no\u0007pe', details: ['a\u202eb']})]);
	expect([row?.name, row?.words, row?.details]).toEqual(['web', 'nope', ['ab']]);
});
