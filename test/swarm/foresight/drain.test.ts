import {describe, expect, test} from 'vitest';
import type {Foresight} from '../../../source/swarm/foresight/foresight.ts';
import {
	activateForesight,
	drainForesight,
	labelForesight,
	pauseForesight,
	removeForesight,
	roleForesight,
	waitingOnlyFor,
} from '../../../source/swarm/foresight/node-foresight.ts';
import type {Node} from '../../../source/swarm/node.ts';
import {needsNothing} from '../../../source/swarm/placement/needs.ts';
import type {Service} from '../../../source/swarm/service.ts';
import type {Task} from '../../../source/swarm/task.ts';
import {ago, leader, node, now, replicated, service, snapshotOf, task, templateOf} from '../../helpers/builders.ts';

const gibibyte = 1024 ** 3;
const nodes = [leader('mgr1'), node('w1'), node('w2')];
const [mgr1, w1, w2] = nodes as [Node, Node, Node];

const on = (host: Node, of: Service, slot: number, changes = {}) =>
	task(`${of.name}-${slot}-${host.hostname}`, {
		serviceId: of.id,
		nodeId: host.id,
		slot,
		reservations: of.reservations,
		template: of.template,
		...changes,
	});

const pending = (of: Service, slot: number, changes = {}) =>
	task(`${of.name}-${slot}-pending`, {
		serviceId: of.id,
		nodeId: undefined,
		slot,
		state: 'pending',
		reservations: of.reservations,
		error: 'no suitable node',
		createdAt: ago(60),
		...changes,
	});

const names = (fates: Foresight['moves']) => fates.map(fate => fate.service.name);
const lists = ({stuck, mayStick, down, empty, moves, stops}: Foresight) =>
	Object.fromEntries(
		Object.entries({stuck, mayStick, down, empty, moves, stops})
			.filter(([, fates]) => fates.length > 0)
			.map(([list, fates]) => [list, names(fates)]),
	);
const tasksIn = (foresight: Foresight) => {
	const {stuck, mayStick, down, empty, moves, stops, stays} = foresight;
	return [stuck, mayStick, down, empty, moves, stops].flat().reduce((sum, {tasks}) => sum + tasks, stays);
};

const web = service('web', {mode: replicated(3)});
const api = service('api', {mode: replicated(1)});
const db = service('db', {mode: replicated(1), constraints: ['node.hostname == w1']});
const mail = service('mail', {
	mode: replicated(2),
	template: {...templateOf('mail'), needs: {...needsNothing, local: [{kind: 'volume', name: 'spool'}]}},
});
const agent = service('agent', {mode: {kind: 'global'}});
const once = service('once', {
	mode: replicated(1),
	template: {...templateOf('once'), needs: {...needsNothing, restarts: 'none'}},
});

const busy = snapshotOf({
	nodes,
	services: [web, api, db, mail, agent, once],
	tasks: [
		on(w1, web, 1),
		on(w1, web, 2),
		on(w2, web, 3),
		on(w1, api, 1),
		on(w1, db, 1),
		on(w1, mail, 1),
		on(w2, mail, 2),
		on(w1, agent, 0),
		on(w2, agent, 0),
		on(w1, once, 1),
		on(w1, web, 9, {state: 'shutdown', desiredState: 'shutdown'}),
	],
});

