import {expect, test} from 'vitest';
import {openDashboard} from '../helpers/dashboard.tsx';
import {id} from '../helpers/small-engine/build.ts';
import {walkTo} from './dialog-steps.ts';
import {replaceTask, rollingWorld} from './rolling-world.ts';

/** The third slot's new task was on its way up when its node died; it is on its own there, and nothing took its place. */
const hungWorld = () => {
	const world = rollingWorld();
	replaceTask(world, 3, '30:25');
	const made = world.tasks.find(({ID}) => ID === id('3newshop_web'));
	const dead = world.nodes.find(({Description}) => Description?.Hostname === 'wrk2');
	Object.assign(made ?? {}, {NodeID: dead?.ID, DesiredState: 'shutdown'});
	Object.assign(made?.Status ?? {}, {State: 'starting'});
	Object.assign(dead?.Status ?? {}, {State: 'down'});
	return world;
};

test('an update that waits for a dead node says so, what becomes of it, and how to end the wait', async () => {
	await using skep = await openDashboard(hungWorld());
	await skep.press('1');
	await walkTo(skep, id('shop_web'));
	expect(skep.row(/^.{0,3}shop_web/)).toMatch(/new \d\/6, waits for wrk2/);
	await skep.press('w');
	await skep.waitFor(/^ shop_web {3}UPDATING .*, waits for wrk2/m);
	expect(skep.text()).toContain('It made a task on wrk2, and the node died before that ran');
	expect(skep.text()).toContain('rolling back or changing the pace ends the wait');
	expect(skep.text()).toContain(
		'Swarm waits for its task on wrk2 until that node is back, and counts the task as failed',
	);
	expect(skep.text()).not.toMatch(/about \d+ s left/);
});

test('an old task that nobody told to go, and one that died with its node, are said to be there', async () => {
	const world = rollingWorld();
	const [kept, gone] = [1, 2].map(slot => world.tasks.find(({ID}) => ID === id(`${slot}taskshop_web`)));
	const dead = world.nodes.find(({Description}) => Description?.Hostname === 'wrk1');
	Object.assign(kept ?? {}, {DesiredState: 'running'});
	Object.assign(kept?.Status ?? {}, {State: 'running'});
	Object.assign(gone ?? {}, {NodeID: dead?.ID});
	Object.assign(gone?.Status ?? {}, {State: 'running'});
	Object.assign(dead?.Status ?? {}, {State: 'down'});
	await using skep = await openDashboard(world);
	await skep.press('1');
	await walkTo(skep, id('shop_web'));
	await skep.press('w');
	await skep.waitFor(/^ SERVING .*1 slot serves 1, too\./m);
	expect(skep.row(/^.{4} {2}1 /)).toContain('serving, too');
	expect(skep.row(/^.{4} {2}2 /)).toContain('lost with node');
});
