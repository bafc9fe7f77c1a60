import {describe, expect, test} from 'vitest';
import {drainForesight} from '../../../source/swarm/foresight/node-foresight.ts';
import {scaleForesight} from '../../../source/swarm/foresight/scale.ts';
import {updateForesight} from '../../../source/swarm/foresight/update.ts';
import {nodeId, taskId} from '../../../source/swarm/ids.ts';
import type {Service} from '../../../source/swarm/service.ts';
import {node, now, policy, replicated, runningTasks, service, snapshotOf, task} from '../../helpers/builders.ts';

const gibibyte = 1024 ** 3;
const nodes = [node('w1'), node('w2')];

const world = (of: Service) => snapshotOf({nodes, services: [of], tasks: runningTasks(of, nodes)});

describe('a scale', () => {
	const large = service('large', {mode: replicated(1), reservations: {cpus: 0, memoryBytes: 5 * gibibyte}});

	test('up to what there is room for finds it, and no further', () => {
		expect(scaleForesight(world(large), large.id, 2, now)).toMatchObject({stuck: [], starts: [{starting: {least: 1}}]});
		expect(scaleForesight(world(large), large.id, 4, now)?.stuck).toMatchObject([
			{stuck: {least: 2, most: 2}, text: 'no suitable node (insufficient resources on 2 nodes)'},
		]);
	});

	test('down stops so many', () => {
		const web = service('web', {mode: replicated(4)});
		expect(scaleForesight(world(web), web.id, 1, now)).toMatchObject({tasks: 4, stays: 1, stops: [{tasks: 3}]});
	});

	test('down makes room on nobody knows which node: what waits for one of them may go on waiting', () => {
		const web = service('web', {mode: replicated(2), reservations: {cpus: 0, memoryBytes: 5 * gibibyte}});
		const agent = service('agent', {mode: {kind: 'global'}, reservations: {cpus: 0, memoryBytes: 5 * gibibyte}});
		const waiting = nodes.map(({id, hostname}) =>
			task(`agent on ${hostname}`, {serviceId: agent.id, slot: undefined, nodeId: id, state: 'pending'}),
		);
		const before = snapshotOf({nodes, services: [web, agent], tasks: [...runningTasks(web, nodes), ...waiting]});

		expect(scaleForesight(before, web.id, 1, now)?.waiting).toMatchObject([
			{service: agent, only: nodes[0]?.id, after: {least: 0, most: 1}},
			{service: agent, only: nodes[1]?.id, after: {least: 0, most: 1}},
		]);
	});

	test('of a global service is none', () => {
		const agent = service('agent', {mode: {kind: 'global'}});
		expect(scaleForesight(world(agent), agent.id, 2, now)).toBeUndefined();
	});
});

describe('an update', () => {
	const memory = (gib: number) => ({cpus: 0, memoryBytes: gib * gibibyte});
	const web = (changes: Partial<Service> = {}) =>
		service('web', {mode: replicated(2), reservations: memory(5), ...changes});
	const stuckIn = (of: Service, change: Parameters<typeof updateForesight>[2]) =>
		updateForesight(world(of), of.id, change, now)?.stuck.map(({stuck}) => stuck);

	test('that asks for no more than before goes through on a full swarm', () => {
		expect(stuckIn(web(), {image: 'shop/web:2'})).toEqual([]);
		expect(stuckIn(web(), {reservations: memory(4)})).toEqual([]);
	});

	test('with the new task first needs room for both', () => {
		expect(stuckIn(web({update: policy({order: 'start-first'})}), {image: 'shop/web:2'})).toEqual([
			{least: 1, most: 1},
		]);
	});

	test('that fits nowhere holds up as many slots as it works on', () => {
		expect(stuckIn(web(), {reservations: memory(9)})).toEqual([{least: 1, most: 1}]);
		expect(stuckIn(web({update: policy({parallelism: 0})}), {reservations: memory(9)})).toEqual([{least: 2, most: 2}]);
		expect(stuckIn(web(), {constraints: ['node.labels.gpu == yes']})).toEqual([{least: 1, most: 1}]);
	});

	test('of constraints alone leaves alone what still fits', () => {
		const of = web();
		const foresight = updateForesight(world(of), of.id, {constraints: ['node.hostname != w2']}, now);
		expect(foresight).toMatchObject({tasks: 2, stays: 1, stuck: [{tasks: 1, stuck: {least: 1, most: 1}}]});
		expect(updateForesight(world(of), of.id, {constraints: ['node.hostname != w9']}, now)?.stays).toBe(2);
	});

	test('that lets a global service onto more nodes tells where it starts', () => {
		const agent = service('agent', {mode: {kind: 'global'}, constraints: ['node.labels.gpu == 1']});
		const seen = snapshotOf({nodes, services: [agent], tasks: []});
		expect(updateForesight(seen, agent.id, {constraints: []}, now)?.starts).toMatchObject([
			{
				starting: {least: 2, most: 2},
				likely: [{hostname: 'w1'}, {hostname: 'w2'}],
				living: {after: {least: 2, most: 2}},
			},
		]);
		expect(updateForesight(seen, agent.id, {constraints: [], reservations: memory(9)}, now)?.stuck).toMatchObject([
			{stuck: {least: 2, most: 2}},
		]);
	});

	test.each(['global-job', 'replicated-job'] as const)('of a %s leaves it alone: it runs again when forced', kind => {
		const mode = kind === 'global-job' ? ({kind} as const) : ({kind, completions: 2, concurrent: 1} as const);
		const job = service('job', {mode});
		const ended = nodes.map(({id}, slot) =>
			task(`job-${slot}`, {serviceId: job.id, nodeId: id, slot, state: 'complete', desiredState: 'complete'}),
		);
		const [first, second] = ended;
		const running = [first, {...second, state: 'running' as const}].flatMap(task => task ?? []);

		for (const tasks of [ended, running]) {
			const seen = snapshotOf({nodes, services: [job], tasks: tasks as never});
			const foresight = updateForesight(seen, job.id, {reservations: memory(9), image: 'a:2'}, now);
			expect(foresight).toMatchObject({stuck: [], moves: [], down: [], stops: [], starts: [], waiting: []});
		}
	});

	test('of a global service is looked at node by node', () => {
		const agent = service('agent', {mode: {kind: 'global'}, reservations: memory(5)});
		const [waiting] = updateForesight(world(agent), agent.id, {reservations: memory(9)}, now)?.waiting ?? [];
		expect(waiting).toMatchObject({only: nodeId('id-w1'), text: 'insufficient resources on 1 node'});
	});
});

