import {expect, test} from 'vitest';
import {type Interest, noInterest} from '../../source/store/interest.ts';
import {nodeId, type ServiceId, serviceId} from '../../source/swarm/ids.ts';
import {tasksOf} from '../../source/swarm/snapshot.ts';
import {id} from '../helpers/small-engine/build.ts';
import {bigWorld, type World} from '../helpers/small-engine/world.ts';
import {stage} from './stage.ts';

const app = (index: number): ServiceId => serviceId(id(`app-${String(index).padStart(4, '0')}`));

const screen = (rows: number): Interest => ({
	...noInterest,
	visible: Array.from({length: rows}, (_, index) => app(index + 1)),
	tasksOf: [app(3)],
});

const sizes = {
	small: {nodes: 5, services: 20, replicas: 2},
	medium: {nodes: 12, services: 60, replicas: 3},
	large: {nodes: 50, services: 300, replicas: 10},
	huge: {nodes: 200, services: 1000, replicas: 4},
};

const screens = {
	'services on screen': screen(20),
	'all tasks on screen': {...screen(20), allTasks: true},
	'a node selected': {...screen(20), tasksOf: [], tasksOn: nodeId(id('node-0002'))},
	'nothing on screen': noInterest,
};

type Case = readonly [keyof typeof sizes, keyof typeof screens];

const cases: readonly Case[] = [
	['small', 'services on screen'],
	['small', 'all tasks on screen'],
	['small', 'a node selected'],
	['small', 'nothing on screen'],
	['medium', 'services on screen'],
	['large', 'services on screen'],
	['large', 'all tasks on screen'],
	['large', 'a node selected'],
	['large', 'nothing on screen'],
	['huge', 'services on screen'],
];

test.each(cases)('an idle %s swarm costs little, with %s', async (size, interest) => {
	await using swarm = await stage(bigWorld(sizes[size]));
	await swarm.live();
	swarm.sync.setInterest(screens[interest]);
	await swarm.until(() => swarm.snapshot().hasAllTasks);
	await swarm.time.advance(3000);
	const before = {requests: swarm.small.requests().length, bytes: swarm.small.bytes()};
	for (const _minute of [1, 2]) {
		const start = {requests: swarm.small.requests().length, bytes: swarm.small.bytes()};
		await swarm.time.advance(60_000);
		expect(swarm.small.requests().length - start.requests).toBeLessThan(60);
		expect(swarm.small.bytes() - start.bytes).toBeLessThan(1_500_000);
	}
	expect(swarm.small.requests().length).toBeGreaterThan(before.requests);
});

test.each(['small', 'medium', 'large'] as const)(
	'in an idle %s swarm the selected service is at most 2 s behind, those on screen 5 s',
	async size => {
		await using swarm = await stage(bigWorld(sizes[size]));
		await swarm.live();
		swarm.sync.setInterest(screen(20));
		await swarm.until(() => swarm.snapshot().hasAllTasks);
		const stateOf = (service: ServiceId, task: string) =>
			tasksOf(swarm.snapshot(), service)?.find(({id}) => id === task)?.state;
		for (const offset of [0, 300, 700, 1100, 1500, 1800]) {
			await swarm.time.advance(12_000 + offset);
			const selected = turnTask(swarm.small.world, app(3));
			const onScreen = turnTask(swarm.small.world, app(9));
			await swarm.time.advance(2000);
			expect(stateOf(app(3), selected.id)).toBe(selected.state);
			await swarm.time.advance(3000);
			expect(stateOf(app(9), onScreen.id)).toBe(onScreen.state);
		}
	},
);

/** A task fails, or recovers. Tasks have no events: nobody is told. The engine's counts change with them. */
const turnTask = (world: World, service: ServiceId) => {
	const task = world.tasks.find(({ServiceID}) => ServiceID === service);
	const counts = world.services.find(({ID}) => ID === service)?.ServiceStatus;
	if (task === undefined || counts === undefined) {
		throw new Error(`No task of ${service}`);
	}
	const isRunning = task.Status.State === 'running';
	task.Status.State = isRunning ? 'failed' : 'running';
	task.Version.Index += 1;
	counts.RunningTasks += isRunning ? -1 : 1;
	return {id: task.ID, state: task.Status.State};
};
