import {afterAll, beforeAll, expect, test} from 'vitest';
import {bytesOf} from '../helpers/keys.ts';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {hearing} from './hearing.ts';
import {choose, command, confirm, goOn, review} from './operate.ts';
import {openSkep, type Skep} from './skep.ts';
import {askSwarm, type Swarm} from './swarm.ts';

const second = 1e9;

describeOnLab('how a service is updated, by keyboard', () => {
	let lab: Lab;
	let swarm: Swarm;

	beforeAll(async () => {
		lab = await startLab({managers: 1, workers: 2});
		swarm = askSwarm(lab, () => lab.node('mgr1'));
		const slow = ['--replicas', '4', '--update-delay', '5m', '--update-monitor', '1s'];
		await Promise.all([
			swarm.create('slow', image('shop/web:1'), slow, 4),
			// Nothing is said of updates: the engine's defaults hold, one at a time among them.
			swarm.create('plain', image('shop/web:1'), ['--replicas', '2'], 2),
		]);
	});

	afterAll(async () => lab?.stop());

	const config = async (name: string) => {
		const {Spec} = await swarm.service(name);
		return (Spec as typeof Spec & {readonly UpdateConfig?: unknown}).UpdateConfig;
	};
	/** Throws with the state that it has instead, for the message. */
	const isCompleted = async (name: string) => {
		const {UpdateStatus} = await swarm.service(name);
		expect(UpdateStatus).toMatchObject({State: 'completed'});
		return true;
	};
	const updated = async (name: string) =>
		(await swarm.running(name)).filter(({Spec}) => Spec.ContainerSpec.Image.includes('web:2')).length;

	test('a slow rollout is made faster for the slots that are left', async () => {
		const skep = openSkep(lab.node('mgr1').host);
		await skep.waitForLine(1, 'slow', /4\/4/);
		const docker = ['service', 'update', '--quiet', '--detach', '--image', image('shop/web:2'), 'slow'];
		await lab.docker(lab.node('mgr1'), ...docker);
		await until('the first slot is through', async () => (await updated('slow')) === 1);

		await choose(skep, 'service', 'slow');
		command(skep, 'updateImage');
		await skep.waitForDialog(/4 slots, 1 at a time, about \d+ min/);
		await setField(skep, 1, '3');
		await setField(skep, 1, '0s');
		await skep.waitForDialog(/4 slots, 3 at a time, about \d+ s/);
		await goOn(skep);
		const plan = await review(skep, 'docker service update --update-parallelism 3 --update-delay 0s slow');
		expect(plan).toContain('another begins at once over the slots of slow that are left: 3 at a time');
		expect(plan).toContain('3 of 4 slots as things stand');
		await confirm(skep, 'slow');

		await skep.waitForDialog(/^$/);
		await until('it is through', () => isCompleted('slow'));
		expect(await updated('slow')).toBe(4);
		expect(await config('slow')).toMatchObject({Parallelism: 3, Monitor: second, FailureAction: 'pause'});
	});

	test('one setting leaves the others at their defaults, not at zero', async () => {
		const skep = openSkep(lab.node('mgr1').host);
		await choose(skep, 'service', 'plain');
		command(skep, 'updateImage');
		await skep.waitForDialog(/Enter go on/);
		await setField(skep, 3, '30s');
		await setField(skep, 3, '25%');
		await goOn(skep);
		await review(skep, 'docker service update --update-monitor 30s --update-max-failure-ratio 0.25 plain');
		await confirm(skep);

		await until('the spec has it', async () => (await config('plain')) !== undefined);
		expect(await config('plain')).toEqual({
			Parallelism: 1,
			Monitor: 30 * second,
			FailureAction: 'pause',
			MaxFailureRatio: 0.25,
			Order: 'stop-first',
		});
		expect((await swarm.running('plain')).length).toBe(2);
	});
});

/** Goes so many fields on, and types over what is there. */
const setField = async (skep: Skep, tabs: number, value: string) => {
	await hearing(skep);
	skep.press(...Array.from({length: tabs}, () => bytesOf('tab')));
	skep.type(value);
	await skep.waitForDialog(new RegExp(`${value}_`));
};
