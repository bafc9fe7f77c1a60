import {expect, test} from 'vitest';
import {isEngineError} from '../../source/engine/errors.ts';
import {noInterest} from '../../source/store/interest.ts';
import {nodeId, serviceId} from '../../source/swarm/ids.ts';
import {nodeOf, serviceOf, tasksOf} from '../../source/swarm/snapshot.ts';
import {builtAt, id, rawTask} from '../helpers/small-engine/build.ts';
import {bigWorld} from '../helpers/small-engine/world.ts';
import {stage} from './stage.ts';

const app = (index: number) => serviceId(id(`app-${String(index).padStart(4, '0')}`));

const loaded = async (services = 300) => {
	const swarm = await stage(bigWorld({nodes: 20, services, replicas: 4}));
	await swarm.until(() => swarm.snapshot().hasAllTasks);
	await swarm.time.advance(2000);
	return swarm;
};

const about = (swarm: Awaited<ReturnType<typeof loaded>>, path: RegExp, service: string) =>
	swarm.small.requests(path).filter(({query}) => query['filters']?.includes(service)).length;

test.each([20, 300])('a rollout on screen is followed closely, in a swarm of %s services', async services => {
	await using swarm = await loaded(services);
	swarm.sync.setInterest({...noInterest, visible: [app(1), app(2)], tasksOf: [app(2)]});
	await swarm.time.advance(5000);
	swarm.small.change(({services}) => {
		Object.assign(services[0] ?? {}, {UpdateStatus: {State: 'updating', StartedAt: builtAt}});
	});
	await swarm.until(() => serviceOf(swarm.snapshot(), app(1))?.updateStatus?.state === 'updating');
	const before = {tasks: about(swarm, /^\/tasks/, app(1)), services: about(swarm, /^\/services$/, app(1))};
	await swarm.time.advance(10_000);
	const tasks = about(swarm, /^\/tasks/, app(1)) - before.tasks;
	const rows = about(swarm, /^\/services$/, app(1)) - before.services;
	expect(tasks).toBeGreaterThanOrEqual(20);
	expect(tasks).toBeLessThanOrEqual(34);
	expect(rows).toBeGreaterThanOrEqual(services === 20 ? 7 : 9);
	expect(rows).toBeLessThanOrEqual(12);
});

test('what an operation waits for is followed closely, on screen or not', async () => {
	await using swarm = await loaded();
	swarm.sync.setInterest({...noInterest, underWay: [app(200)]});
	const before = about(swarm, /^\/tasks/, app(200));
	await swarm.time.advance(10_000);
	expect(about(swarm, /^\/tasks/, app(200)) - before).toBeGreaterThanOrEqual(20);
});

test('a rollout that nobody looks at is not', async () => {
	await using swarm = await loaded();
	swarm.small.change(({services}) => {
		Object.assign(services[0] ?? {}, {UpdateStatus: {State: 'updating', StartedAt: builtAt}});
	});
	await swarm.until(() => serviceOf(swarm.snapshot(), app(1))?.updateStatus?.state === 'updating');
	const before = about(swarm, /^\/tasks/, app(1));
	await swarm.time.advance(30_000);
	expect(about(swarm, /^\/tasks/, app(1)) - before).toBeLessThan(5);
});

test('when everything rolls, the manager is spared', async () => {
	await using swarm = await loaded();
	const ids = Array.from({length: 40}, (_, index) => app(index + 1));
	swarm.sync.setInterest({...noInterest, visible: ids, tasksOf: [app(1)]});
	swarm.small.change(({services}) => {
		for (const service of services) {
			Object.assign(service, {UpdateStatus: {State: 'updating', StartedAt: builtAt}});
		}
	});
	await swarm.until(() => serviceOf(swarm.snapshot(), app(300))?.updateStatus?.state === 'updating');
	await swarm.time.advance(20_000);
	const before = {requests: swarm.small.requests().length, bytes: swarm.small.bytes()};
	await swarm.time.advance(10_000);
	expect(swarm.small.requests().length - before.requests).toBeLessThan(70);
	expect(swarm.small.bytes() - before.bytes).toBeLessThan(4_000_000);
});

