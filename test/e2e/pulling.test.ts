import {afterAll, beforeAll, expect, test} from 'vitest';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {askSkep, untilTold} from './ask-skep.ts';
import {startSlowRegistry} from './bad-registries.ts';
import {askSwarm} from './swarm.ts';

describeOnLab('a registry that never comes to an end', () => {
	let lab: Lab;

	beforeAll(async () => {
		lab = await startLab({managers: 1, workers: 0});
	});

	afterAll(async () => lab?.stop());

	test('a task that pulls for two minutes is told, and not before', async () => {
		const node = lab.node('mgr1');
		const {host} = node;
		const registry = await startSlowRegistry(node);
		const began = Date.now();
		await askSwarm(lab, () => lab.node('mgr1')).create('slow', `${registry}/shop/slow:1`, ['--no-resolve-image']);
		expect((await askSkep(host, 'problems')).answer).toEqual([]);

		const told = {
			urgency: 'act',
			verdict: 'DOWN',
			name: 'slow',
			evidence: /^1 task long on the way up: preparing on mgr1 \(pulling its image\?\)/,
			cure: /node by node/,
		};
		await untilTold(host, [told], 240, 5000);
		expect(Date.now() - began).toBeGreaterThan(115_000);
	});
});
