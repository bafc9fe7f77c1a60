import {afterAll, beforeAll, expect, test} from 'vitest';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {join} from '../swarm-lab/swarm.ts';
import {until} from '../swarm-lab/until.ts';
import {askSkep, type Expected, untilTold} from './ask-skep.ts';
import {expectCures} from './problem-page.ts';
import {swarmTroubles, troubleSwarm} from './second-swarm.ts';
import {serviceTroubles, troubleServices} from './service-troubles.ts';
import {askSwarm, type Swarm} from './swarm.ts';

const nodeTroubles: readonly Expected[] = [
	{
		urgency: 'look',
		verdict: 'QUORUM',
		name: 'managers',
		evidence: /1 of 3 managers unreachable, none/,
		cure: /manager/,
	},
	{
		urgency: 'act',
		verdict: 'NODE',
		name: 'mgr3',
		evidence: /^a manager; heartbeat failure; held .*nowhere to go/,
		cure: /is its engine up/,
	},
	{
		urgency: 'act',
		verdict: 'NODE',
		name: 'work1',
		evidence: /^heartbeat failure; held \d tasks: .*\d ha(s|ve) nowhere to go.*; docker still counts them/,
		cure: /is its engine up/,
	},
	{urgency: 'act', verdict: 'DOWN', name: 'held', evidence: /work1/, cure: /node by node/},
	{urgency: 'look', verdict: 'TWIN', name: 'work2', evidence: /without the labels disk/, cure: /labels of the old/},
];

/**
What can't be had here is provoked on the simulator (`test/simulator/problems.test.ts`): a root certificate that ends
soon (the engine takes none that ends within a year), an unpinned tag whose tasks started days apart, a manager that is
up and silent. A task that pulls for two minutes has a test of its own.
*/
describeOnLab('problems', () => {
	let lab: Lab;
	let swarm: Swarm;

	beforeAll(async () => {
		lab = await startLab();
		swarm = askSwarm(lab, () => lab.node('mgr1'));
	});

	afterAll(async () => lab?.stop());

	const host = () => lab.node('mgr1').host;
	const docker = (...args: string[]) => lab.docker(lab.node('mgr1'), ...args);

	test('a healthy swarm reports none', async () => {
		await Promise.all([
			swarm.create('web', image('shop/web:1'), ['--replicas', '5', '--publish', '8080:8080'], 5),
			swarm.create('agent', image('shop/quiet:1'), ['--mode', 'global'], 5),
		]);

		// A busy machine may hear nothing of a node for a moment: then the swarm is not healthy yet.
		await until('none is told', async () => {
			expect(await askSkep(host(), 'problems')).toEqual({code: 0, answer: []});
			return true;
		});
	});

	test('tasks that stay where they are when a node comes back are a hint', async () => {
		const {ID} = await swarm.node('work2');
		await docker('node', 'update', '--availability', 'drain', 'work2');
		await until('work2 is empty', async () => (await swarm.running('web')).every(({NodeID}) => NodeID !== ID));
		await swarm.untilRunning('web', 5);
		await docker('node', 'update', '--availability', 'active', '--label-add', 'disk=ssd', 'work2');
		const skew = {
			urgency: 'look',
			verdict: 'SKEW',
			name: 'spread',
			evidence: /web: .*none on work2/,
			cure: /rebalance/,
		};

		expect((await untilTold(host(), [skew])).code).toBe(0);
		await expectCures(host(), [skew]);
	});

	const breakNodes = async () => {
		const bound = (name: string, node: string) =>
			swarm.create(name, image('shop/quiet:1'), ['--constraint', `node.hostname==${node}`], 1);
		await Promise.all([bound('held', 'work1'), bound('kept', 'mgr3')]);
		await Promise.all([lab.kill(lab.node('mgr3')), lab.kill(lab.node('work1'))]);
		const work2 = lab.node('work2');
		await lab.docker(work2, 'swarm', 'leave');
		await until('it is down', async () => (await swarm.node('work2')).Status.State === 'down');
		const token = (await docker('swarm', 'join-token', '--quiet', 'worker')).trim();
		await join(work2, lab.node('mgr1'), token);
	};

	test('each problem of services and nodes is told with evidence and a way out', async () => {
		const all = [...serviceTroubles, ...nodeTroubles];
		await Promise.all([troubleServices(lab, swarm), breakNodes()]);

		expect((await untilTold(host(), all)).code).toBe(3);
		await expectCures(host(), all);
	});

	test('a drain without room, and a demotion that loses quorum, are stopped with the reason', async () => {
		type Plan = {readonly refusals: readonly string[]; readonly stuck: readonly {service: string; text: string}[]};
		await swarm.create('bound', image('shop/quiet:1'), ['--constraint', 'node.hostname==mgr2'], 1);
		const drain = await askSkep<Plan>(host(), 'plan', 'drain', 'mgr2');
		expect(drain.code).toBe(3);
		expect(drain.answer.stuck).toContainEqual(
			expect.objectContaining({service: 'bound', stuck: 1, text: expect.stringMatching(/^no suitable node/)}),
		);

		const demotion = await askSkep<Plan>(host(), 'plan', 'demote', 'mgr2');
		expect(demotion.code).toBe(3);
		expect(demotion.answer.refusals.join()).toMatch(/this would lose quorum/);
	});

	test('what is wrong with a whole swarm is told with evidence and a way out', async () => {
		const solo = await troubleSwarm(lab);

		expect((await untilTold(solo.host, swarmTroubles)).code).toBe(0);
		await expectCures(solo.host, swarmTroubles);
	});
});
