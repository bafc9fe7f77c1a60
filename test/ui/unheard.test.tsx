import {expect, test} from 'vitest';
import type {Connection} from '../../source/store/cluster.ts';
import {openDashboard} from '../helpers/dashboard.tsx';
import {id} from '../helpers/small-engine/build.ts';
import {walkTo} from './dialog-steps.ts';
import {replaceTask, rollingWorld} from './rolling-world.ts';

/** The rollout's third slot is on its way up, and one of another service, too. */
const movingWorld = () => {
	const world = rollingWorld();
	replaceTask(world, 3, '30:25');
	const made = world.tasks.find(({ID}) => ID === id('3newshop_web'));
	const other = world.tasks.find(({ID}) => ID === id('1taskshop_api'));
	Object.assign(made?.Status ?? {}, {State: 'starting'});
	Object.assign(other?.Status ?? {}, {State: 'starting'});
	Object.assign(other ?? {}, {CreatedAt: '2026-11-21T09:28:50.000000000Z'});
	return world;
};

test('time that passes unheard proves nothing, and nobody knows how long what moved still takes', async () => {
	await using skep = await openDashboard(movingWorld());
	await skep.press('1');
	await walkTo(skep, id('shop_web'));
	await skep.waitFor(/^.{0,3}shop_web .* new 2\/6, .* left/m);
	await skep.small.stop();
	await skep.soon(() => skep.cluster.getState().connection.kind === 'disconnected');
	await skep.time.skip(40_000);
	expect(skep.context.view.needs().map(({cause}) => cause)).not.toContainEqual(
		expect.stringMatching(/long on the way up/),
	);
	expect(skep.context.view.needs().find(({name}) => name === 'shop_web')?.cause).toMatch(
		/new 2 of 6.*time left unknown/,
	);
	expect(skep.row(/^.{0,3}shop_web/)).not.toContain('left');
	await skep.press('w');
	await skep.waitFor(/^ shop_web {3}UPDATING/m);
	expect(skep.text()).toContain('Swarm replaces the other 3 slots. If one fails');
	expect(skep.text()).not.toMatch(/\d s left|Next slot|-\d/);
});

test.each<[Connection['kind'], RegExp]>([
	['no-quorum', /Nothing goes on until enough managers are up again\. What ends meanwhile stays down\./],
	['electing', /Nothing goes on until the managers have chosen a leader/],
])('while it is %s a rollout stands still, and the cockpit says so', async (kind, said) => {
	await using skep = await openDashboard(movingWorld());
	await skep.press('1');
	await walkTo(skep, id('shop_web'));
	await skep.press('w');
	await skep.waitFor(/^ shop_web {3}UPDATING/m);
	expect(skep.text()).toContain('Swarm replaces the other 3 slots');
	const message = 'rpc error: code = Unknown desc = The swarm does not have a leader.';
	skep.small.fault(/^\/(nodes|services|tasks|networks|swarm|events)/, {status: 503, message});
	skep.world.info = {
		Swarm: {LocalNodeState: 'active', ControlAvailable: true, NodeID: '', NodeAddr: '', Error: message},
	};
	skep.small.breakConnections();
	await skep.soon(() => skep.cluster.getState().connection.kind === kind);
	await skep.waitFor(said);
	expect(skep.text()).toContain('It stands still');
	expect(skep.text()).not.toContain('Swarm replaces');
});