test('a scale in the middle of a rollout that is stuck is not called exact', () => {
	const web = service('web', {mode: replicated(2)});
	const tasks = runningTasks(web, nodes);
	const fresh = tasks
		.slice(0, 1)
		.map(task => ({...task, id: taskId('id-fresh'), nodeId: undefined, state: 'pending' as const}));
	const foresight = scaleForesight(snapshotOf({nodes, services: [web], tasks: [...tasks, ...fresh]}), web.id, 1, now);
	expect(foresight?.waiting).toMatchObject([{after: {least: 0, most: 2}}]);
});

describe('a large swarm', () => {
	const many = Array.from({length: 100}, (_, at) => node(`n${at}`));

	test('where two services want all the room is answered with bounds, and soon', () => {
		const [one, two] = ['one', 'two'].map(name =>
			service(name, {mode: replicated(100), reservations: {cpus: 0, memoryBytes: 3 * gibibyte}}),
		) as [Service, Service];
		const tasks = [...runningTasks(one, many), ...runningTasks(two, many)];
		const ids = many.slice(0, 99).map(({id}) => id);
		const {waiting} = drainForesight(snapshotOf({nodes: many, services: [one, two], tasks}), ids, now);
		expect(waiting.map(({after}) => after)).toEqual([
			{least: 99, most: 99},
			{least: 99, most: 99},
		]);
		const two50 = drainForesight(snapshotOf({nodes: many, services: [one, two], tasks: tasks.slice(0, 150)}), ids, now);
		expect(two50.waiting.every(({after}) => after.least <= after.most)).toBe(true);
	});

	test('a rollout that asks for more is bounded as well', () => {
		const web = service('web', {mode: replicated(150), reservations: {cpus: 0, memoryBytes: 3 * gibibyte}});
		const snapshot = snapshotOf({nodes: many, services: [web], tasks: runningTasks(web, many)});
		const change = {reservations: {cpus: 0, memoryBytes: 5 * gibibyte}};
		const own = updateForesight(snapshot, web.id, change, now)?.waiting[0]?.after;
		expect(own).toEqual({least: 1, most: 1});
	});
});

test('a task of a global service that waits for its node goes on waiting when an update leaves it alone', () => {
	const agent = service('agent', {mode: {kind: 'global'}, reservations: {cpus: 0, memoryBytes: 9 * gibibyte}});
	const [first] = runningTasks(agent, nodes);
	const waits = first && {...first, state: 'pending' as const, slot: undefined};
	const snapshot = snapshotOf({nodes: nodes.slice(0, 1), services: [agent], tasks: waits ? [waits] : []});
	expect(updateForesight(snapshot, agent.id, {constraints: []}, now)?.waiting).toMatchObject([
		{only: 'id-w1', after: {least: 1, most: 1}, text: 'insufficient resources on 1 node'},
	]);
});
