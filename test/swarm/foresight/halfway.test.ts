import {describe, expect, test} from 'vitest';
import type {Foresight} from '../../../source/swarm/foresight/foresight.ts';
import {
	activateForesight,
	drainForesight,
	labelForesight,
	pauseForesight,
} from '../../../source/swarm/foresight/node-foresight.ts';
import {scaleForesight} from '../../../source/swarm/foresight/scale.ts';
import {updateForesight} from '../../../source/swarm/foresight/update.ts';
import {nodeId} from '../../../source/swarm/ids.ts';
import type {Node} from '../../../source/swarm/node.ts';
import type {Service} from '../../../source/swarm/service.ts';
import type {Task} from '../../../source/swarm/task.ts';
import {
	ago,
	node,
	now,
	policy,
	replicated,
	service,
	snapshotOf,
	task,
	templateOf,
	updateStatus,
} from '../../helpers/builders.ts';

const gibibyte = 1024 ** 3;
const memory = (gib: number) => ({cpus: 0, memoryBytes: gib * gibibyte});
const [w1, w2, w3] = ['w1', 'w2', 'w3'].map(name => node(name)) as [Node, Node, Node];
const spare: Node = {...node('spare'), availability: 'drain'};
const former = {template: templateOf('shop/web:1')};
let made = 0;

const on = ({id}: Node, of: Service, slot: number | undefined, changes: Partial<Task> = {}) => {
	made += 1;
	const {reservations, template} = of;
	return task(`${of.name}-${made}`, {serviceId: of.id, nodeId: id, slot, reservations, template, ...changes});
};

const waits = (of: Service, slot: number, changes: Partial<Task> = {}): Task => ({
	...on(w1, of, slot, {state: 'pending', error: 'no suitable node', createdAt: ago(59), ...changes}),
	nodeId: undefined,
});

/** Least and most that wait in the end, of each service that may have any. */
const totals = (foresight: Foresight | undefined) =>
	Object.fromEntries(
		[...Map.groupBy(foresight?.waiting ?? [], ({service: {name}}) => name)].map(([name, some]) => [
			name,
			[some.reduce((sum, {after}) => sum + after.least, 0), some.reduce((sum, {after}) => sum + after.most, 0)],
		]),
	);

const rolling = (changes: Partial<Service>) =>
	service('web', {
		...changes,
		image: 'shop/web:2',
		template: templateOf('shop/web:2'),
		updateStatus: updateStatus('updating'),
		updatedAt: ago(60),
	});

describe('a rolling update that waits for room', () => {
	const web = rolling({mode: replicated(2), reservations: memory(5), update: policy({order: 'start-first'})});
	const tasks = [on(w1, web, 1, former), on(w2, web, 2, former), waits(web, 1)];
	const snapshot = snapshotOf({nodes: [w1, w2, spare], services: [web], tasks});

	test('goes on when a node is there for it, to its end: each old task that goes makes room for the next', () => {
		expect(totals(pauseForesight(snapshot, [w1.id], now))).toEqual({web: [1, 1]});
		expect(totals(activateForesight(snapshot, [spare.id], now))).toEqual({});
	});

	test('goes on to the next slot, and is stuck there, where the first got the only room', () => {
		const port = service('port', {
			mode: replicated(1),
			ports: [{target: 80, published: 80, protocol: 'tcp', mode: 'host'}],
		});
		const two = {...web, ports: port.ports, constraints: ['node.hostname != w3']};
		const world = snapshotOf({
			nodes: [w1, w2, w3],
			services: [port, two],
			tasks: [on(w1, port, 1), on(w2, two, 1, former), waits(two, 3, former), waits(two, 2, former), waits(two, 2)],
		});
		// The new task of slot 2 gets the room, and another one waits instead of it; slot 3 runs nowhere all along.
		expect(totals(pauseForesight(world, [w3.id], now))).toEqual({web: [3, 3]});
		expect(totals(scaleForesight(world, port.id, 0, now))).toEqual({web: [2, 2]});
	});
});

test('among hundreds of services one that is held up is bounded, and the others are in nobody’s way', () => {
	const nodes = Array.from({length: 100}, (_, at) => node(`n${at}`));
	const small = Array.from({length: 100}, (_, at) =>
		service(`small${at}`, {mode: replicated(1), reservations: {cpus: 0.01, memoryBytes: 2 ** 20}}),
	);
	const web = rolling({mode: replicated(99), reservations: memory(5), update: policy({order: 'start-first'})});
	const tasks = [
		...small.map(of => on(nodes[0] as Node, of, 1)),
		...nodes.slice(1).map((host, at) => on(host, web, at + 1, former)),
		waits(web, 1),
	];
	const foresight = drainForesight(snapshotOf({nodes, services: [...small, web], tasks}), [nodeId('id-n0')], now);
	expect(totals(foresight)).toEqual({web: [0, 1]});
	expect(foresight.tasks).toBe(100);
});