describe('a drain', () => {
	const foresight = drainForesight(busy, [w1.id], now);

	test('sorts services by what there is to regret, and the counts add up', () => {
		expect(lists(foresight)).toEqual({
			stuck: ['db'],
			down: ['api'],
			empty: ['mail'],
			moves: ['web'],
			stops: ['agent', 'once'],
		});
		expect(foresight.tasks).toBe(7);
		expect(tasksIn(foresight)).toBe(7);
	});

	test('says what is left meanwhile, and what the engine will write', () => {
		expect(foresight.moves[0]?.living).toEqual({before: 3, during: 1, after: {least: 3, most: 3}});
		expect(foresight.stuck[0]?.text).toBe(
			'no suitable node (scheduling constraints not satisfied on 2 nodes; 1 node not available for new tasks)',
		);
		expect(foresight.stuck[0]?.nodes.map(({place, rules}) => [place.node.hostname, rules])).toEqual([
			['mgr1', ['constraint']],
			['w1', ['ready']],
			['w2', ['constraint']],
		]);
	});

	test('a new task that starts beside the old one runs in its place, not besides', () => {
		const starting = on(w1, web, 3, {id: 'new' as Task['id'], state: 'starting'});
		const snapshot = snapshotOf({
			nodes,
			services: [web],
			tasks: [on(w1, web, 1), on(w2, web, 2), on(w2, web, 3), starting],
		});

		expect(drainForesight(snapshot, [w1.id], now).moves[0]?.living).toEqual({
			before: 3,
			during: 2,
			after: {least: 3, most: 3},
		});
	});

	test('leaves Raft as it is', () => {
		expect(foresight.quorum.after).toEqual(foresight.quorum.before);
	});

	test('of two nodes is one plan', () => {
		const both = drainForesight(busy, [w1.id, w2.id], now);
		expect(lists(both)).toMatchObject({down: ['api', 'mail', 'web']});
		expect(both.tasks).toBe(10);
	});
});

describe('room', () => {
	const big = (name: string, size: number, count = 1) =>
		service(name, {mode: replicated(count), reservations: {cpus: 0, memoryBytes: size * gibibyte}});
	const world = (services: readonly Service[], more: Parameters<typeof snapshotOf>[0]['tasks'] = []) =>
		snapshotOf({nodes, services, tasks: [...services.map(of => on(w1, of, 1)), ...more]});

	test('that is there for all is enough in any order', () => {
		const foresight = drainForesight(world([big('a', 5), big('b', 5)]), [w1.id], now);
		expect(lists(foresight)).toEqual({down: ['a', 'b']});
		expect(foresight.waiting).toEqual([]);
	});

	test('for one of two of the same service leaves exactly one out', () => {
		const two = big('a', 7, 4);
		const snapshot = snapshotOf({
			nodes: nodes.slice(1),
			services: [two],
			tasks: [1, 2].map(slot => on(w1, two, slot)),
		});
		const [stuck] = drainForesight(snapshot, [w1.id], now).stuck;
		expect(stuck).toMatchObject({tasks: 2, stuck: {least: 1, most: 1}});
	});

	test('for one of two services is left to chance, and said so', () => {
		const services = [big('a', 5), big('b', 5)];
		const foresight = drainForesight(
			{...world(services), nodes: {at: now, items: new Map([w1, w2].map(n => [n.id, n]))}},
			[w1.id],
			now,
		);
		expect(lists(foresight)).toEqual({mayStick: ['a', 'b']});
		expect(foresight.waiting.map(({after}) => after)).toEqual([
			{least: 0, most: 1},
			{least: 0, most: 1},
		]);
	});

	test('taken by a host port or by a limit per node counts as well', () => {
		const port = service('edge', {
			mode: replicated(2),
			ports: [{published: 80, target: 80, protocol: 'tcp', mode: 'host'}],
		});
		const spread = service('spread', {mode: replicated(3), maxPerNode: 1});
		const snapshot = snapshotOf({
			nodes: [w1, w2],
			services: [port, spread],
			tasks: [on(w1, port, 1), on(w2, port, 2), on(w1, spread, 1), on(w2, spread, 2)],
		});
		const foresight = drainForesight(snapshot, [w1.id], now);
		expect(foresight.stuck.map(({service: {name}, text}) => `${name}: ${text}`)).toEqual([
			'edge: no suitable node (1 node not available for new tasks; host-mode port already in use on 1 node)',
			'spread: no suitable node (1 node not available for new tasks; max replicas per node limit exceed)',
		]);
		expect(foresight.ports.map(({port: number, node: at}) => `${number} ${at.hostname}`)).toEqual(['80 w1']);
	});
});

