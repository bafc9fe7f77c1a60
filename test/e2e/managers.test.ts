import {afterAll, beforeAll, expect, test} from 'vitest';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {choose, command} from './operate.ts';
import {openSkep} from './skep.ts';
import {askSwarm} from './swarm.ts';

describeOnLab('managers that die', () => {
	let lab: Lab;

	beforeAll(async () => {
		lab = await startLab({managers: 3, workers: 0});
		await askSwarm(lab, () => lab.node('mgr1')).create('quiet', image('shop/quiet:1'), ['--replicas', '3'], 3);
	});

	afterAll(async () => lab?.stop());

	/** Who leads, and the two that don't: on a busy machine it need not be the first. */
	const roles = async () => {
		const leader = await until('there is a leader', async () => {
			const nodes = await askSwarm(lab, () => lab.node('mgr1')).nodes();
			return nodes.find(({ManagerStatus}) => ManagerStatus?.Leader)?.Description.Hostname;
		});
		const [next = '', last = ''] = ['mgr1', 'mgr2', 'mgr3'].filter(name => name !== leader);
		return {leader, next, last};
	};

	test('an election and a lost quorum are shown over the last snapshot, and pass', async () => {
		const {leader, next, last} = await roles();
		const skep = openSkep(lab.node(last).host);
		await choose(skep, 'service', 'quiet');
		await skep.waitForLine(2, leader, /leader/);

		const killedAt = performance.now();
		await lab.kill(lab.node(leader));
		await skep.waitFor(/electing a leader|managers 2\/3, 0 to spare.* live/);
		console.log(`Without the leader, said after ${seconds(killedAt)}: ${skep.lines()[0]?.trim().slice(-30).trim()}`);
		expect(skep.line(1, 'quiet')).toBeDefined();
		await skep.waitFor(/managers 2\/3, 0 to spare.* live *$/m);
		console.log(`Live again after ${seconds(killedAt)}`);

		const lostAt = performance.now();
		await lab.kill(lab.node(next));
		await skep.waitFor(/NO QUORUM/);
		console.log(`No quorum said after ${seconds(lostAt)}`);
		await skep.waitFor(/NO QUORUM {2}managers.*bring a manager back/);
		// What was last heard, not what the silence makes of it: the containers run on.
		expect(skep.line(1, 'quiet')).toMatch(/^quiet [23]\/3/);
		command(skep, 'scaleService');
		await skep.waitFor('Scale service: the managers have no quorum');
		expect(skep.dialog()).toBe('');

		const backAt = performance.now();
		await lab.restart(lab.node(next));
		await skep.waitFor(/managers 2\/3.* live *$/m);
		console.log(`Live ${seconds(backAt)} after a manager came back`);
		await lab.restart(lab.node(leader));
		await skep.waitFor(/managers 3\/3, 1 to spare.* live *$/m);
	});
});

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
