import {afterAll, beforeAll, expect, test} from 'vitest';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {command} from './operate.ts';
import {openSkep} from './skep.ts';
import {askSwarm, type Swarm} from './swarm.ts';

const policy = ['--update-failure-action', 'rollback', '--update-monitor', '10s', '--rollback-monitor', '1s'];

describeOnLab('an update that the engine takes back', () => {
	let lab: Lab;
	let swarm: Swarm;

	beforeAll(async () => {
		lab = await startLab({managers: 1, workers: 1});
		swarm = askSwarm(lab, () => lab.node('mgr1'));
		await swarm.create('web', image('shop/web:1'), ['--replicas', '3', ...policy], 3);
	});

	afterAll(async () => lab?.stop());

	const docker = (...args: readonly string[]) => lab.docker(lab.node('mgr1'), 'service', 'update', '--detach', ...args);

	test('is told in a line, and stays marked until someone changes the service', async () => {
		const skep = openSkep(lab.node('mgr1').host, {flags: ['--notify', 'bell']});
		await skep.waitForLine(1, 'web', /^web 3\/3 shop\/web:1/);
		command(skep, 'focusNodes');
		// No second slot is touched before the first has failed, however late that is heard of.
		await docker('--image', image('shop/web:bad'), '--update-delay', '1m', 'web');
		await skep.waitFor(/^ web: update failed and was rolled back, 3 of 3 on 1/m);
		await skep.waitFor(
			/ROLLED BACK +web +3\/3 .* 1 -> bad failed in slot \d: .*exit \(?3\)?.*; back on 1, 3 of 3 serve/,
		);
		await skep.waitForLine(1, 'web', /^web 3\/3 rolled back (<1m|\d+m) ago/);
		expect((await swarm.service('web')).PreviousSpec).toBeUndefined();

		await docker('--label-add', 'seen=yes', 'web');
		await skep.waitUntilGone('ROLLED BACK');
		await skep.waitForLine(1, 'web', /^web 3\/3 shop\/web:1/);
	});

	test('is no trouble when someone asked for it', async () => {
		const skep = openSkep(lab.node('mgr1').host);
		await skep.waitForLine(1, 'web', /^web 3\/3 shop\/web:1/);
		await docker('--image', image('shop/web:2'), 'web');
		await skep.waitFor('web: update completed, 3 of 3 on 2');
		await docker('--rollback', 'web');
		await skep.waitFor('web: rollback completed, 3 of 3 on 1');
		expect(skep.text()).not.toContain('ROLLED BACK');
		expect((await swarm.service('web')).PreviousSpec).toBeDefined();
	});
});