test('a pause stops nothing', () => {
	const foresight = pauseForesight(busy, [w1.id], now);
	expect(lists(foresight)).toEqual({});
	expect(foresight.stays).toBe(7);
});

test('an activation starts what waited, and global tasks, and brings nothing back', () => {
	const resting = {...w1, availability: 'drain'} as const;
	const snapshot = snapshotOf({
		nodes: [mgr1, resting, w2],
		services: [web, db, agent],
		tasks: [on(w2, web, 1), pending(db, 1), on(w2, agent, 0), on(mgr1, agent, 0)],
	});
	const {starts, tasks} = activateForesight(snapshot, [w1.id], now);
	expect(names(starts)).toEqual(['agent', 'db']);
	expect(tasks).toBe(0);
});

test('a task that is older than its service is no longer tried, whatever room there is', () => {
	const resting = {...w1, availability: 'drain'} as const;
	const replicas = (count: number) => ({Mode: {Replicated: {Replicas: count}}});
	const scaled = {...db, updatedAt: ago(5), spec: replicas(1), previousSpec: replicas(2)};
	const snapshot = snapshotOf({nodes: [mgr1, resting, w2], services: [scaled], tasks: [pending(scaled, 1)]});
	const {starts, waiting} = activateForesight(snapshot, [w1.id], now);
	expect(starts).toEqual([]);
	expect(waiting).toMatchObject([{after: {least: 1, most: 1}, text: 'no suitable node', isForgotten: true}]);
});

test('a label that is taken away makes tasks leave; one that is given lets them in', () => {
	const ssd = service('ssd', {mode: replicated(1), constraints: ['node.labels.disk == ssd']});
	const labelled = {...w1, labels: {disk: 'ssd'}};
	const running = snapshotOf({
		nodes: [mgr1, labelled, w2],
		services: [ssd, web],
		tasks: [on(w1, ssd, 1), on(w1, web, 1)],
	});
	const without = labelForesight(running, [w1.id], {set: {}, remove: ['disk']}, now);
	expect(lists(without)).toEqual({stuck: ['ssd']});
	expect(without.stays).toBe(1);
	const waiting = snapshotOf({nodes, services: [ssd], tasks: [pending(ssd, 1)]});
	expect(names(labelForesight(waiting, [w2.id], {set: {disk: 'SSD'}, remove: []}, now).starts)).toEqual(['ssd']);
});

test('a promotion evicts what keeps off managers, and counts in Raft', () => {
	const shy = service('shy', {mode: replicated(1), constraints: ['node.role != manager']});
	const snapshot = snapshotOf({nodes, services: [shy, web], tasks: [on(w1, shy, 1), on(w1, web, 1)]});
	const foresight = roleForesight(snapshot, [w1.id], 'manager', now);
	expect(lists(foresight)).toEqual({down: ['shy']});
	expect([foresight.quorum.before.managers, foresight.quorum.after.managers]).toEqual([1, 2]);
});

test('removing a dead node moves nothing, and names who waits for it', () => {
	const dead = {...w1, state: 'down'} as const;
	const snapshot = snapshotOf({nodes: [mgr1, dead, w2], services: [db, web], tasks: [pending(db, 1), on(w2, web, 1)]});
	expect(lists(removeForesight(snapshot, [w1.id], now))).toEqual({});
	expect(waitingOnlyFor(snapshot, w1.id)).toEqual(['db']);
	expect(waitingOnlyFor(snapshot, w2.id)).toEqual([]);
});

test('nothing is called exact while not all tasks are known', () => {
	expect(drainForesight({...busy, hasAllTasks: false}, [w1.id], now).isWhole).toBe(false);
});
