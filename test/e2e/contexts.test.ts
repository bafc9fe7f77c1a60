import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {dockerFolderWith} from '../helpers/docker-folder.ts';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import type {LabNode} from '../swarm-lab/layout.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {choose, command, confirm, fillIn, palette} from './operate.ts';
import {openSkep, type Skep} from './skep.ts';
import {askSwarm} from './swarm.ts';

describeOnLab('contexts', () => {
	let lab: Lab;
	let other: LabNode;

	beforeAll(async () => {
		lab = await startLab({managers: 1, workers: 0});
		other = await lab.startEngine('solo1');
		await lab.docker(other, 'swarm', 'init', '--advertise-addr', other.address);
		await prod().create('shop', image('shop/quiet:1'), ['--replicas', '1'], 1);
		await staging().create('next', image('shop/quiet:1'), ['--replicas', '1'], 1);
	});

	afterAll(() => lab?.stop());

	const prod = () => askSwarm(lab, () => lab.node('mgr1'));
	const staging = () => askSwarm(lab, () => other);
	const folder = () =>
		dockerFolderWith(
			{
				prod: {host: lab.node('mgr1').host, description: 'the shop'},
				staging: {host: other.host},
				gone: {host: 'unix:///nowhere/docker.sock'},
			},
			{currentContext: 'prod'},
		);

	/** The page, with the cursor on a context; they are in the order of their names behind "default". */
	const lookAt = async (skep: Skep, name: string) => {
		await skep.waitFor(/Docker contexts 4/);
		skep.type('g');
		await skep.waitFor(/^>. default/m);
		skep.type('j'.repeat(['gone', 'prod', 'staging'].indexOf(name) + 1));
		await skep.waitFor(new RegExp(`^>. ${name}`, 'm'));
	};

	const go = async (skep: Skep, name: string) => {
		await palette(skep, 'contexts');
		await lookAt(skep, name);
		skep.type('\r');
	};

	test('one skep goes from swarm to swarm: changes go where it is, and docker stays where it was', async () => {
		using docker = folder();
		const config = () => readFileSync(join(docker.path, 'config.json'), 'utf8');
		const before = config();
		const skep = openSkep(undefined, {env: {DOCKER_CONFIG: docker.path}});
		await skep.waitFor(/^ prod @mgr1 .* live *$/m);
		await skep.waitForLine(1, 'shop', /1\/1/);

		await go(skep, 'staging');
		await skep.waitFor(/^ staging @solo1 .* live *$/m);
		await skep.waitFor('Connected to staging; plain docker still uses prod');
		expect(skep.line(1, 'shop')).toBeUndefined();
		await choose(skep, 'service', 'next');
		command(skep, 'scaleService');
		await fillIn(skep, '2');
		await skep.waitForDialog(/docker --context staging service scale next=2/);
		await confirm(skep);
		await until('next is scaled', async () => (await staging().running('next')).length === 2);
		await skep.waitForLine(1, 'next', /2\/2/);
		expect(skep.journal().at(-1)).toMatchObject({operation: 'scaleService', where: {address: other.host}});

		await go(skep, 'prod');
		await skep.waitFor(/^ prod @mgr1 .* live *$/m);
		await skep.waitForLine(1, 'shop', /1\/1/);
		expect(skep.line(1, 'next')).toBeUndefined();
		expect(await prod().running('shop')).toHaveLength(1);
		expect(config()).toBe(before);
		skep.type('q');
		expect(await skep.exited).toMatchObject({code: 0});
	});

	test('from the screen of an engine that is gone, c leads to one that is there; what fails is said and changes nothing', async () => {
		using docker = folder();
		const skep = openSkep(undefined, {flags: ['--context', 'gone'], env: {DOCKER_CONFIG: docker.path}});
		await skep.waitFor(/No engine at unix:\/\/\/nowhere.*c lists the contexts of docker/s);
		skep.type('c');
		await lookAt(skep, 'prod');
		skep.type('\r');
		await skep.waitFor(/^ prod @mgr1 .* live *$/m);
		await go(skep, 'gone');
		await skep.waitFor(/nowhere.*Nothing has changed: skep is still where it was/s);
		skep.type('\u001b');
		await skep.waitFor(/^ prod @mgr1 .* live *$/m);
	});
});
