import {stripVTControlCharacters} from 'node:util';
import {expect, test} from 'vitest';
import type {GuidedKind, GuidedRecord, Left} from '../../source/operations/guided/guided.ts';
import {timeLeftOf} from '../../source/operations/guided/time-left.ts';
import {timeLines} from '../../source/ui/panes/time-lines.ts';
import {snapshotOf} from '../helpers/builders.ts';

const kindOf = (lefts: readonly (Left | undefined)[]): GuidedKind => ({
	id: 'rebalance',
	steps: () => lefts.map(left => ({title: 'step', isDone: () => false, ...(left !== undefined && {left: () => left})})),
	undoing: () => [],
	undoWords: () => [],
	watches: () => ({services: [], node: undefined}),
});

const record: GuidedRecord = {
	id: 'one',
	kind: 'rebalance',
	title: 'Rebalance of web',
	swarm: 'swarm',
	startedAt: 0,
	input: {},
	phase: 'going',
	done: 0,
	sent: undefined,
	doneBefore: 0,
	times: [],
};

const words = (lefts: readonly (Left | undefined)[], {done = 0, owner = {}} = {}) =>
	timeLines(timeLeftOf(kindOf(lefts), {...record, done}, snapshotOf({}), 0), owner, 'one')
		.map(line => stripVTControlCharacters(line).trim())
		.join('');

test('what is left is the sum of the steps that are, in steps of ten seconds, then minutes', () => {
	expect(words([30, 6, undefined])).toBe('About 40 s left.');
	expect(words([30, 6, undefined], {done: 1})).toBe('About 10 s left.');
	expect(words([undefined, undefined])).toBe('A few seconds left.');
	expect(words([100])).toBe('About 2 min left.');
	expect(words([7300])).toBe('About 2 h 5 min left.');
	expect(words([20, {most: 30}])).toBe('Up to 50 s left.');
	expect(words([20, {most: -1}])).toBe('About 20 s left.');
});

test('it says what it does not know, what takes long, and whose turn it is', () => {
	expect(words([20, 'unknown'])).toBe('Time left: unknown until the first task is through.');
	expect(words([-20])).toBe('A few seconds left.');
	expect(words([{most: -31}])).toBe('This takes longer than it usually does.');
	expect(words([-31, 20])).toBe('This takes longer than it usually does.');
	expect(words([20, 'yours', 'unknown'])).toBe('About 20 s left, then it is your turn.');
	expect(words(['yours', undefined])).toBe('');
});

test('a little more than was said is not said, much more is', () => {
	const owner = {};
	expect(words([20], {owner})).toBe('About 20 s left.');
	expect(words([29], {owner})).toBe('About 20 s left.');
	expect(words([40], {owner})).toBe('About 40 s left.');
	expect(words([12], {owner})).toBe('About 20 s left.');
});
