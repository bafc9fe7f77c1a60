import {expect, test} from 'vitest';
import {noInterest} from '../../source/store/interest.ts';
import {nodeId, serviceId, taskId} from '../../source/swarm/ids.ts';
import {nodeOf, serviceOf, tasksOf} from '../../source/swarm/snapshot.ts';
import {id, rawService, rawTask} from '../helpers/small-engine/build.ts';
import {bigWorld} from '../helpers/small-engine/world.ts';
import {stage} from './stage.ts';

const app = (index: number) => serviceId(id(`app-${String(index).padStart(4, '0')}`));
const large = () => bigWorld({nodes: 50, services: 300, replicas: 4});

const loaded = async () => {
	const swarm = await stage(large());
	await swarm.until(() => swarm.snapshot().hasAllTasks);
	await swarm.time.advance(2000);
	return swarm;
};

test('a changed service is read again by its id, off the screen too, and its tasks with it', async () => {
	await using swarm = await loaded();
	const lists = () =>
		swarm.small.requests(/^\/services$/).filter(({query}) => !query['filters']?.includes('"id"')).length;
	const before = lists();
	const start = swarm.time.now();
	swarm.small.change(({services, tasks}) => {
		const service = services[250];
		if (service !== undefined) {
			service.Spec.Mode.Replicated.Replicas = 5;
			tasks.push(rawTask(service, {ID: id('newcomer'), Slot: 5}));
		}
	});
	await swarm.until(() => tasksOf(swarm.snapshot(), app(251))?.length === 5);
	expect(serviceOf(swarm.snapshot(), app(251))?.mode).toEqual({kind: 'replicated', replicas: 5});
	expect(swarm.time.now() - start).toBeLessThan(3000);
	expect(lists()).toBe(before);
});

test('a burst of events is one question', async () => {
	await using swarm = await loaded();
	const before = swarm.small.requests(/^\/(services|nodes)$/).length;
	for (const replicas of [5, 6, 7, 8]) {
		swarm.small.change(({services, nodes}) => {
			Object.assign(services[250]?.Spec.Mode.Replicated ?? {}, {Replicas: replicas});
			Object.assign(nodes[7]?.Spec.Labels ?? {}, {replicas: String(replicas)});
		});
	}
	await swarm.until(() => nodeOf(swarm.snapshot(), nodeId(id('node-0008')))?.labels['replicas'] === '8');
	await swarm.until(() => serviceOf(swarm.snapshot(), app(251))?.version !== 10);
	expect(swarm.small.requests(/^\/(services|nodes)$/).length - before).toBeLessThanOrEqual(4);
});

test('a removed service leaves with its tasks, a new one comes with its own', async () => {
	await using swarm = await loaded();
	swarm.small.change(({services, tasks}) => {
		services.splice(250, 1);
		const added = rawService('newcomer');
		services.push(added);
		tasks.push(rawTask(added));
	});
	await swarm.until(() => tasksOf(swarm.snapshot(), serviceId(id('newcomer')))?.length === 1);
	await swarm.until(() => serviceOf(swarm.snapshot(), app(251)) === undefined);
	expect(tasksOf(swarm.snapshot(), app(251))).toBeUndefined();
	expect(swarm.connection()).toEqual({kind: 'live'});
});

test('the tasks of a service that vanished without a word leave as well', async () => {
	await using swarm = await loaded();
	swarm.sync.setInterest({...noInterest, visible: [app(3), app(4)], tasksOf: [app(3), app(4)]});
	await swarm.time.advance(3000);
	swarm.small.world.services.splice(2, 1);
	await swarm.until(() => serviceOf(swarm.snapshot(), app(3)) === undefined);
	expect(tasksOf(swarm.snapshot(), app(3))).toBeUndefined();
	expect(tasksOf(swarm.snapshot(), app(4))).toHaveLength(4);
	expect(swarm.connection()).toEqual({kind: 'live'});
});

test('a node that dies is shown at once, and the tasks of the services on it are read again', async () => {
	await using swarm = await loaded();
	const dead = nodeId(id('node-0020'));
	const start = swarm.time.now();
	swarm.small.change(({nodes, tasks}) => {
		Object.assign(nodes[19]?.Status ?? {}, {State: 'down', Message: 'heartbeat failure'});
		for (const task of tasks.filter(({NodeID}) => NodeID === dead)) {
			task.DesiredState = 'shutdown';
			task.Version.Index += 1;
		}
	});
	await swarm.until(() => nodeOf(swarm.snapshot(), dead)?.state === 'down');
	expect(swarm.time.now() - start).toBeLessThan(3000);
	const onDead = () =>
		[...swarm.snapshot().tasks.values()].flatMap(({items}) => items.filter(task => task.nodeId === dead));
	await swarm.until(() => onDead().length > 0 && onDead().every(task => task.desiredState === 'shutdown'), 10);
});

test('a change of the engine’s counts, which no event tells, brings the tasks', async () => {
	await using swarm = await loaded();
	swarm.sync.setInterest({...noInterest, visible: [app(7)]});
	await swarm.time.advance(6000);
	const {services, tasks} = swarm.small.world;
	const task = tasks.find(({ServiceID}) => ServiceID === app(7));
	Object.assign(task?.Status ?? {}, {State: 'failed', Err: 'task: non-zero exit (1)'});
	Object.assign(services[6]?.ServiceStatus ?? {}, {RunningTasks: 3});
	await swarm.time.advance(5000);
	const known = tasksOf(swarm.snapshot(), app(7))?.find(item => item.id === taskId(task?.ID ?? ''));
	expect(known?.error).toBe('task: non-zero exit (1)');
});

test('every node turning unknown at once is another leader, and moves no tasks', async () => {
	await using swarm = await loaded();
	expect(swarm.snapshot().leaderChangedAt).toBeUndefined();
	const before = swarm.small.requests(/^\/tasks/).length;
	swarm.small.change(({nodes}) => {
		for (const node of nodes) {
			node.Status.State = 'unknown';
		}
	});
	await swarm.until(() => swarm.snapshot().leaderChangedAt !== undefined);
	expect(swarm.snapshot().leaderChangedAt).toBeGreaterThan(swarm.time.now() - 1000);
	await swarm.time.advance(2000);
	expect(swarm.small.requests(/^\/tasks/).length).toBe(before);
});

test('the event stream is opened again, and what was missed meanwhile is found', async () => {
	await using swarm = await loaded();
	swarm.small.world.services[200]?.Spec.Labels &&
		Object.assign(swarm.small.world.services[200], {Version: {Index: 99}});
	swarm.small.breakConnections();
	await swarm.until(() => serviceOf(swarm.snapshot(), app(201))?.version === 99, 10);
	await swarm.until(() => swarm.connection().kind === 'live');
	await swarm.time.advance(3000);
	swarm.small.change(({services}) => {
		Object.assign(services[210]?.Spec.Labels ?? {}, {seen: 'yes'});
	});
	await swarm.until(() => serviceOf(swarm.snapshot(), app(211))?.labels['seen'] === 'yes', 5);
});
