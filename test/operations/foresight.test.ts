import {describe, expect, test} from 'vitest';
import {gentleDrain} from '../../source/operations/guided/gentle-drain-operation.ts';
import {promoteNode} from '../../source/operations/node/change-role.ts';
import {drainNode} from '../../source/operations/node/drain-node.ts';
import {removeNode} from '../../source/operations/node/remove-node.ts';
import type {NodeOperation} from '../../source/operations/operation.ts';
import {restartService} from '../../source/operations/service/restart-service.ts';
import {scaleService} from '../../source/operations/service/scale-service.ts';
import {updateImage} from '../../source/operations/service/update-image.ts';
import type {Node} from '../../source/swarm/node.ts';
import {needsNothing} from '../../source/swarm/placement/needs.ts';
import type {Service} from '../../source/swarm/service.ts';
import type {Snapshot} from '../../source/swarm/snapshot.ts';
import {ago, leader, node, policy, replicated, service, snapshotOf, task, templateOf} from '../helpers/builders.ts';
import {nodeTarget, serviceTarget} from './lab.ts';

const gibibyte = 1024 ** 3;
const nodes = [leader('mgr1'), node('w1'), node('w2')];
const [, w1, w2] = nodes as [Node, Node, Node];

const on = (host: Node, of: Service, slot: number) =>
	task(`${of.name}-${slot}`, {
		serviceId: of.id,
		nodeId: host.id,
		slot,
		reservations: of.reservations,
		template: of.template,
	});

const pending = (of: Service) =>
	task(`${of.name}-waits`, {
		serviceId: of.id,
		nodeId: undefined,
		template: of.template,
		state: 'pending',
		error: 'no suitable node',
		createdAt: ago(60),
	});

const planFor = (operation: NodeOperation<null>, snapshot: Snapshot, name: string) =>
	operation.plan([nodeTarget(snapshot, name)], null, snapshot);

const web = service('web', {mode: replicated(3)});
const db = service('db', {mode: replicated(1), constraints: ['node.hostname == w1']});
const mail = service('mail', {
	mode: replicated(2),
	template: {...templateOf('mail'), needs: {...needsNothing, local: [{kind: 'volume', name: 'spool'}]}},
});

describe('a drain', () => {
	const snapshot = snapshotOf({
		nodes,
		services: [web, db, mail],
		tasks: [on(w1, web, 1), on(w1, web, 2), on(w2, web, 3), on(w1, db, 1), on(w1, mail, 1), on(w2, mail, 2)],
	});

	test('done gently hides nothing of what has nowhere to go', () => {
		const targets = [nodeTarget(snapshot, 'w1')];
		expect(gentleDrain.plan(targets, {room: 'all'}, snapshot).warnings).toEqual([
			'db: no node takes its task: no suitable node (scheduling constraints not satisfied on 2 nodes; 1 node not available for new tasks). It is down until someone acts.',
		]);
		expect(gentleDrain.meaning?.({room: 'web, nobody'}, targets, snapshot)).toEqual(['nobody has no task there.']);
	});

	test('warns of what has nowhere to go, and of data that stays', () => {
		expect(planFor(drainNode, snapshot, 'w1').warnings).toEqual([
			'db: no node takes its task: no suitable node (scheduling constraints not satisfied on 2 nodes; 1 node not available for new tasks). It is down until someone acts.',
			'mail starts elsewhere with an EMPTY volume: spool stays where it runs now.',
		]);
	});

	test('adds up, and says where things likely go', () => {
		const {forecast} = planFor(drainNode, snapshot, 'w1');
		expect(forecast?.[1]).toBe('Of these, 3 move (likely to mgr1), 1 has nowhere to go.');
	});

	test('says node by node what keeps off what is stuck, and how many run meanwhile', () => {
		const ssd = service('ssd', {mode: replicated(1), constraints: ['node.labels.disk == ssd']});
		const web = service('web', {mode: replicated(3)});
		const [host, full] = [
			{...w1, labels: {disk: 'ssd'}},
			{...w2, availability: 'pause'},
		] as const;
		const tasks = [on(host, ssd, 1), on(host, web, 1), on(host, web, 2), on(w2, web, 3)];
		const seen = snapshotOf({nodes: [leader('mgr1'), host, full], services: [ssd, web], tasks});
		const {forecast} = planFor(drainNode, seen, 'w1');
		expect(forecast).toContain(
			'What keeps ssd off: mgr1: node.labels.disk is not set, needs ssd; w2: paused and node.labels.disk is not set, needs ssd.',
		);
		expect(forecast).toContain('Running meanwhile: web 3 -> 1 -> 3.');
	});

	test('of a swarm whose tasks are not all known promises nothing', () => {
		const {effects, forecast = [], warnings} = planFor(drainNode, {...snapshot, hasAllTasks: false}, 'w1');
		expect([...effects, ...forecast, ...warnings].join()).not.toMatch(/likely|nowhere|EMPTY|fits/);
	});
});

test('room that two services want is told as chance', () => {
	const big = (name: string) =>
		service(name, {mode: replicated(1), reservations: {cpus: 0, memoryBytes: 5 * gibibyte}});
	const [one, two] = [big('one'), big('two')];
	const snapshot = snapshotOf({nodes: [w1, w2], services: [one, two], tasks: [on(w1, one, 1), on(w1, two, 1)]});
	expect(planFor(drainNode, snapshot, 'w1')).toMatchObject({
		warnings: [
			'one may not find room for its task: it hangs on who comes first.',
			'two may not find room for its task: it hangs on who comes first.',
		],
	});
});

