import {afterAll, beforeAll, expect, test} from 'vitest';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {choose, command, confirm, journaled, review} from './operate.ts';
import {openSkep} from './skep.ts';
import {askSwarm} from './swarm.ts';

describeOnLab('quorum is guarded', () => {
	let single: Lab;
	let triple: Lab;

	beforeAll(async () => {
		[single, triple] = await Promise.all([startLab({managers: 1, workers: 1}), startLab({managers: 3, workers: 0})]);
	});

	afterAll(async () => Promise.all([single?.stop(), triple?.stop()]));

	test('the last manager is not demoted, and the key says why', async () => {
		const swarm = askSwarm(single, () => single.node('mgr1'));
		const before = await swarm.versions();
		const skep = openSkep(single.node('mgr1').host);

		await choose(skep, 'node', 'mgr1');
		command(skep, 'changeRole');

		await skep.waitFor("the last manager can't be demoted");
		expect(skep.dialog()).toBe('');
		expect(await swarm.versions()).toEqual(before);
	});

	test('draining the manager that skep is connected to is said', async () => {
		const skep = openSkep(single.node('mgr1').host);

		await choose(skep, 'node', 'mgr1');
		command(skep, 'drainNode');

		expect(await review(skep, 'docker node update --availability drain mgr1')).toContain(
			'skep is connected to mgr1, and stays connected',
		);
	});

	test('with one of three managers dead, no living one is demoted; the dead one is', async () => {
		const swarm = askSwarm(triple, () => triple.node('mgr1'));
		const skep = openSkep(triple.node('mgr1').host);
		await triple.kill(triple.node('mgr3'));
		await skep.waitFor(/managers 2\/3, 0 to spare.* live *$/m);

		await choose(skep, 'node', 'mgr2');
		command(skep, 'changeRole');
		await skep.waitFor('this would lose quorum');
		expect(skep.dialog()).toBe('');
		expect((await swarm.node('mgr2')).Spec.Role).toBe('manager');

		await choose(skep, 'node', 'mgr3');
		command(skep, 'changeRole');
		const plan = await review(skep, 'docker node demote mgr3');
		expect(plan).toMatch(/Managers 3 -> 2/);
		await confirm(skep, plan.includes('Type mgr3') ? 'mgr3' : undefined);
		await until('two managers are left', async () => (await swarm.node('mgr3')).Spec.Role === 'worker');
		await skep.waitFor(/managers 2\/2/);
		await journaled(skep, [{operation: 'demoteNode', outcome: 'requested', target: {name: 'mgr3'}}]);
	});
});
