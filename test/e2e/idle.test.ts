import {setTimeout as pause} from 'node:timers/promises';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {startCountingProxy} from './counting-proxy.ts';
import {choose} from './operate.ts';
import {openSkep} from './skep.ts';
import {askSwarm} from './swarm.ts';

const minute = 60_000;

describeOnLab('an idle screen', () => {
	let lab: Lab;

	beforeAll(async () => {
		lab = await startLab({managers: 1, workers: 1});
		const swarm = askSwarm(lab, () => lab.node('mgr1'));
		await Promise.all([
			swarm.create('quiet', image('shop/quiet:1'), ['--replicas', '2'], 2),
			swarm.create('agent', image('shop/quiet:1'), ['--mode', 'global'], 2),
		]);
	});

	afterAll(async () => lab?.stop());

	test('costs the terminal and the manager next to nothing in a minute', {timeout: 4 * minute}, async () => {
		const proxy = await startCountingProxy(lab.node('mgr1').socket);
		const skep = openSkep(proxy.host);
		await choose(skep, 'service', 'quiet');
		await skep.waitFor('quiet from now on');
		await skep.waitUntilGone('<1m');
		// Ages have just turned: from half a minute on, a minute holds one turn of each.
		await pause(minute / 2);

		const before = skep.bytesWritten();
		proxy.take();
		await pause(minute);
		const {requests, bytes} = proxy.take();
		const written = skep.bytesWritten() - before;

		console.log(
			`An idle minute: ${written} B to the terminal, ${requests.length} requests, ${bytes} B from the manager`,
		);
		expect(written).toBeLessThan(1024);
		expect(requests.length).toBeLessThan(60);
		expect(bytes).toBeLessThan(1_500_000);
	});
});
