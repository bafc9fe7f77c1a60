import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type Candidate, emptyNode} from '../../../source/swarm/placement/candidate.ts';
import {choosePlaces} from '../../../source/swarm/placement/choose.ts';
import {anywhere, type Demand} from '../../../source/swarm/placement/demand.ts';
import {isFit} from '../../../source/swarm/placement/explain.ts';
import {node} from '../../helpers/builders.ts';

const place = (hostname: string, changes: Partial<Candidate> = {}, labels: Record<string, string> = {}): Candidate => ({
	...emptyNode(node(hostname, {labels})),
	...changes,
});

const names = (ids: readonly string[]) => ids.map(id => id.replace('id-', ''));
const tally = (ids: readonly string[]) =>
	Object.fromEntries(
		Object.entries(Object.groupBy(names(ids), name => name)).map(([name, all]) => [name, all?.length]),
	);

test('the node with the fewest tasks of the service comes first, whatever else it runs', () => {
	const nodes = [place('a', {tasksOfService: 1, tasks: 1}), place('b', {tasksOfService: 0, tasks: 40})];
	expect(names(choosePlaces(anywhere, nodes, 1))).toEqual(['b']);
});

test('then the one with the fewest tasks in all', () => {
	const nodes = [place('a', {tasks: 4}), place('b', {tasks: 3}), place('c', {tasks: 5})];
	expect(names(choosePlaces(anywhere, nodes, 3))).toEqual(['b', 'a', 'c']);
});

test('five failures within five minutes outweigh an empty node; four do not', () => {
	const busy = place('busy', {tasksOfService: 3, tasks: 9});
	expect(names(choosePlaces(anywhere, [place('cursed', {recentFailures: 5}), busy], 1))).toEqual(['busy']);
	expect(names(choosePlaces(anywhere, [place('cursed', {recentFailures: 4}), busy], 1))).toEqual(['cursed']);
});

test('what a task takes is gone for the next', () => {
	const asked: Demand = {...anywhere, cpus: 3};
	expect(names(choosePlaces(asked, [place('a'), place('b')], 5))).toEqual(['a', 'b']);
	const port: Demand = {...anywhere, hostPorts: [{port: 80, protocol: 'tcp'}]};
	expect(names(choosePlaces(port, [place('a'), place('b'), place('c')], 5))).toEqual(['a', 'b', 'c']);
	expect(tally(choosePlaces({...anywhere, maxPerNode: 2}, [place('a'), place('b')], 9))).toEqual({a: 2, b: 2});
});

test('ten over zones of three and two nodes make five and five', () => {
	const nodes = ['a1', 'a2', 'a3', 'b1', 'b2'].map(name => place(name, {}, {dc: name.slice(0, 1)}));
	const chosen = names(choosePlaces({...anywhere, spread: ['node.labels.dc']}, nodes, 10));
	expect(chosen.filter(name => name.startsWith('a'))).toHaveLength(5);
	expect(chosen.filter(name => name.startsWith('b'))).toHaveLength(5);
});

test('nodes without the label are a zone of their own, and a full zone gives way', () => {
	const nodes = [place('x'), place('a', {}, {dc: 'a'}), place('b', {}, {dc: 'b'})];
	const spread = {...anywhere, spread: ['node.labels.dc']};
	expect(tally(choosePlaces(spread, nodes, 3))).toEqual({x: 1, a: 1, b: 1});
	expect(tally(choosePlaces({...spread, constraints: ['node.labels.dc != b']}, nodes, 4))).toEqual({x: 2, a: 2});
});

test('zones are evened out before racks are', () => {
	const nodes = [
		place('a1', {}, {dc: 'a', rack: '1'}),
		place('a2', {}, {dc: 'a', rack: '2'}),
		place('b1', {}, {dc: 'b', rack: '1'}),
	];
	const spread = {...anywhere, spread: ['node.labels.dc', 'node.labels.rack']};
	expect(tally(choosePlaces(spread, nodes, 4))).toEqual({a1: 1, a2: 1, b1: 2});
});

test('nobody is placed where nothing fits, and nodes end up as even as they can', () => {
	const nodes = fc.array(fc.record({tasks: fc.nat(5), isDrained: fc.boolean()}), {minLength: 1, maxLength: 8});
	fc.assert(
		fc.property(nodes, fc.nat(20), (plans, count) => {
			const all = plans.map(({tasks, isDrained}, at) => {
				const candidate = place(`n${at}`, {tasksOfService: tasks, tasks});
				return isDrained ? {...candidate, node: {...candidate.node, availability: 'drain' as const}} : candidate;
			});
			const open = all.filter(candidate => isFit(anywhere, candidate));
			const chosen = choosePlaces(anywhere, all, count);
			expect(chosen).toHaveLength(open.length === 0 ? 0 : count);
			const after = open.map(({node: {id}, tasksOfService}) => ({
				before: tasksOfService,
				now: tasksOfService + chosen.filter(other => other === id).length,
			}));
			const least = Math.min(...after.map(({now}) => now));
			expect(after.every(({before, now}) => now === before || now <= least + 1)).toBe(true);
		}),
	);
});
