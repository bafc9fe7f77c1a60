import {expect, test} from 'vitest';
import {nodeId} from '../../source/swarm/ids.ts';
import type {Node} from '../../source/swarm/node.ts';
import {afterLosing, quorumOf} from '../../source/swarm/quorum.ts';
import {demotionOf, promotionOf} from '../../source/swarm/role-change.ts';
import {leader, manager, node} from '../helpers/builders.ts';

const swarmOf = (...nodes: readonly Node[]) => new Map(nodes.map(item => [item.id, item]));
const id = (host: string) => nodeId(`id-${host}`);
const dead = manager('dead', {reachability: 'unreachable'}, {state: 'down'});
const three = swarmOf(leader('m1'), manager('m2'), manager('m3'), node('w1'));

test.each([
	[1, 1, 0],
	[2, 2, 0],
	[3, 2, 1],
	[4, 3, 1],
	[5, 3, 2],
	[7, 4, 3],
])('%i managers need %i and bear the loss of %i', (count, needed, spare) => {
	const nodes = swarmOf(...Array.from({length: count}, (_, index) => manager(`m${index}`)));
	expect(quorumOf(nodes)).toEqual({
		managers: count,
		reachable: count,
		needed,
		spare,
		isKept: true,
		isEven: count % 2 === 0,
	});
});

test('workers and those on their way to manager have no seat; a drained manager has', () => {
	const nodes = swarmOf(leader('m1', {availability: 'drain'}), node('w1'), node('w2', {role: 'manager'}));
	expect(quorumOf(nodes)).toMatchObject({managers: 1, reachable: 1});
});

test('what is lost counts against quorum', () => {
	expect(quorumOf(swarmOf(leader('m1'), manager('m2'), dead))).toMatchObject({
		managers: 3,
		reachable: 2,
		spare: 0,
		isKept: true,
	});
	expect(afterLosing(three, id('m1'), id('m2'))).toMatchObject({reachable: 1, isKept: false});
});

test('the last manager is not demoted', () => {
	expect(demotionOf(swarmOf(leader('m1'), node('w1')), id('m1')).refusal).toBe("the last manager can't be demoted");
});

test('a demotion that loses quorum is refused, in numbers', () => {
	const nodes = swarmOf(leader('m1'), manager('m2'), dead);
	expect(demotionOf(nodes, id('m2')).refusal).toBe(
		'this would lose quorum: 1 of the 2 managers left would be reachable, 2 needed',
	);
	expect(demotionOf(three, id('m1'), id('m2'), id('m3')).refusal).toBeDefined();
});

test('demoting a dead manager is possible and needs no warning of spare', () => {
	const {refusal, warnings, before, after} = demotionOf(swarmOf(leader('m1'), manager('m2'), dead), id('dead'));
	expect(refusal).toBeUndefined();
	expect([before.spare, after.spare]).toEqual([0, 0]);
	expect(warnings).toEqual([expect.stringContaining('2 managers are worse than 1')]);
});

test('of two managers the dead one can be demoted only while quorum holds elsewhere', () => {
	expect(demotionOf(swarmOf(leader('m1'), dead), id('dead')).refusal).toBeUndefined();
	expect(demotionOf(swarmOf(leader('m1'), dead), id('m1')).refusal).toBeDefined();
});

test('three to two spends the last spare', () => {
	expect(demotionOf(three, id('m3')).warnings).toEqual([
		expect.stringContaining('spends the last spare'),
		expect.stringContaining('2 managers are worse than 1'),
	]);
});

test('one to two makes it worse, one to three does not', () => {
	const one = swarmOf(leader('m1'), node('w1'), node('w2'));
	expect(promotionOf(one, id('w1')).warnings).toEqual([expect.stringContaining('worse than 1')]);
	expect(promotionOf(one, id('w1'), id('w2'))).toMatchObject({
		warnings: [],
		refusal: undefined,
		after: {managers: 3, spare: 1},
	});
});

test('promoting nodes that are down would count against quorum', () => {
	const nodes = swarmOf(leader('m1'), node('w1', {state: 'down'}), node('w2', {state: 'down'}));
	expect(promotionOf(nodes, id('w1')).refusal).toBeDefined();
	const five = swarmOf(leader('m1'), manager('m2'), manager('m3'), node('w1', {state: 'down'}));
	expect(promotionOf(five, id('w1')).warnings.join()).toContain("can't be heard");
});

test('a change to what is so already changes nothing', () => {
	expect(demotionOf(three, id('w1'))).toMatchObject({refusal: undefined, warnings: []});
	expect(promotionOf(three, id('m1'))).toMatchObject({refusal: undefined, warnings: []});
});
