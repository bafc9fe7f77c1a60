import {expect, test} from 'vitest';
import {nodeId, serviceId} from '../../source/swarm/ids.ts';
import {id, rawManager, rawNode} from '../helpers/small-engine/build.ts';
import {bigWorld, world} from '../helpers/small-engine/world.ts';
import {stage} from './stage.ts';

test('shows nodes and services together, then all the rest', async () => {
	await using swarm = await stage(bigWorld({nodes: 5, services: 20, replicas: 2}));
	const halves: number[] = [];
	swarm.cluster.subscribe(({snapshot: {nodes, services}}) => {
		if ((nodes === undefined) !== (services === undefined)) halves.push(halves.length);
	});
	await swarm.until(() => swarm.snapshot().services !== undefined);
	expect(halves).toEqual([]);
	expect(swarm.snapshot().nodes?.items.size).toBe(5);
	expect(swarm.snapshot().services?.items.size).toBe(20);
	await swarm.until(() => swarm.snapshot().hasAllTasks);
	await swarm.until(() => swarm.snapshot().networks !== undefined && swarm.snapshot().swarm !== undefined);
	expect(swarm.connection()).toEqual({kind: 'live'});
	expect(swarm.snapshot().tasks.size).toBe(20);
	expect(swarm.snapshot().tasks.get(serviceId(id('app-0001')))?.items).toHaveLength(2);
	expect(swarm.snapshot().self).toBe(nodeId(id('node-0001')));
	expect(swarm.small.requests(/^\/tasks/)).toHaveLength(1);
});

test('does not read the tasks of a huge swarm before somebody wants to see them', async () => {
	await using swarm = await stage(bigWorld({nodes: 3, services: 60, replicas: 1}));
	swarm.small.change(({services}) => {
		for (const service of services) {
			service.ServiceStatus = {RunningTasks: 100, DesiredTasks: 100, CompletedTasks: 0};
		}
	});
	await swarm.live();
	await swarm.time.advance(5000);
	expect(swarm.small.requests(/^\/tasks/)).toHaveLength(0);
	swarm.sync.setInterest({visible: [], tasksOf: [], tasksOn: undefined, underWay: [], allTasks: true});
	await swarm.until(() => swarm.snapshot().hasAllTasks);
	expect(swarm.snapshot().tasks.size).toBe(60);
});

test('a worker names its managers, and is asked again until it is a manager', async () => {
	const worker = rawNode('wrk1');
	await using swarm = await stage(world({nodes: [rawManager('mgr1'), worker], self: worker.ID}));
	const end = swarm.small.fault(/^\/(nodes|services|swarm|networks|tasks|secrets|configs)/, {
		status: 503,
		message: "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state.",
	});
	await swarm.until(() => swarm.connection().kind === 'not-a-manager');
	expect(swarm.connection()).toEqual({kind: 'not-a-manager', managers: ['10.0.0.1:2377']});
	expect(swarm.cluster.getState().info?.isManager).toBe(false);
	const before = swarm.small.requests().length;
	await swarm.time.advance(60_000);
	expect(swarm.small.requests().length - before).toBeLessThan(20);
	end();
	swarm.small.change(({nodes}) => {
		Object.assign(nodes[1] ?? {}, {ManagerStatus: {Reachability: 'reachable', Addr: '10.0.0.2:2377'}});
	});
	await swarm.live();
	expect(swarm.snapshot().nodes?.items.size).toBe(2);
});

test.each([
	['inactive', 'not-in-a-swarm'],
	['locked', 'locked'],
])('an engine that is %s says so', async (state, kind) => {
	const refused = {
		Swarm: {NodeID: '', LocalNodeState: state, ControlAvailable: false, Error: '', RemoteManagers: null},
	};
	await using swarm = await stage(world({info: refused}));
	const end = swarm.small.fault(/^\/(nodes|services)/, {
		status: 503,
		message: 'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" and try again.',
	});
	await swarm.until(() => swarm.connection().kind === kind);
	await swarm.time.advance(5000);
	expect(swarm.connection()).toEqual({kind});
	end();
	swarm.small.change(it => {
		it.info = {};
	});
	await swarm.live();
});
