import {chmod} from 'node:fs/promises';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {openSkep} from './skep.ts';

describeOnLab('where there is no swarm to show', () => {
	let lab: Lab;

	beforeAll(async () => {
		lab = await startLab({managers: 1, workers: 1});
	});

	afterAll(async () => lab?.stop());

	test('a worker names the managers', async () => {
		const skep = openSkep(lab.node('work1').host);

		await skep.waitFor('work1 is a worker');
		expect(skep.text()).toContain(`Its managers are at ${lab.node('mgr1').address}:2377`);
		expect(skep.text()).toContain(`ssh -t ${lab.node('mgr1').address} skep`);
	});

	test('an engine that comes later is shown by itself, and so is its swarm', async () => {
		const solo = await lab.startEngine('solo1');
		await lab.kill(solo);
		const skep = openSkep(solo.host);
		await skep.waitFor(`No engine at ${solo.host}`);

		await lab.restart(solo);
		await skep.waitFor('solo1 is not in a swarm');
		await skep.waitFor('docker swarm init');

		await lab.docker(solo, 'swarm', 'init', '--advertise-addr', solo.address);
		await skep.waitFor(/@solo1 .*nodes 1\/1/);
		await skep.waitForLine(2, 'solo1', /ready leader/);
	});

	test('a locked swarm is said to be locked, until it is unlocked', async () => {
		const solo = await lab.startEngine('solo2');
		await lab.docker(solo, 'swarm', 'init', '--autolock', '--advertise-addr', solo.address);
		const key = (await lab.docker(solo, 'swarm', 'unlock-key', '--quiet')).trim();
		await lab.restart(solo);
		const skep = openSkep(solo.host);

		await skep.waitFor('The swarm on solo2 is locked');
		await skep.waitFor('docker swarm unlock');

		await lab.api(solo, 'POST', '/swarm/unlock', {UnlockKey: key});
		await skep.waitFor(/@solo2 .*nodes 1\/1/);
	});

	test('a socket that may not be used names what to do, and is used once it may', async () => {
		const {host, socket} = lab.node('mgr1');
		await chmod(socket, 0);
		const skep = openSkep(host, {isPowerless: true});

		await skep.waitFor(`Not allowed to use ${host}`);
		expect(skep.text()).toContain('usermod -aG docker');

		await chmod(socket, 0o660);
		await skep.waitFor(/@mgr1 .*nodes 2\/2/);
	});
});
