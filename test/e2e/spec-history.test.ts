import {readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {bytesOf} from '../helpers/keys.ts';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {choose, command, confirm, fillIn, goOn, leave, review} from './operate.ts';
import {openSkep, type Skep, type SkepOptions} from './skep.ts';
import {askSwarm, type Swarm} from './swarm.ts';

// The delay has the first new task fail before the second slot is touched.
const pausing = ['--update-failure-action', 'pause', '--update-monitor', '12s', '--update-delay', '8s'];

describeOnLab('specs that Docker no longer has', () => {
	let lab: Lab;
	let swarm: Swarm;

	beforeAll(async () => {
		lab = await startLab({managers: 1, workers: 2});
		swarm = askSwarm(lab, () => lab.node('mgr1'));
		await Promise.all([
			swarm.create('stuck', image('shop/web:1'), ['--replicas', '2', '--env', 'KEY=secret1', ...pausing], 2),
			swarm.create('busy', image('shop/web:1'), ['--replicas', '2', ...pausing], 2),
			swarm.create('later', image('shop/web:1'), ['--replicas', '2', '--update-monitor', '1s'], 2),
		]);
	});

	afterAll(async () => lab?.stop());

	const open = (options?: SkepOptions) => openSkep(lab.node('mgr1').host, options);
	const docker = (...args: string[]) => lab.docker(lab.node('mgr1'), ...args);
	const imageOf = async (name: string) => (await swarm.service(name)).Spec.TaskTemplate.ContainerSpec.Image;
	const previousImageOf = async (name: string) =>
		(await swarm.service(name)).PreviousSpec?.TaskTemplate.ContainerSpec.Image;
	/** Four slots go one after the other, with a delay after each. */
	const untilState = (name: string, state: string) =>
		until(`${name} is ${state}`, async () => (await swarm.service(name)).UpdateStatus?.State === state, {seconds: 300});
	const breakIt = async (name: string) => {
		await docker('service', 'update', '--quiet', '--detach', '--image', image('shop/web:bad'), name);
		await untilState(name, 'paused');
	};
	const runningImages = async (name: string) =>
		(await swarm.running(name)).map(({Spec}) => Spec.ContainerSpec.Image.split('@')[0]);

	test('after a resume has lost the rollback target, R still returns to the old spec, all of it', async () => {
		const skep = open();
		const before = (await swarm.service('stuck')).Spec;
		await skep.waitForLine(1, 'stuck', /2\/2/);
		await breakIt('stuck');

		await choose(skep, 'service', 'stuck');
		await skep.waitForLine(1, 'stuck', /PAUSED/);
		command(skep, 'resumeUpdate');
		const plan = await review(skep, 'docker service update stuck');
		expect(plan).toContain('skep keeps that spec first: R returns to it');
		await confirm(skep, 'stuck');
		await skep.waitForDialog(/The spec before the update is kept in .*: R returns to it/);
		await leave(skep);
		expect(await previousImageOf('stuck')).toContain('web:bad');
		await untilState('stuck', 'paused');

		await backToPanes(skep);
		await skep.waitForLine(1, 'stuck', /PAUSED/);
		command(skep, 'rollBackService');
		const back = await review(
			skep,
			`docker service update --with-registry-auth --image ${before.TaskTemplate.ContainerSpec.Image} stuck`,
		);
		expect(back).toMatch(/- image: \S*web:bad\S* \+ image: \S*web:1/);
		expect(back).not.toContain('secret1');
		await confirm(skep);

		await untilState('stuck', 'completed');
		expect((await swarm.service('stuck')).Spec).toEqual(before);
		expect(await runningImages('stuck')).toEqual([image('shop/web:1'), image('shop/web:1')]);
		expect(JSON.stringify(skep.journal())).not.toContain('secret1');
		expect(skep.journal().map(({operation, outcome}) => [operation, outcome])).toEqual([
			['resumeUpdate', 'requested'],
			['rollBackService', 'requested'],
		]);
		expect(privateFiles(skep)).toMatchObject([{mode: '600', text: expect.stringContaining('secret1')}]);
	});

	test('after a scale to survive a bad image, the first line of R brings the image back and keeps the replicas', async () => {
		const skep = open();
		await skep.waitForLine(1, 'busy', /2\/2/);
		await breakIt('busy');
		await docker('service', 'scale', '--detach', 'busy=4');
		await untilState('busy', 'paused');
		expect(await previousImageOf('busy')).toContain('web:bad');

		await choose(skep, 'service', 'busy');
		await skep.waitForLine(1, 'busy', /\/4 .*PAUSED/);
		command(skep, 'rollBackService');
		await skep.waitForDialog(/1 image back to shop\/web:1.*, keeping 4 replicas/);
		expect(skep.dialog()).toMatch(/2 what docker itself would undo: replicas 4 -> 2/);
		await goOn(skep);
		const plan = await review(skep, `docker service update --with-registry-auth --image ${image('shop/web:1')}`);
		expect(plan).toContain('its 4 replicas and how it is updated stay as now');
		await confirm(skep);

		await untilState('busy', 'completed');
		const {Spec} = await swarm.service('busy');
		expect(Spec.Mode).toEqual({Replicated: {Replicas: 4}});
		expect(await runningImages('busy')).toEqual(Array.from({length: 4}, () => image('shop/web:1')));
	});

	test('what a write replaced outlasts skep, unless that is switched off', async () => {
		const first = open();
		await choose(first, 'service', 'later');
		command(first, 'updateImage');
		await fillIn(first, ':2');
		await review(first, `docker service update --with-registry-auth --image ${image('shop/web:2')} later`);
		await confirm(first);
		await untilState('later', 'completed');
		await first.close();
		await docker('service', 'scale', '--detach', 'later=3');

		const forgetful = open({home: first.home, flags: ['--no-history']});
		await choose(forgetful, 'service', 'later');
		command(forgetful, 'rollBackService');
		await forgetful.waitForDialog(/The image stays shop\/web:2/);
		await forgetful.close();

		const second = open({home: first.home});
		await choose(second, 'service', 'later');
		second.press(':');
		second.type('history');
		await second.waitForDialog(/History: the specs a service had/);
		second.press(bytesOf('enter'));
		await second.waitFor(/replaced +\S+ \S+ \S+, from here: Update image/);
		await second.waitFor(/- image: \S*web:2\S*\s+\+ image: \S*web:1/);
		second.press('q');
		command(second, 'rollBackService');
		await second.waitForDialog(/1 image back to shop\/web:1 \(until .*\), keeping 3 replicas/);
		await goOn(second);
		await review(second, `docker service update --with-registry-auth --image ${image('shop/web:1')}`);
		await confirm(second);

		await until('the image is back', async () => (await imageOf('later')).startsWith(image('shop/web:1')));
		await untilState('later', 'completed');
		expect(await runningImages('later')).toEqual(Array.from({length: 3}, () => image('shop/web:1')));
	});
});

/** What opens by itself after a change gives way to the lists. */
const backToPanes = async (skep: Skep) =>
	until(
		'the lists are on screen',
		() => {
			const isThere = skep.pane(1).length > 0;
			if (!isThere) {
				skep.press(bytesOf('escape'));
			}
			return isThere;
		},
		{every: 300},
	);

const privateFiles = (skep: Skep) =>
	skep
		.stateFiles()
		.filter(name => name.startsWith('history/'))
		.map(name => ({
			mode: (statSync(join(skep.stateFolder, name)).mode & 0o777).toString(8),
			text: readFileSync(join(skep.stateFolder, name), 'utf8'),
		}));
