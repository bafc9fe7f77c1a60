import {expect, test} from 'vitest';
import {swarmState} from '../helpers/small-engine/swarm-routes.ts';
import {bigWorld} from '../helpers/small-engine/world.ts';
import {stage} from './stage.ts';

test('what was known of a swarm that the engine has left is not taken for what it is in now', async () => {
	await using swarm = await stage(bigWorld({nodes: 3, services: 2, replicas: 1}));
	await swarm.until(() => swarm.snapshot().hasAllTasks);
	const {small} = swarm;
	const before = small.world.info;
	small.world.info = swarmState('inactive');
	const message = 'This node is not a swarm manager. Use "docker swarm init".';
	const mend = small.fault(/^\/(nodes|services|tasks)/, {status: 503, message});
	small.breakConnections();
	await swarm.until(() => swarm.connection().kind === 'not-in-a-swarm');
	expect(swarm.snapshot().services?.items.size).toBe(2);

	// Another swarm from here on, in which the same engine is another node; its lists are slow to come.
	const [first] = small.world.nodes;
	Object.assign(first ?? {}, {ID: 'another-node'});
	small.world.self = 'another-node';
	small.world.services = [];
	small.world.info = before;
	await swarm.until(() => swarm.snapshot().self === 'another-node');
	expect(swarm.snapshot().services?.items.size ?? 0).toBe(0);
	mend();
	await swarm.live();
	expect(swarm.snapshot().services?.items.size).toBe(0);
	expect(swarm.snapshot().tasks.size).toBe(0);
});
