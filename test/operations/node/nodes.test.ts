import {describe, expect, test} from 'vitest';
import {activateNode} from '../../../source/operations/node/activate-node.ts';
import {demoteNode, promoteNode} from '../../../source/operations/node/change-role.ts';
import {drainNode} from '../../../source/operations/node/drain-node.ts';
import {labelNode} from '../../../source/operations/node/label-node.ts';
import {pauseNode} from '../../../source/operations/node/pause-node.ts';
import {removeNode} from '../../../source/operations/node/remove-node.ts';
import type {NodeOperation} from '../../../source/operations/operation.ts';
import {taskId} from '../../../source/swarm/ids.ts';
import type {Snapshot} from '../../../source/swarm/snapshot.ts';
import {ago, leader, manager, node, replicated, service, snapshotOf, task} from '../../helpers/builders.ts';
import {nodeTarget} from '../lab.ts';

const planFor = (operation: NodeOperation<null>, snapshot: Snapshot, ...names: readonly string[]) =>
	operation.plan(
		names.map(name => nodeTarget(snapshot, name)),
		null,
		snapshot,
	);

const web = service('web', {mode: replicated(3)});
const auth = service('auth', {mode: replicated(1)});
const agent = service('agent', {mode: {kind: 'global'}});

const managers = [leader('mgr1'), manager('mgr2'), manager('mgr3')];
const worker = node('worker1');

const on = (host: {readonly id: (typeof worker)['id']}, of: typeof web, slot: number, changes = {}) =>
	task(`${of.name}-${slot}-${host.id}`, {serviceId: of.id, nodeId: host.id, slot, ...changes});

const [mgr1, mgr2] = managers as [typeof worker, typeof worker];

const busy = snapshotOf({
	nodes: [...managers, worker],
	services: [web, auth, agent],
	self: mgr2.id,
	tasks: [
		on(mgr2, web, 1),
		on(mgr2, web, 2),
		on(worker, web, 3),
		on(mgr2, auth, 1),
		on(mgr2, agent, 0),
		on(mgr1, agent, 0),
		on(mgr2, web, 4, {state: 'shutdown', desiredState: 'shutdown'}),
		on(mgr2, web, 5, {desiredState: 'shutdown'}),
	],
});

describe('drain', () => {
	test('counts what stops, and what only stops', () => {
		const {effects, forecast} = planFor(drainNode, busy, 'mgr2');

		expect(effects[0]).toBe('Tasks of agent, auth and web stop there.');
		expect(forecast?.[0]).toBe(
			'4 tasks on mgr2 are stopped at once. Swarm starts replacements elsewhere afterwards; it does not wait for room.',
		);
		expect(forecast?.[1]).toBe('Of these, 3 move (likely to mgr1 and mgr3), 1 is global and just stops.');
	});

	test('asks nobody again because what crashes is elsewhere the next moment', () => {
		const crashed = (host: typeof worker, seconds: number) =>
			on(host, auth, 1, {
				id: taskId(`crashed${seconds}`),
				state: 'failed',
				desiredState: 'shutdown',
				createdAt: ago(seconds + 1),
				stateAt: ago(seconds),
			});
		const around = (host: typeof worker) =>
			snapshotOf({
				nodes: [...managers, worker],
				services: [auth, web],
				tasks: [
					on(mgr2, web, 1),
					crashed(mgr1, 20),
					crashed(worker, 10),
					on(host, auth, 1, {state: 'starting', createdAt: ago(1)}),
				],
			});
		const [here, elsewhere] = [planFor(drainNode, around(mgr2), 'mgr2'), planFor(drainNode, around(mgr1), 'mgr2')];

		expect(here.forecast).toContain('Tasks of auth come and go: they crash.');
		expect(elsewhere.forecast?.join()).not.toContain('auth');
		expect([here.effects, here.warnings]).toEqual([elsewhere.effects, elsewhere.warnings]);
	});

	test('says that a manager still votes, and that skep is connected there', () => {
		const {forecast} = planFor(drainNode, busy, 'mgr2');

		expect(forecast).toContain('Raft is unchanged: a drained manager still votes.');
		expect(forecast).toContain('skep is connected to mgr2, and stays connected.');
		expect(planFor(drainNode, busy, 'worker1').forecast?.join()).not.toMatch(/Raft|connected/);
	});

	test('says how long it takes at most, and what is known of services that go down', () => {
		const {forecast} = planFor(drainNode, busy, 'mgr2');

		expect(forecast).toContain('mgr2 is empty after up to 11 s, as long as tasks there may take to stop.');
		expect(forecast?.find(line => line.startsWith('auth: '))).toMatch(/^auth: .*, it has 10 s to stop\.$/);
	});

	test('warns of services that run nowhere else', () => {
		expect(planFor(drainNode, busy, 'mgr2').warnings).toEqual([
			'auth goes down until a replacement runs: nothing of it runs outside mgr2.',
		]);
		expect(planFor(drainNode, busy, 'worker1').warnings).toEqual([]);
	});

	test('takes several nodes together', () => {
		const {forecast, warnings} = planFor(drainNode, busy, 'mgr2', 'worker1');

		expect(forecast?.[0]).toMatch(/^5 tasks on mgr2 and worker1 /);
		expect(warnings).toEqual([
			'auth and web go down until a replacement runs: nothing of them runs outside mgr2 and worker1.',
		]);
	});

	test('warns when nobody else takes tasks', () => {
		expect(planFor(drainNode, busy, 'mgr1', 'mgr2', 'mgr3', 'worker1').warnings).toContain(
			'No other node takes tasks: the replacements wait until one does.',
		);
	});

	test('says when it does not know all tasks', () => {
		const partial = {...busy, hasAllTasks: false};

		expect(planFor(drainNode, partial, 'mgr2').forecast?.[0]).toMatch(/^At least 4 tasks on mgr2 are stopped/);
		expect(planFor(drainNode, partial, 'mgr3').effects[0]).toBe(
			'No task is known on mgr3, but not all tasks were read.',
		);
	});

	test('counts nothing on a node that is down', () => {
		const down = {...worker, state: 'down'} as const;
		const snapshot = snapshotOf({nodes: [...managers, down], services: [web], tasks: [on(down, web, 1)]});

		expect(planFor(drainNode, snapshot, 'worker1').effects.slice(0, 2)).toEqual([
			'Nothing is stopped on worker1: down already.',
			'Docker still counts 1 task there as running; Swarm replaces what can run elsewhere by itself, drained or not.',
		]);
	});
});

