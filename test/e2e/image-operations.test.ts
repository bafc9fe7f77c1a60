import {afterAll, beforeAll, expect, test} from 'vitest';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {startSilentRegistry} from './bad-registries.ts';
import {choose, command, confirm, fillIn, journaled, leave, review} from './operate.ts';
import {ownTimeOf} from './own-time.ts';
import {openSkep} from './skep.ts';
import {askSwarm, type Swarm} from './swarm.ts';

// The delay has the first new task fail before the second slot is touched.
const pausing = ['--update-failure-action', 'pause', '--update-monitor', '12s', '--update-delay', '8s'];

describeOnLab('images, by keyboard', () => {
	let lab: Lab;
	let swarm: Swarm;

	beforeAll(async () => {
		lab = await startLab({managers: 1, workers: 2});
		swarm = askSwarm(lab, () => lab.node('mgr1'));
		await Promise.all([
			swarm.create('web', image('shop/web:1'), ['--replicas', '2', '--update-monitor', '1s'], 2),
			swarm.create('shaky', image('shop/web:1'), ['--replicas', '2', ...pausing], 2),
		]);
	});

	afterAll(async () => lab?.stop());

	const open = () => openSkep(lab.node('mgr1').host);
	const imageOf = async (name: string) => (await swarm.service(name)).Spec.TaskTemplate.ContainerSpec.Image;
	const slotsWith = async (name: string, tag: string) =>
		new Set(
			(await swarm.tasks(name)).flatMap(({Slot, Spec}) => (Spec.ContainerSpec.Image.includes(tag) ? [Slot] : [])),
		);
	const stateOf = async (name: string) => (await swarm.service(name)).UpdateStatus?.State;

	test('an update pins the digest; the same image again is refused, with an offer', async () => {
		const skep = open();
		const digest = (
			await lab.api<{Descriptor: {digest: string}}>(
				lab.node('mgr1'),
				'GET',
				`/distribution/${image('shop/web:2')}/json`,
			)
		).Descriptor.digest;

		await choose(skep, 'service', 'web');
		command(skep, 'updateImage');
		await fillIn(skep, image('shop/web:2'));
		const plan = await review(skep, `docker service update --with-registry-auth --image ${image('shop/web:2')} web`);
		expect(plan).toContain(`shop/web:1 -> shop/web:2, pinned to its digest ${digest.slice(7, 13)}`);
		await confirm(skep);

		await until('the spec has it', async () => (await imageOf('web')) === `${image('shop/web:2')}@${digest}`);
		await until('it is through', async () => (await stateOf('web')) === 'completed');
		await skep.waitForLine(1, 'web', /^web 2\/2 shop\/web:2/);
		await journaled(skep, [{operation: 'updateImage', outcome: 'requested', target: {name: 'web'}}]);

		const before = await swarm.versions();
		command(skep, 'updateImage');
		await fillIn(skep, ':2');
		await skep.waitForDialog(/runs shop\/web:2 already, without a newer digest.*Restart it instead/);
		expect(skep.dialog()).not.toContain('y do it');
		command(skep, 'confirm');
		await skep.waitForDialog(/leave it as it is/);
		expect(await swarm.versions()).toEqual(before);
	});

	test('roll back shows the diff, and the image is back', async () => {
		const skep = open();

		await choose(skep, 'service', 'web');
		command(skep, 'rollBackService');
		const plan = await review(skep, 'docker service rollback web');
		expect(plan).toMatch(/- .*shop\/web:2.*\+ .*shop\/web:1/);
		expect(plan).toContain('A second rollback of web undoes this one');
		await confirm(skep);

		await until('the image is back', async () => (await imageOf('web')).startsWith(image('shop/web:1')));
		await until('it is through', async () => (await stateOf('web')) === 'rollback_completed');
		expect((await swarm.running('web')).map(({Spec}) => Spec.ContainerSpec.Image.split('@')[0])).toEqual([
			image('shop/web:1'),
			image('shop/web:1'),
		]);
		await journaled(skep, [{operation: 'rollBackService', outcome: 'requested'}]);
	});

	test.each([
		['shop/Web:1', /must be lower case/],
		['web one', /holds no spaces/],
		['1.2', /for the tag write :1\.2/],
	])('"%s" is no image, and the form says so', async (typed, problem) => {
		const skep = open();
		const before = await swarm.versions();

		await choose(skep, 'service', 'web');
		command(skep, 'updateImage');
		await fillIn(skep, typed);

		await skep.waitForDialog(problem);
		expect(await swarm.versions()).toEqual(before);
	});

	test('a registry that does not answer costs a warning, in time', async () => {
		const skep = open();
		const before = await swarm.versions();
		const silent = await startSilentRegistry(lab);
		const typed = `${silent}/shop/web:2`;

		await choose(skep, 'service', 'web');
		command(skep, 'updateImage');
		await fillIn(skep, typed);
		const took = ownTimeOf(skep);
		const plan = await review(skep, `docker service update --with-registry-auth --image ${typed} web`);
		const seconds = took() / 1000;

		console.log(`A silent registry cost ${seconds.toFixed(1)} s`);
		expect(seconds).toBeLessThan(6);
		expect(plan).toContain('is not pinned to a digest (the registry did not answer');
		expect(plan).toContain('Type web to confirm');
		await leave(skep);
		expect(await swarm.versions()).toEqual(before);
	});

	test('a failing image pauses; the resume says what it costs, and goes on', async () => {
		const skep = open();

		await choose(skep, 'service', 'shaky');
		command(skep, 'updateImage');
		await fillIn(skep, ':bad');
		await review(skep, `docker service update --with-registry-auth --image ${image('shop/web:bad')} shaky`);
		await confirm(skep);
		await until('the update pauses', async () => (await stateOf('shaky')) === 'paused');
		await skep.waitForLine(1, 'shaky', /PAUSED/);

		command(skep, 'resumeUpdate');
		const plan = await review(skep, 'docker service update shaky');
		expect(plan).toMatch(/rollback target is lost: .*to shop\/web:1/);
		await confirm(skep, 'shaky');
		await skep.waitForDialog(/The spec before the update is kept in/);

		expect(await imageOf('shaky')).toContain(image('shop/web:bad'));
		await until('the next slot gets it, too', async () => (await slotsWith('shaky', 'web:bad')).size === 2);
		expect((await swarm.service('shaky')).PreviousSpec?.TaskTemplate.ContainerSpec.Image).toContain('web:bad');
		expect(skep.stateFiles().join(' ')).toMatch(/shaky/);
		await journaled(skep, [
			{operation: 'updateImage', outcome: 'requested'},
			{operation: 'resumeUpdate', outcome: 'requested'},
		]);
	});
});
