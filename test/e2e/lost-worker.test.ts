import {afterAll, beforeAll, expect, test} from 'vitest';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {ownTimeOf, watchAnswers} from './own-time.ts';
import {openSkep} from './skep.ts';
import {askSwarm, type Swarm} from './swarm.ts';

describeOnLab('a worker that dies', () => {
	let lab: Lab;
	let swarm: Swarm;

	beforeAll(async () => {
		lab = await startLab({managers: 1, workers: 2});
		swarm = askSwarm(lab, () => lab.node('mgr1'));
		// As many as fit on each node: what dies with it has nowhere to go, and stays counted by the engine.
		const flags = ['--replicas', '4', '--replicas-max-per-node', '2', '--constraint', 'node.role==worker'];
		await swarm.create('web', image('shop/web:1'), flags, 4);
	});

	afterAll(async () => lab?.stop());

	const stateOf = async (name: string) => (await swarm.node(name)).Status.State;

	test('is down on screen when the managers know, with its tasks counted as lost; and back when it is', async () => {
		const skep = openSkep(lab.node('mgr1').host);
		await skep.waitForLine(1, 'web', /^web 4\/4/);

		await lab.kill(lab.node('work1'));
		await until('the managers know', async () => (await stateOf('work1')) === 'down');
		const [sinceKnown, answers] = [ownTimeOf(skep), watchAnswers(swarm.nodes)];
		await skep.waitForLine(2, 'work1', /^work1 down/);
		const nodeLag = sinceKnown();
		await skep.waitForLine(1, 'web', /^web 2\/4/);
		const serviceLag = sinceKnown();
		// What skep shows it has asked for a few times: it can be no faster than the engine.
		const answer = await answers();
		const said = (await swarm.counts('web')).RunningTasks;

		console.log(
			`Down on screen ${nodeLag.toFixed(0)} ms after the managers knew, counted ${serviceLag.toFixed(0)} ms after`,
		);
		console.log(`The engine counted ${said} of 4 running, skep 2`);
		expect(nodeLag).toBeLessThan(3000 + 3 * answer);
		expect(serviceLag).toBeLessThan(5000 + 3 * answer);
		expect(said).toBeGreaterThan(2);
		await skep.waitForLine(2, 'work1', /2 lost/);
		await skep.waitFor(/Needs you: \d/);

		await lab.restart(lab.node('work1'));
		await until('the managers know', async () => (await stateOf('work1')) === 'ready');
		await skep.waitForLine(2, 'work1', /^work1 ready/);
		await skep.waitForLine(1, 'web', /^web 4\/4/);
	});
});