test('a promotion says where the evicted tasks are left', () => {
	const shy = service('shy', {mode: replicated(1), constraints: ['node.role != manager', 'node.hostname != w2']});
	const snapshot = snapshotOf({nodes, services: [shy], tasks: [on(w1, shy, 1)]});
	expect(planFor(promoteNode, snapshot, 'w1').warnings).toContain(
		'shy: no node takes its task: no suitable node (scheduling constraints not satisfied on 3 nodes). It is down until someone acts.',
	);
});

describe('a scale', () => {
	const plan = (of: Service, replicas: string, ...tasks: Parameters<typeof snapshotOf>[0]['tasks'] & object) => {
		const snapshot = snapshotOf({nodes, services: [of], tasks});
		const targets = [serviceTarget(snapshot, of.name) as never];
		const parsed = scaleService.parse({replicas}, targets);
		return parsed.kind === 'problem' ? parsed : scaleService.plan(targets, parsed.input, snapshot);
	};

	test('beyond the room there is warns of what finds none', () => {
		const big = service('big', {mode: replicated(1), reservations: {cpus: 0, memoryBytes: 5 * gibibyte}});
		expect(plan(big, '3', on(w1, big, 1))).toMatchObject({
			warnings: [],
			forecast: ['It fits; tightest afterwards is mgr1, 63% of its memory reserved.'],
		});
		expect(plan(big, '4', on(w1, big, 1))).toMatchObject({
			warnings: [
				'big: no node takes 1 more task: no suitable node (insufficient resources on 3 nodes). It stays short until someone acts.',
			],
		});
	});

	test('of several is one plan: each would find room alone', () => {
		const big = (name: string) =>
			service(name, {mode: replicated(1), reservations: {cpus: 0, memoryBytes: 5 * gibibyte}});
		const [one, two] = [big('one'), big('two')];
		const snapshot = snapshotOf({nodes, services: [one, two], tasks: [on(w1, one, 1), on(w2, two, 1)]});
		const targets = (names: readonly string[]) => names.map(name => serviceTarget(snapshot, name) as never);
		const planned = (...names: readonly string[]) => scaleService.plan(targets(names), {replicas: 2}, snapshot);
		expect([planned('one').warnings, planned('two').warnings]).toEqual([[], []]);
		expect(planned('one', 'two').warnings).toEqual([
			'one may not find room for 1 more task: it hangs on who comes first.',
			'two may not find room for 1 more task: it hangs on who comes first.',
		]);
	});

	test('of a service that waits says that Swarm forgets what waits', () => {
		expect(plan(db, '2', pending(db))).toMatchObject({
			warnings: [
				'1 task of db waits for a node already: after this Swarm no longer tries it, whatever room there is. A restart of the service makes new ones.',
			],
		});
	});
});

test('removing the node that a service waits for makes it wait in vain', () => {
	const dead = {...w1, state: 'down'} as const;
	const snapshot = snapshotOf({nodes: [leader('mgr1'), dead], services: [db], tasks: [pending(db)]});
	expect(planFor(removeNode, snapshot, 'w1').warnings).toEqual([
		'db waits for w1, and no other node suits: after this in vain.',
	]);
});

describe('replacing all tasks of a service', () => {
	const full = service('full', {
		mode: replicated(2),
		reservations: {cpus: 0, memoryBytes: 5 * gibibyte},
		constraints: ['node.role == worker'],
		update: policy({order: 'start-first'}),
	});
	const snapshot = snapshotOf({
		nodes,
		services: [mail, full],
		tasks: [on(w1, mail, 1), on(w2, mail, 2), on(w1, full, 1), on(w2, full, 2)],
	});
	const target = (name: string) => serviceTarget(snapshot, name);

	test('warns of data that stays, and of new tasks that find no room beside the old ones', () => {
		const {warnings} = restartService.plan([target('mail'), target('full')], null, snapshot);

		expect(warnings).toEqual([
			'full: no node takes 1 of its 2 new tasks: no suitable node (insufficient resources on 2 nodes; scheduling constraints not satisfied on 1 node). Its old tasks go on, and its rollout stands still until someone acts.',
			'mail may start elsewhere with an EMPTY volume: spool stays where it runs now.',
		]);
	});

	test('by another image, too, with the order that is asked for', () => {
		const warningsWith = (order: 'start-first' | 'stop-first') => {
			const parsed = updateImage.parse({image: 'shop/web:9', order}, [target('full')]);
			return parsed.kind === 'input' ? updateImage.plan([target('full')], parsed.input, snapshot).warnings.join() : '';
		};

		expect(warningsWith('start-first')).toContain('full: no node takes 1 of its 2 new tasks');
		expect(warningsWith('stop-first')).not.toContain('no node');
	});

	test('of the only slot is said so', () => {
		const [first] = restartService.plan(
			[serviceTarget(snapshotOf({services: [db]}), 'db')],
			null,
			snapshotOf({}),
		).effects;

		expect(first).toBe('1 slot of db restarts: its task stopped before the replacement starts.');
	});
});
