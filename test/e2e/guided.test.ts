import {setTimeout as pause} from 'node:timers/promises';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {bytesOf} from '../helpers/keys.ts';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {hearing} from './hearing.ts';
import {choose, command, confirm, journaled, review} from './operate.ts';
import {openSkep, type Skep} from './skep.ts';
import {askSwarm, type Swarm} from './swarm.ts';

describeOnLab('step by step, by keyboard', () => {
	let lab: Lab;
	let swarm: Swarm;

	beforeAll(async () => {
		lab = await startLab();
		swarm = askSwarm(lab, () => lab.node('mgr1'));
		await swarm.create('web', image('shop/web:1'), ['--replicas', '3', '--stop-grace-period', '1s'], 3);
		await swarm.create(
			'api',
			image('shop/web:1'),
			['--replicas', '9', '--update-monitor', '1s', '--stop-grace-period', '1s'],
			9,
		);
	});

	afterAll(async () => lab?.stop());

	const hostOf = async (service: string) => {
		const [task] = await swarm.running(service);
		const node = (await swarm.nodes()).find(({ID}) => ID === task?.NodeID && ID !== undefined);
		return node?.Description.Hostname ?? '';
	};

	/** Asks the engine ten times a second how many run, until it is told to stop. */
	const poll = (service: string) => {
		const counts: number[] = [];
		let isOver = false;
		const over = (async () => {
			while (!isOver) {
				const next = pause(100);
				counts.push((await swarm.running(service)).length);
				await next;
			}
		})();
		return async () => {
			isOver = true;
			await over;
			return counts;
		};
	};

	const spread = async (service: string) => {
		const byNode = Object.groupBy(await swarm.running(service), ({NodeID}) => NodeID ?? '');
		const loads = (await swarm.nodes()).map(({ID}) => byNode[ID]?.length ?? 0);
		return Math.max(...loads) - Math.min(...loads);
	};

	/** Slot by slot, each of which may take its time. */
	const stepByStep = {seconds: 300};

	const planOf = async (skep: Skep, dockerCommand: string) => {
		await skep.waitForDialog(/Enter go on/);
		await hearing(skep);
		skep.press(bytesOf('enter'));
		return review(skep, dockerCommand);
	};

	test('a gentle drain never shows fewer running than wanted', async () => {
		const skep = openSkep(lab.node('mgr1').host);
		await skep.waitFor('Nothing needs you');
		const host = await hostOf('web');
		const id = (await swarm.node(host)).ID;
		const [web, api] = [poll('web'), poll('api')];

		await choose(skep, 'node', host);
		command(skep, 'drainNode');
		await review(skep, `docker node update --availability drain ${host}`);
		await hearing(skep);
		command(skep, 'doOtherwise');
		const plan = await planOf(skep, `docker node update --availability pause ${host}`);
		expect(plan).toMatch(/web: 3 -> 4 -> 3 replicas, never fewer than 3 running/);
		await confirm(skep);
		await skep.waitFor(`Gentle drain of ${host}`);
		await skep.waitFor(/drained|done {2}Back to 9 replicas of api|Gentle drain of \S+: done/, stepByStep);
		await until('web and api have as many as before', async () => {
			const [w, a] = await Promise.all([swarm.service('web'), swarm.service('api')]);
			return w.Spec.Mode.Replicated?.Replicas === 3 && a.Spec.Mode.Replicated?.Replicas === 9;
		});
		await until(
			'none is left there',
			async () => [...(await swarm.running('web')), ...(await swarm.running('api'))].every(({NodeID}) => NodeID !== id),
			stepByStep,
		);
		const [webCounts, apiCounts] = [await web(), await api()];
		console.log(
			`web: fewest ${Math.min(...webCounts)} of 3, most ${Math.max(...webCounts)}, in ${webCounts.length} answers`,
		);
		console.log(
			`api: fewest ${Math.min(...apiCounts)} of 9, most ${Math.max(...apiCounts)}, in ${apiCounts.length} answers`,
		);

		expect(Math.min(...webCounts)).toBe(3);
		expect(Math.min(...apiCounts)).toBe(9);
		expect((await swarm.node(host)).Spec.Availability).toBe('drain');
		const journal = skep.journal().map(({operation}) => operation);
		expect(journal[0]).toBe('pauseNode');
		expect(journal.filter(operation => operation === 'drainNode')).toHaveLength(1);
		await until('nothing is unfinished', () => !skep.stateFiles().some(file => file.includes('unfinished/')));
		await lab.docker(lab.node('mgr1'), 'node', 'update', '--availability', 'active', host);
	});

	test('a node returns after a loss: rebalance ends the skew, one slot at a time', async () => {
		await lab.kill(lab.node('work2'));
		await until('the managers know', async () => (await swarm.node('work2')).Status.State === 'down');
		await lab.restart(lab.node('work2'));
		await until('it is back', async () => (await swarm.node('work2')).Status.State === 'ready');
		await until('api is whole', async () => (await swarm.running('api')).length >= 9);
		const before = await spread('api');
		expect(before).toBeGreaterThan(1);

		const skep = openSkep(lab.node('mgr1').host);
		await skep.waitFor(/SKEW/);
		await choose(skep, 'service', 'api');
		command(skep, 'mark');
		const api = poll('api');
		skep.press(':');
		await skep.waitFor('Enter run');
		skep.type('rebalance');
		await skep.waitFor(/Rebalance: restart uneven/);
		skep.press(bytesOf('enter'));
		await review(skep, 'docker service update --force api');
		await confirm(skep);
		await skep.waitFor(/api: skew \d/);
		await skep.waitFor(/Rebalance of api: done/, stepByStep);
		const counts = await api();
		const after = await spread('api');
		console.log(`api: skew ${before} -> ${after}; fewest ${Math.min(...counts)} of 9 in ${counts.length} answers`);

		expect(after).toBeLessThanOrEqual(1);
		// Stop-first, one at a time: one less than it wants is what its update order allows.
		expect(Math.min(...counts)).toBeGreaterThanOrEqual(8);
	});

	test('a worker is removed step by step, once it has left', async () => {
		// Its task waits on work1, which has no room: nothing ever ends it there.
		const vast = ['--mode', 'global', '--constraint', 'node.hostname==work1', '--reserve-memory', '900g'];
		await swarm.create('vast', image('shop/quiet:1'), vast);
		const fates = async () =>
			(await swarm.tasks('vast')).map(({Status, DesiredState}) => `${Status.State}/${DesiredState}`).join();
		await until('it waits', async () => (await fates()) === 'pending/running');

		const skep = openSkep(lab.node('mgr1').host);
		await choose(skep, 'node', 'work1');
		command(skep, 'remove');
		expect(await review(skep, 'docker node update --availability drain work1')).toContain('skep waits for you to run');
		await confirm(skep, 'work1');
		await skep.waitFor(/now .*On work1, run: docker swarm leave/);
		await skep.waitFor(/work1: ready, drain, empty/);
		expect(await fates()).toBe('pending/shutdown');
		await lab.docker(lab.node('work1'), 'swarm', 'leave');
		await until('four nodes are left', async () => (await swarm.nodes()).length === 4);
		await journaled(skep, [{operation: 'drainNode'}, {operation: 'removeNode'}]);
	});
});