test('pause stops nothing', () => {
	const {effects, forecast} = planFor(pauseNode, busy, 'mgr2');

	expect(effects).toEqual(['mgr2 takes no new tasks; nothing stops.']);
	expect(forecast).toEqual(['The 4 tasks there now go on.']);
});

test('activate does not bring tasks back', () => {
	const snapshot = snapshotOf({nodes: [...managers, node('resting', {availability: 'drain'})]});

	expect(planFor(activateNode, snapshot, 'resting').effects[1]).toMatch(/^Tasks that moved away do not come back/);
});

describe('roles', () => {
	const blocked = (operation: NodeOperation<null>, snapshot: Snapshot, name: string) =>
		operation.blockedBy(nodeTarget(snapshot, name), snapshot);

	test('the last manager stays one', () => {
		expect(blocked(demoteNode, snapshotOf({nodes: [leader('mgr1'), worker]}), 'mgr1')).toBe(
			"the last manager can't be demoted",
		);
	});

	test('a demotion that would lose quorum is refused, one that helps is not', () => {
		const silent = manager('mgr3', {reachability: 'unreachable'}, {state: 'down'});
		const snapshot = snapshotOf({nodes: [leader('mgr1'), manager('mgr2'), silent]});

		expect(blocked(demoteNode, snapshot, 'mgr2')).toMatch(/^this would lose quorum/);
		expect(blocked(demoteNode, snapshot, 'mgr3')).toBeUndefined();
		expect(planFor(demoteNode, snapshot, 'mgr3').refusals).toEqual([]);
	});

	test('several demotions are checked one after the other', () => {
		const [dead1, dead2] = ['dead1', 'dead2'].map(name => manager(name, {reachability: 'unreachable'}));
		const nodes = [leader('mgr1'), manager('mgr2'), manager('mgr3'), dead1, dead2].flatMap(item => item ?? []);
		const snapshot = snapshotOf({nodes});

		expect(planFor(demoteNode, snapshot, 'dead1', 'dead2', 'mgr3').refusals).toEqual([]);
		expect(planFor(demoteNode, snapshot, 'mgr3', 'dead1', 'dead2').refusals).toEqual([
			expect.stringMatching(/^This would lose quorum.*go first\.$/),
		]);
	});

	test('all managers at once are refused', () => {
		expect(planFor(demoteNode, busy, 'mgr1', 'mgr2', 'mgr3').refusals).toEqual(["The last manager can't be demoted."]);
	});

	test('quorum is told before and after', () => {
		expect(planFor(demoteNode, busy, 'mgr3').effects[0]).toBe('Managers 3 -> 2, needed 2 -> 2, to spare 1 -> 0.');
		expect(planFor(demoteNode, busy, 'mgr3').warnings[0]).toMatch(/^Spends the last spare/);
	});

	test('demoting the leader, and the manager skep is connected to, is said', () => {
		expect(planFor(demoteNode, busy, 'mgr1').effects.at(-1)).toMatch(/^mgr1 is the leader/);
		expect(planFor(demoteNode, busy, 'mgr2').warnings[0]).toMatch(/^skep is connected to mgr2 and loses the swarm/);
	});

	test('one manager becoming two is worse', () => {
		const alone = snapshotOf({nodes: [leader('mgr1'), node('worker1'), node('worker2')]});

		expect(planFor(promoteNode, alone, 'worker1').warnings).toContain(
			'2 managers are worse than 1: if either is lost, nothing can be changed.',
		);
		expect(planFor(promoteNode, alone, 'worker1', 'worker2').warnings).toEqual([]);
	});

	test('tasks that constraints then keep away are counted', () => {
		const shy = service('shy', {constraints: ['node.role != manager']});
		const snapshot = snapshotOf({nodes: [...managers, worker], services: [shy], tasks: [on(worker, shy, 1)]});

		expect(planFor(promoteNode, snapshot, 'worker1').warnings).toContain(
			'1 task on worker1 stops: by the constraints of shy it no longer fits there.',
		);
	});

	test('host ports that close with them are named', () => {
		const ports = [{published: 443, target: 443, protocol: 'tcp', mode: 'host'}] as const;
		const shy = service('shy', {constraints: ['node.role != manager'], ports});
		const snapshot = snapshotOf({nodes: [...managers, worker], services: [shy], tasks: [on(worker, shy, 1)]});

		expect(planFor(promoteNode, snapshot, 'worker1').effects).toContain('Host port 443/tcp on worker1 closes.');
	});

	test('one key fits both: each is for its own role', () => {
		const [ofManager, ofWorker] = [nodeTarget(busy, 'mgr2'), nodeTarget(busy, 'worker1')];

		expect([promoteNode.isFor?.(ofManager), demoteNode.isFor?.(ofManager)]).toEqual([false, true]);
		expect([promoteNode.isFor?.(ofWorker), demoteNode.isFor?.(ofWorker)]).toEqual([true, false]);
	});
});

