import {expect, test} from 'vitest';
import {nodeId} from '../../source/swarm/ids.ts';
import {nodeOf} from '../../source/swarm/snapshot.ts';
import {id} from '../helpers/small-engine/build.ts';
import {bigWorld} from '../helpers/small-engine/world.ts';
import {stage} from './stage.ts';

test('a promoted node is seen to become a manager within two seconds, though no event tells', async () => {
	await using swarm = await stage(bigWorld({nodes: 50, services: 300, replicas: 1}));
	await swarm.until(() => swarm.snapshot().hasAllTasks);
	const worker = () => nodeOf(swarm.snapshot(), nodeId(id('node-0008')));
	const raw = swarm.small.world.nodes[7];
	swarm.small.change(() => {
		Object.assign(raw?.Spec ?? {}, {Role: 'manager'});
		Object.assign(raw ?? {}, {UpdatedAt: new Date(swarm.time.now()).toISOString()});
	});
	await swarm.until(() => worker()?.role === 'manager');
	expect(worker()?.manager).toBeUndefined();

	const start = swarm.time.now();
	Object.assign(raw ?? {}, {ManagerStatus: {Reachability: 'reachable', Addr: '10.0.0.8:2377'}});
	await swarm.until(() => worker()?.manager !== undefined);
	expect(swarm.time.now() - start).toBeLessThan(2000);

	const asked = swarm.small.requests(/^\/nodes$/).length;
	await swarm.time.advance(20_000);
	expect(swarm.small.requests(/^\/nodes$/).length - asked).toBeLessThan(3);
});
