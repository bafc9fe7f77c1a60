import {expect, test} from 'vitest';
import {noInterest} from '../../source/store/interest.ts';
import {nodeId, serviceId} from '../../source/swarm/ids.ts';
import {nodeOf, serviceOf, tasksOf} from '../../source/swarm/snapshot.ts';
import {id} from '../helpers/small-engine/build.ts';
import {bigWorld} from '../helpers/small-engine/world.ts';
import {stage} from './stage.ts';

const app = (index: number) => serviceId(id(`app-${String(index).padStart(4, '0')}`));

test('what did not change stays the same object, and an idle swarm seldom says a word', async () => {
	await using swarm = await stage(bigWorld({nodes: 5, services: 10, replicas: 2}));
	swarm.sync.setInterest({...noInterest, visible: [app(1)], tasksOf: [app(1)]});
	await swarm.until(() => swarm.snapshot().hasAllTasks && swarm.snapshot().swarm !== undefined);
	await swarm.time.advance(1000);
	const before = swarm.snapshot();
	let notifications = 0;
	swarm.cluster.subscribe(() => {
		notifications += 1;
	});
	await swarm.time.advance(60_000);
	const after = swarm.snapshot();
	expect(after.nodes?.items).toBe(before.nodes?.items);
	expect(after.services?.items).toBe(before.services?.items);
	expect(after.networks?.items).toBe(before.networks?.items);
	expect(tasksOf(after, app(1))).toBe(tasksOf(before, app(1)));
	expect(notifications).toBeLessThan(40);
	expect(swarm.time.now() - (after.services?.at ?? 0)).toBeLessThan(10_000);
	expect(swarm.time.now() - (after.nodes?.at ?? 0)).toBeLessThan(20_000);
	expect(swarm.time.now() - (after.tasks.get(app(1))?.at ?? 0)).toBeLessThan(10_000);
});

test('counts and a manager’s part change under an unchanged version, and are seen', async () => {
	await using swarm = await stage(bigWorld({nodes: 5, services: 10, replicas: 2}));
	await swarm.live();
	const before = swarm.snapshot();
	const {services, nodes} = swarm.small.world;
	Object.assign(services[4]?.ServiceStatus ?? {}, {RunningTasks: 1});
	Object.assign(nodes[1]?.ManagerStatus ?? {}, {Reachability: 'unreachable'});
	await swarm.time.advance(12_000);
	const after = swarm.snapshot();
	expect(serviceOf(after, app(5))?.serverCounts?.running).toBe(1);
	expect(serviceOf(after, app(5))?.version).toBe(serviceOf(before, app(5))?.version);
	expect(nodeOf(after, nodeId(id('node-0002')))?.manager?.reachability).toBe('unreachable');
	expect(serviceOf(after, app(6))).toBe(serviceOf(before, app(6)));
	expect(nodeOf(after, nodeId(id('node-0003')))).toBe(nodeOf(before, nodeId(id('node-0003'))));
});

test('another manager leads', async () => {
	await using swarm = await stage(bigWorld({nodes: 3, services: 1, replicas: 1}));
	await swarm.live();
	const [first, second] = swarm.small.world.nodes;
	Object.assign(first?.ManagerStatus ?? {}, {Leader: false});
	Object.assign(second?.ManagerStatus ?? {}, {Leader: true});
	await swarm.until(() => swarm.snapshot().leaderChangedAt !== undefined, 15);
});