test('a fetch brings what is true after it was asked for', async () => {
	await using swarm = await loaded();
	const {services, tasks, nodes} = swarm.small.world;
	Object.assign(services[200]?.ServiceStatus ?? {}, {RunningTasks: 1});
	Object.assign(nodes[4]?.ManagerStatus ?? nodes[4] ?? {}, {ManagerStatus: undefined});
	Object.assign(nodes[4]?.Spec.Labels ?? {}, {fresh: 'yes'});
	Object.assign(nodes[4]?.Version ?? {}, {Index: 500});
	const task = tasks.find(({ServiceID}) => ServiceID === app(210));
	Object.assign(task?.Status ?? {}, {State: 'failed'});
	await swarm.sync.fetch({services: [app(201)], tasksOf: [app(210)], nodes: true});
	expect(serviceOf(swarm.snapshot(), app(201))?.serverCounts?.running).toBe(1);
	expect(tasksOf(swarm.snapshot(), app(210))?.some(({state}) => state === 'failed')).toBe(true);
	expect(nodeOf(swarm.snapshot(), nodeId(id('node-0005')))?.labels['fresh']).toBe('yes');
});

test('a fetch for a node reads all services with tasks there, those it did not know of too', async () => {
	await using swarm = await loaded();
	const target = nodeId(id('node-0009'));
	const added = swarm.small.world.services[250];
	if (added === undefined) {
		throw new Error('no such service');
	}
	const moved = rawTask(added, {NodeID: target, Slot: 9});
	swarm.small.world.tasks.push(moved);
	await swarm.sync.fetch({tasksOn: [target]});
	expect(tasksOf(swarm.snapshot(), app(251))?.map(({id: task}) => task as string)).toContain(moved.ID);
});

test('a fetch of a removed service finds it gone', async () => {
	await using swarm = await loaded();
	swarm.small.world.services.splice(9, 1);
	await swarm.sync.fetch({services: [app(10)], tasksOf: [app(10), app(11)]});
	expect(serviceOf(swarm.snapshot(), app(10))).toBeUndefined();
	expect(tasksOf(swarm.snapshot(), app(10))).toBeUndefined();
	expect(tasksOf(swarm.snapshot(), app(11))).toHaveLength(4);
});

test('a fetch that fails or is given up says so', async () => {
	await using swarm = await loaded(20);
	const giving = new AbortController();
	swarm.watched.giveUp();
	const end = swarm.small.fault(/^\/nodes/, {never: true});
	const waiting = swarm.sync.fetch({nodes: true}, giving.signal);
	giving.abort();
	await expect(waiting).rejects.toSatisfy(error => isEngineError(error, 'aborted'));
	end();
	await swarm.small.stop();
	await expect(swarm.sync.fetch({nodes: true})).rejects.toSatisfy(error => isEngineError(error, 'unreachable'));
});

test.each(['nodes', 'services', 'tasks'] as const)(
	'a late answer about %s does not replace a newer one',
	async kind => {
		await using swarm = await loaded(20);
		const needs = {nodes: true, services: [app(2)], tasksOf: [app(2)]};
		const release = swarm.watched.hold(kind);
		const early = swarm.sync.fetch(needs);
		await swarm.watched.settled();
		const {services, nodes, tasks} = swarm.small.world;
		Object.assign(nodes[0]?.Spec.Labels ?? {}, {news: 'yes'});
		Object.assign(nodes[0]?.Version ?? {}, {Index: 900});
		Object.assign(services[1]?.Spec.Labels ?? {}, {news: 'yes'});
		Object.assign(services[1]?.Version ?? {}, {Index: 901});
		Object.assign(tasks.find(({ServiceID}) => ServiceID === app(2))?.Status ?? {}, {State: 'failed'});
		await swarm.sync.fetch(needs);
		release();
		await early;
		expect(nodeOf(swarm.snapshot(), nodeId(id('node-0001')))?.labels['news']).toBe('yes');
		expect(serviceOf(swarm.snapshot(), app(2))?.labels['news']).toBe('yes');
		expect(tasksOf(swarm.snapshot(), app(2))?.some(({state}) => state === 'failed')).toBe(true);
	},
);
