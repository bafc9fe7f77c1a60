import {expect, test} from 'vitest';
import {foldRows, unfoldRows} from '../../../source/swarm/why/fold-rows.ts';
import {nearestWords} from '../../../source/swarm/why/nearest.ts';
import type {Check} from '../../../source/swarm/why/node-checks.ts';
import type {NodeRow, Pending} from '../../../source/swarm/why/why.ts';
import {checksWords, nodesWords} from '../../../source/swarm/why/words.ts';
import {manager, node} from '../../helpers/builders.ts';

const short = (gibibytes: number): Check => ({
	rule: 'resource',
	need: '8 GiB memory',
	have: `${8 - gibibytes} GiB memory free`,
	words: `${gibibytes} GiB memory short`,
	distance: gibibytes / 8,
});
const hdd: Check = {
	rule: 'constraint',
	need: 'node.labels.disk == ssd',
	have: 'hdd',
	words: 'node.labels.disk is hdd, needs ssd',
	distance: 1,
};
const row = (name: string, ...checks: readonly Check[]): NodeRow => ({
	nodes: [node(name)],
	free: [{cpus: 1, memoryBytes: 1}],
	checks,
});
const said = (rows: readonly NodeRow[]) =>
	rows.map(({nodes, checks}) => `${nodesWords(nodes)}: ${checksWords(checks)}`);

test('of nodes that only lack room the two nearest stand alone, and the others are a range', () => {
	const rows = [1, 2, 4, 3].map((lack, at) => row(`n${at + 1}`, short(lack)));
	expect(said(foldRows(rows))).toEqual([
		'n1: 1 GiB memory short',
		'n2: 2 GiB memory short',
		'n3 4: 3 to 4 GiB memory short',
	]);
});

test('nodes that break another rule besides are one row, whatever they lack', () => {
	const rows = [row('a', short(2), hdd), row('b', hdd), row('c', short(1), hdd)];
	const folded = foldRows(rows);
	expect(said(folded)).toEqual([
		'a, c: 1 to 2 GiB memory short; node.labels.disk is hdd, needs ssd',
		'b: node.labels.disk is hdd, needs ssd',
	]);
	expect(unfoldRows(folded).map(({nodes, free}) => [nodes.length, free.length])).toEqual([
		[1, 1],
		[1, 1],
		[1, 1],
	]);
});

test('many nodes are counted by what they are', () => {
	const five = ['a', 'b', 'c', 'd', 'e'];
	expect(nodesWords(five.map(name => node(name)))).toBe('5 workers');
	expect(nodesWords(five.map(name => manager(name)))).toBe('5 managers');
	expect(nodesWords([manager('m1'), ...five.map(name => node(name))])).toBe('6 nodes');
	expect(nodesWords([node('node09'), node('node10'), node('edge10')])).toBe('node09 10, edge10');
});

test('the nearest are named; a rule that none keeps is named instead', () => {
	const pending = (rows: readonly NodeRow[]) => ({rows, data: []}) as unknown as Pending;
	expect(nearestWords(pending([row('a', short(1)), row('b', hdd), row('c', hdd, short(1))]))).toBe(
		'no node fits: a is 1 GiB memory short; b (node.labels.disk is hdd, needs ssd)',
	);
	expect(nearestWords(pending([row('a', hdd), row('b', hdd, short(1))]))).toBe(
		'no node satisfies node.labels.disk == ssd',
	);
	expect(nearestWords(pending([row('a'), row('b', hdd)]))).toBeUndefined();
});
