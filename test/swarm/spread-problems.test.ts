import {expect, test} from 'vitest';
import {problemsOf} from '../../source/swarm/problems.ts';
import {skewedServices, skewOf} from '../../source/swarm/rebalance.ts';
import {
	ago,
	leader,
	manager,
	node,
	now,
	replicated,
	runningTasks,
	type SnapshotParts,
	service,
	snapshotOf,
	task,
	updateStatus,
} from '../helpers/builders.ts';

const nodes = [leader('m1'), node('w1'), node('w2')];
const lines = (parts: SnapshotParts) =>
	problemsOf(snapshotOf({nodes, ...parts}), now).map(
		({urgency, verdict, name, standing, cause}) => `${urgency}: ${verdict} ${name} ${standing} ${cause}`,
	);

test('an even number of managers, and two of them, bear no more than one less would', () => {
	expect(lines({nodes: [leader('m1'), manager('m2')]})).toEqual([
		'look: MANAGERS managers 2 if either of the 2 managers is lost, nothing can be changed: worse than 1 alone; have 3',
	]);
	expect(lines({nodes: [leader('m1'), manager('m2'), manager('m3'), manager('m4')]})).toEqual([
		'look: MANAGERS managers 4 an even number: 4 managers bear the loss of no more than 3 would',
	]);
	expect(lines({nodes: [leader('m1'), manager('m2'), manager('m3')]})).toEqual([]);
});

test('engines of several versions are named', () => {
	const old = node('w2', {engineVersion: '20.10.24'});
	expect(lines({nodes: [leader('m1'), node('w1'), old]})).toEqual([
		'look: VERSIONS engines 2 28.5.2 on m1, w1, 20.10.24 on w2',
	]);
});

test('a machine that came back under a new id is told with the labels it lacks', () => {
	const old = node('w1', {state: 'down', labels: {disk: 'ssd', zone: 'a'}, stateMessage: 'heartbeat failure'});
	const fresh = node('w1', {id: node('again').id, createdAt: ago(60), labels: {zone: 'a'}});
	expect(lines({nodes: [leader('m1'), old, fresh]})).toEqual([
		'look: NODE w1 down heartbeat failure; it held no tasks',
		'look: TWIN w1 twice came back under a new id, without the labels disk; the old entry is down',
	]);
	expect(lines({nodes: [leader('m1'), node('w1'), fresh]})).toEqual([]);
});

test('skew is a hint once all nodes are back, and only where a restart would better it', () => {
	const web = service('web', {mode: replicated(4)});
	const tasks = runningTasks(web, nodes.slice(0, 2));
	const parts = {services: [web], tasks};
	expect(lines(parts)).toEqual([
		'look: SKEW spread 1 web: up to 2 more tasks on one node than on another, none on w2; :rebalance restarts them one by one',
	]);
	expect(lines({...parts, services: [{...web, constraints: ['node.hostname!=w2']}]})).toEqual([]);
	expect(lines({...parts, services: [{...web, maxPerNode: 2}]})).toEqual([]);
	expect(lines({...parts, services: [web], tasks: runningTasks(web, nodes)})).toEqual([]);
	expect(
		lines({...parts, nodes: [leader('m1'), node('w1'), node('w2'), node('w3', {state: 'down'})]}).join(),
	).not.toContain('SKEW');
	expect(
		skewedServices(snapshotOf({nodes, ...parts, services: [{...web, updateStatus: updateStatus('updating')}]}), now),
	).toEqual([]);
	expect(skewOf(snapshotOf({nodes, ...parts}), web, now)).toMatchObject({skew: 2, idle: ['w2']});
});

test('an image that only one node has, and one on localhost', () => {
	const web = service('web', {mode: replicated(1), image: 'shop/web:1'});
	const [runs] = runningTasks(web, [node('w1')]);
	const error = 'No such image: shop/web:1';
	const rejected = task('r', {
		state: 'rejected',
		desiredState: 'shutdown',
		nodeId: node('w2').id,
		error,
		stateAt: ago(9),
		createdAt: ago(10),
	});
	expect(lines({services: [web], tasks: [...(runs ? [runs] : []), rejected]})).toEqual([
		'look: IMAGE web 1 node only w1 has shop/web:1; w2 could not get it: is it in a registry?',
	]);
	const local = service('api', {mode: replicated(1), image: 'localhost:5000/api:1'});
	expect(lines({services: [local], tasks: runningTasks(local, [node('w1')])})).toEqual([
		'look: IMAGE api localhost its image is at localhost:5000: each node looks for it on itself',
	]);
});

test('tasks of one service that run different digests of one name', () => {
	const [one, other] = ['1', '2'].map(digit => `shop/web:1@sha256:${digit.repeat(64)}`);
	const web = service('web', {mode: replicated(2), image: one ?? ''});
	const [first, second] = runningTasks(web, nodes);
	const tasks = [first, second && {...second, image: other ?? '', template: web.template}].flatMap(made => made ?? []);
	expect(lines({services: [web], tasks})).toEqual([
		'look: DIGEST web 2 its tasks run 2 different images of the same name shop/web:1',
	]);
});

test('a tag that moves, without a digest, once tasks of one service started on different days', () => {
	const web = service('web', {mode: replicated(2), image: 'shop/web'});
	const [first, second] = runningTasks(web, nodes);
	const apart = (days: number, image = web.image) => ({
		services: [{...web, image}],
		tasks: [first && {...first, createdAt: ago(days * 86_400 + 60)}, second && {...second, createdAt: ago(50)}].flatMap(
			made => made ?? [],
		),
	});
	expect(lines(apart(9))).toEqual([
		'look: DIGEST web unpinned shop/web:latest is not pinned to a digest, and its tasks started 9 d apart: they may run different images',
	]);
	expect(lines(apart(9, 'shop/web:latest'))).toHaveLength(1);
	expect(lines(apart(0.9))).toEqual([]);
	expect(lines(apart(9, 'shop/web:2.7.1'))).toEqual([]);
	expect(lines(apart(9, `shop/web:latest@sha256:${'1'.repeat(64)}`))).toEqual([]);
});