describe('labels', () => {
	const plan = (typed: string) => {
		const ssd = service('ssd', {constraints: ['node.labels.disk == ssd']});
		const labelled = node('worker1', {labels: {disk: 'ssd', zone: 'seoul'}});
		const snapshot = snapshotOf({nodes: [...managers, labelled], services: [ssd], tasks: [on(labelled, ssd, 1)]});
		const targets = [nodeTarget(snapshot, 'worker1')];
		const parsed = labelNode.parse({labels: typed}, targets);
		return parsed.kind === 'problem' ? parsed : labelNode.plan(targets, parsed.input, snapshot);
	};

	test('every change is a sentence', () => {
		expect(plan('zone=busan rack=7 gone-')).toMatchObject({
			effects: [
				'worker1: the label zone changes from "seoul" to "busan".',
				'worker1 gets the label rack=7.',
				'worker1 has no label gone.',
			],
		});
	});

	test('a label that tasks depend on is warned of', () => {
		expect(plan('disk-')).toMatchObject({
			effects: ['worker1 loses the label disk=ssd.', 'ssd has constraints on disk.'],
			warnings: [
				'1 task on worker1 stops: by the constraints of ssd it no longer fits there.',
				'ssd: no node takes its task: no suitable node (scheduling constraints not satisfied on 4 nodes). It is down until someone acts.',
			],
		});
	});

	test('a host port that closes with it is named', () => {
		const ports = [{published: 53, target: 53, protocol: 'udp', mode: 'host'}] as const;
		const ssd = service('ssd', {constraints: ['node.labels.disk == ssd'], ports});
		const labelled = node('worker1', {labels: {disk: 'ssd'}});
		const snapshot = snapshotOf({nodes: [...managers, labelled], services: [ssd], tasks: [on(labelled, ssd, 1)]});
		const targets = [nodeTarget(snapshot, 'worker1')];
		expect(labelNode.plan(targets, {set: {}, remove: ['disk']}, snapshot).effects).toContain(
			'Host port 53/udp on worker1 closes.',
		);
	});

	test('what is no label is told at its field', () => {
		expect(plan('=seoul')).toMatchObject({kind: 'problem', field: 'labels'});
	});
});

describe('remove', () => {
	const blocked = (changes: Partial<typeof worker>) => {
		const snapshot = snapshotOf({nodes: [...managers, {...worker, ...changes}]});
		return removeNode.blockedBy(nodeTarget(snapshot, 'worker1'), snapshot);
	};

	test('only what is down, and no manager', () => {
		expect(blocked({})).toBe('still ready; drain it and stop its engine, or `docker swarm leave` there first');
		expect(blocked({state: 'down'})).toBeUndefined();
		expect(blocked({state: 'down', role: 'manager'})).toBe('a manager: demote it first');
	});

	test('labels that are lost are named', () => {
		const down = node('worker1', {state: 'down', labels: {zone: 'seoul', gpu: ''}});
		const snapshot = snapshotOf({nodes: [...managers, down]});

		expect(planFor(removeNode, snapshot, 'worker1').effects[0]).toBe(
			'The swarm forgets worker1, with its labels zone=seoul, gpu.',
		);
	});
});