test('an update measures each task by what it was made from, not by what the service was last', () => {
	const web = rolling({mode: replicated(1), reservations: memory(5), update: policy({order: 'start-first'})});
	const snapshot = snapshotOf({nodes: [w1], services: [web], tasks: [on(w1, web, 1, former), waits(web, 1)]});
	expect(totals(updateForesight(snapshot, web.id, {image: 'shop/web:1'}, now))).toEqual({});
});

test('a global service that starts its new tasks first needs room for both on each node', () => {
	const agent = service('agent', {
		mode: {kind: 'global'},
		reservations: memory(5),
		update: policy({order: 'start-first', parallelism: 0}),
	});
	const snapshot = snapshotOf({
		nodes: [w1, w2],
		services: [agent],
		tasks: [on(w1, agent, undefined), on(w2, agent, undefined)],
	});
	expect(totals(updateForesight(snapshot, agent.id, {image: 'shop/web:9'}, now))).toEqual({agent: [2, 2]});
});

test('an update of a global service leaves alone what it has on a paused node', () => {
	const agent = service('agent', {mode: {kind: 'global'}, reservations: memory(5)});
	const paused: Node = {...w2, availability: 'pause'};
	const pending = on(paused, agent, undefined, {state: 'pending', error: '1 node not available for new tasks'});
	const snapshot = snapshotOf({nodes: [w1, paused], services: [agent], tasks: [on(w1, agent, undefined), pending]});
	const foresight = updateForesight(snapshot, agent.id, {image: 'shop/web:9'}, now);
	expect(foresight).toMatchObject({stays: 1, down: [{tasks: 1}]});
	expect(totals(foresight)).toEqual({agent: [1, 1]});
});

test('an outdated task of a global service is replaced at once when its node is written, whatever its update waits for', () => {
	const agent = rolling({mode: {kind: 'global'}, reservations: memory(5), update: policy({order: 'start-first'})});
	const pending = on(w1, agent, undefined, {state: 'pending', error: 'insufficient resources on 1 node'});
	const tasks = [on(w1, agent, undefined, former), pending, on(w2, agent, undefined, former)];
	const snapshot = snapshotOf({nodes: [w1, w2], services: [agent], tasks});
	const change = {set: {disk: 'ssd'}, remove: []};
	expect(totals(labelForesight(snapshot, [w2.id], change, now))).toEqual({web: [1, 1]});
	expect(totals(labelForesight(snapshot, [w1.id], change, now))).toEqual({web: [1, 1]});
});

describe('a waiting task', () => {
	const full = service('full', {mode: replicated(2), reservations: memory(5)});
	const written = {...full, previousSpec: full.spec, updatedAt: ago(30)};
	const world = (of: Service) =>
		snapshotOf({nodes: [w1, spare], services: [of], tasks: [on(w1, of, 1), waits(of, 2, {createdAt: ago(600)})]});

	test('may be tried once more after a write of its service that moved nothing', () => {
		expect(totals(activateForesight(world(written), [spare.id], now))).toEqual({full: [0, 1]});
	});

	test('is not, once anything had the scheduler look since', () => {
		const seen = {
			...world(written),
			nodes: snapshotOf({nodes: [w1, {...spare, updatedAt: ago(9)}]}).nodes,
		};
		expect(totals(activateForesight(seen, [spare.id], now))).toEqual({full: [1, 1]});
	});
});

test('what is tried first and left as it was may go on reading so, though others take the room right after', () => {
	const picky = service('picky', {
		mode: replicated(1),
		constraints: ['node.labels.gpu == yes'],
		reservations: memory(5),
	});
	const before = 'no suitable node (scheduling constraints not satisfied on 1 node)';
	const other = service('other', {mode: replicated(0), reservations: memory(5)});
	const tasks = [waits(picky, 1, {error: before, createdAt: ago(1)})];
	const snapshot = snapshotOf({nodes: [w1], services: [picky, other], tasks});
	const [waiting] = scaleForesight(snapshot, other.id, 1, now)?.waiting ?? [];
	expect(waiting).toMatchObject({after: {least: 1, most: 1}, isTextSure: false});
});
