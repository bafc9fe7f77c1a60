import {afterAll, beforeAll, expect, test} from 'vitest';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {startCountingProxy} from './counting-proxy.ts';
import {hearing} from './hearing.ts';
import {choose, command, fillIn, review} from './operate.ts';
import {openSkep} from './skep.ts';
import {askSwarm, type Swarm} from './swarm.ts';

describeOnLab('a swarm where nothing happens', () => {
	let lab: Lab;
	let swarm: Swarm;

	beforeAll(async () => {
		lab = await startLab();
		swarm = askSwarm(lab, () => lab.node('mgr1'));
		await Promise.all([
			swarm.create('quiet', image('shop/quiet:1'), ['--replicas', '2'], 2),
			swarm.create('agent', image('shop/quiet:1'), ['--mode', 'global'], 5),
			swarm.create('nowhere', image('shop/quiet:1'), ['--replicas', '3', '--constraint', 'node.labels.disk==ssd']),
		]);
		await lab.docker(lab.node('mgr1'), 'node', 'update', '--availability', 'pause', 'work2');
	});

	afterAll(async () => lab?.stop());

	test('three managers and two workers, with the leader marked', async () => {
		const skep = openSkep(lab.node('mgr2').host);
		await skep.waitFor('nodes 5/5');

		// Asked again: managers that are busy may elect another leader meanwhile.
		await until('the screen says what the engine does', async () => {
			const said = (await swarm.nodes()).map(({Description, Spec, Status, ManagerStatus}) => {
				const availability = {active: '', pause: ' paused', drain: ' drained'}[Spec.Availability];
				const role =
					ManagerStatus === undefined ? '' : ` ${ManagerStatus.Leader ? 'leader' : ManagerStatus.Reachability}`;
				return `${Description.Hostname} ${Status.State}${availability}${role} `;
			});
			const shown = said.map(state => skep.line(2, state.split(' ')[0] ?? ''));
			expect(shown).toEqual(said.map(state => expect.stringMatching(new RegExp(`^${state}\\d`))));
			return true;
		});
		await skep.waitFor(/@mgr2 +managers 3\/3, 1 to spare +nodes 5\/5/);
		expect(skep.row(/\* mgr2/)).toBeDefined();
	});

	test('services count the tasks that run, of those wanted', async () => {
		const skep = openSkep(lab.node('mgr3').host);

		for (const [name, alive, wanted] of [
			['quiet', 2, 2],
			['agent', 5, 5],
			['nowhere', 0, 3],
		] as const) {
			await swarm.untilRunning(name, alive);
			await skep.waitForLine(1, name, new RegExp(`^${name} ${alive}/${wanted}\\b`));
		}

		await skep.waitForLine(1, 'nowhere', /^nowhere 0\/3 pending.*no node fits/);
		await skep.waitFor(/DOWN +nowhere.*no node satisfies/);
	});

	test('read-only shows the plan, and nothing leaves the process', async () => {
		const before = await swarm.versions();
		const proxy = await startCountingProxy(lab.node('mgr1').socket);
		const skep = openSkep(proxy.host, {flags: ['--read-only']});

		await choose(skep, 'service', 'quiet');
		command(skep, 'scaleService');
		await fillIn(skep, '7');
		await review(skep, 'docker service scale quiet=7');
		await skep.waitForDialog(/read-only/);
		await hearing(skep);
		command(skep, 'confirm');
		skep.press('\u001b');
		await skep.waitForDialog(/^$/);
		await choose(skep, 'node', 'work1');
		command(skep, 'drainNode');
		await review(skep, 'docker node update --availability drain work1');
		await hearing(skep);
		command(skep, 'confirm');
		skep.press('\u001b');
		await skep.waitForDialog(/^$/);

		expect(await swarm.versions()).toEqual(before);
		expect(proxy.take().requests.filter(line => !line.startsWith('GET ') && !line.startsWith('HEAD '))).toEqual([]);
		expect(skep.journal()).toEqual([]);
		expect(skep.lines()[0]).toContain('read-only');
	});
});
