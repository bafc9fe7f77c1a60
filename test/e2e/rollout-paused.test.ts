import {afterAll, beforeAll, expect, test} from 'vitest';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {choose, command, confirm, fillIn, review} from './operate.ts';
import {ownTimeOf, watchAnswers} from './own-time.ts';
import {openSkep, type Skep} from './skep.ts';
import {askSwarm, type Swarm} from './swarm.ts';

const replicas = 4;
const pace = ['--update-monitor', '12s', '--rollback-monitor', '1s', '--rollback-parallelism', '0'];

/** What has to be on screen: which task, how it ended, in whose words, and what to do first. */
const story = [
	/UPDATE PAUSED/,
	/web\.\d \(\w{6}, \w+\) exit 3/,
	/task: non-zero exit \(3\)/,
	/\| crash: cannot open \/etc\/shop\.conf/,
	/What now ─*\n R {2}roll back to 1 /,
];

describeOnLab('a rollout that goes wrong', () => {
	let lab: Lab;
	let swarm: Swarm;

	beforeAll(async () => {
		lab = await startLab();
		swarm = askSwarm(lab, () => lab.node('mgr1'));
		await swarm.create('web', image('shop/web:1'), ['--replicas', `${replicas}`, ...pace], replicas);
	});

	afterAll(async () => lab?.stop());

	test('when it pauses is explained within two seconds, and one key takes all of it back', async () => {
		const skep = openSkep(lab.node('mgr2').host, {opensCockpit: true});
		await choose(skep, 'service', 'web');
		command(skep, 'updateImage');
		await fillIn(skep, ':bad');
		await review(skep, `docker service update --with-registry-auth --image ${image('shop/web:bad')} web`);
		await confirm(skep);
		await skep.waitFor(/^ web {3}(UPDATING|UPDATE PAUSED)/m);

		const answers = watchAnswers(() => swarm.tasks('web'));
		const lag = await lagOf(skep, swarm);
		const answer = await answers();
		const [said = '', named = ''] = /web\.\d \((\w{6}), \w+\) exit 3/.exec(skep.text()) ?? [];
		const failed = (await swarm.tasks('web')).find(({ID}) => ID.startsWith(named));
		console.log(`Explained ${lag} ms after the engine called it paused: ${said}`);
		expect(failed).toMatchObject({
			Status: {State: 'failed'},
			Spec: {ContainerSpec: {Image: expect.stringContaining('/web:bad')}},
		});
		// The status, then the tasks, then a log: no faster than the engine answers.
		expect(lag).toBeLessThan(2000 + 3 * answer);

		command(skep, 'rollBackService');
		await review(skep, 'docker service rollback web');
		await confirm(skep);
		await until('all are back', () => isBack(swarm));
		await skep.waitFor(/the last rollback completed/);
		await skep.waitFor(/SERVING 4 of 4, all on 1/);
		expect((await swarm.service('web')).UpdateStatus?.State).toBe('rollback_completed');
	});

	test('a rollback on which the managers would crash is refused', async () => {
		const bare = {
			Name: 'bare',
			TaskTemplate: {ContainerSpec: {Image: image('shop/quiet:1')}},
			Mode: {Replicated: {Replicas: 2}},
			UpdateConfig: {Parallelism: 0, Monitor: 1e9},
		};
		await lab.api(lab.node('mgr1'), 'POST', '/services/create', bare);
		await swarm.untilRunning('bare', 2);
		const [task] = await swarm.running('bare');
		const elsewhere = ['--constraint-add', `node.id!=${task?.NodeID}`];
		await lab.docker(lab.node('mgr1'), 'service', 'update', '--quiet', '--detach', ...elsewhere, 'bare');
		const isMoved = async () => (await swarm.running('bare')).every(({NodeID}) => NodeID !== task?.NodeID);
		await until('one has moved', async () => (await isMoved()) && (await swarm.running('bare')).length === 2);

		const skep = openSkep(lab.node('mgr2').host);
		await choose(skep, 'service', 'bare');
		command(skep, 'rollBackService');
		await skep.waitForDialog(/managers crash one after another/);
		expect(skep.dialog()).not.toMatch(/y do it|to confirm/);
	});
});

/** Milliseconds from the engine's pause to the whole story on screen. */
async function lagOf(skep: Skep, swarm: Swarm) {
	const isPaused = async () => (await swarm.service('web')).UpdateStatus?.State === 'paused';
	await until('the engine pauses', isPaused, {every: 20});
	const took = ownTimeOf(skep);
	await skep.waitFor(text => story.every(part => part.test(text)));

	return Math.round(took());
}

async function isBack(swarm: Swarm) {
	const running = await swarm.running('web');
	return running.length === replicas && running.every(({Spec}) => Spec.ContainerSpec.Image.includes('/web:1'));
}
