import {afterAll, afterEach, beforeAll, beforeEach, expect, test} from 'vitest';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {choose, command, confirm, fillIn, journaled, review} from './operate.ts';
import {openSkep} from './skep.ts';
import {askSwarm, type Swarm} from './swarm.ts';

describeOnLab('a target that moves under an open dialog', () => {
	let lab: Lab;
	let swarm: Swarm;

	beforeAll(async () => {
		lab = await startLab({managers: 1, workers: 1});
		swarm = askSwarm(lab, () => lab.node('mgr1'));
	});

	beforeEach(async () => {
		await Promise.all(['bravo', 'mike', 'yankee'].map(name => swarm.create(name, image('shop/quiet:1'), [], 1)));
	});

	afterEach(async () => {
		await docker('service', 'rm', ...(await docker('service', 'ls', '--quiet')).trim().split('\n'));
	});

	afterAll(async () => lab?.stop());

	const docker = (...args: string[]) => lab.docker(lab.node('mgr1'), ...args);
	const replicas = async (name: string) => (await swarm.service(name)).Spec.Mode.Replicated?.Replicas;

	/** Opens the plan to scale `mike` to 3, and has rows come and go above and below it. */
	const withPlanOpen = async () => {
		const skep = openSkep(lab.node('mgr1').host);
		await choose(skep, 'service', 'mike');
		command(skep, 'scaleService');
		await fillIn(skep, '3');
		await review(skep, 'docker service scale mike=3');
		await Promise.all(
			['alpha', 'lima', 'zulu'].map(name => swarm.create(name, image('shop/quiet:1'), ['--replicas', '0'])),
		);
		await docker('service', 'rm', 'bravo');
		await skep.waitFor(() => skep.line(1, 'alpha') !== undefined && skep.line(1, 'bravo') === undefined);

		return skep;
	};

	const untouched = async () => {
		expect(await Promise.all(['alpha', 'lima', 'yankee', 'zulu'].map(replicas))).toEqual([0, 0, 1, 0]);
	};

	test('rows come and go around it: y acts on the named one', async () => {
		const skep = await withPlanOpen();
		await confirm(skep);

		await until('mike is scaled', async () => (await replicas('mike')) === 3);
		await untouched();
		await journaled(skep, [{target: {name: 'mike'}, outcome: 'requested'}]);
	});

	test('someone else scales it: y writes nothing and asks again, with the reason', async () => {
		const skep = await withPlanOpen();
		await docker('service', 'scale', '--detach', 'mike=5');
		await confirm(skep);

		await skep.waitForDialog(/changed/);
		expect(await replicas('mike')).toBe(5);
		await skep.waitForDialog(/5 -> 3 replicas/);
		await confirm(skep);
		await until('asked again, it is scaled', async () => (await replicas('mike')) === 3);
		await untouched();
	});

	test('someone else changes what the plan does not touch: y acts, and leaves that as it is', async () => {
		const skep = await withPlanOpen();
		await docker('service', 'update', '--detach', '--quiet', '--label-add', 'by=other', 'mike');
		await confirm(skep);

		await until('mike is scaled', async () => (await replicas('mike')) === 3);
		expect((await swarm.service('mike')).Spec.Labels).toEqual({by: 'other'});
		await untouched();
	});

	test('someone else updates its image: a restart is not done over that, but asked again', async () => {
		const skep = openSkep(lab.node('mgr1').host);
		await choose(skep, 'service', 'mike');
		command(skep, 'restartService');
		const plan = await review(skep, 'docker service update --force mike');
		await docker('service', 'update', '--detach', '--quiet', '--image', image('shop/web:1'), 'mike');
		await confirm(skep, plan.includes('Type mike') ? 'mike' : undefined);

		await skep.waitForDialog(/changed/);
		expect((await swarm.service('mike')).Spec.TaskTemplate.ForceUpdate).toBe(0);
	});

	test('it is removed: y refuses', async () => {
		const skep = await withPlanOpen();
		await docker('service', 'rm', 'mike');
		await confirm(skep);

		await skep.waitForDialog(/mike was removed meanwhile; nothing was changed/);
		await untouched();
	});

	test('it is made again under the same name: y refuses, for it is another', async () => {
		const skep = await withPlanOpen();
		await docker('service', 'rm', 'mike');
		await swarm.create('mike', image('shop/quiet:1'), [], 1);
		await confirm(skep);

		await skep.waitForDialog(/mike was removed meanwhile; nothing was changed/);
		expect(await replicas('mike')).toBe(1);
		await untouched();
	});
});
