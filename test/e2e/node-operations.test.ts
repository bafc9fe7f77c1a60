import {afterAll, beforeAll, expect, test} from 'vitest';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {choose, command, confirm, fillIn, journaled, leave, review} from './operate.ts';
import {openSkep} from './skep.ts';
import {askSwarm, type Swarm} from './swarm.ts';

describeOnLab('nodes, by keyboard', () => {
	let lab: Lab;
	let swarm: Swarm;

	beforeAll(async () => {
		lab = await startLab();
		swarm = askSwarm(lab, () => lab.node('mgr1'));
		await swarm.create('web', image('shop/web:1'), ['--replicas', '5', '--constraint', 'node.role==worker'], 5);
	});

	afterAll(async () => lab?.stop());

	const open = () => openSkep(lab.node('mgr1').host);
	const availability = async (name: string) => (await swarm.node(name)).Spec.Availability;

	test('drain moves the tasks away, pause leaves them, activate undoes both', async () => {
		const skep = open();
		const worker = (await swarm.node('work1')).ID;

		await choose(skep, 'node', 'work1');
		command(skep, 'drainNode');
		const plan = await review(skep, 'docker node update --availability drain work1');
		expect(plan).toMatch(/Drain node work1/);
		expect(plan).toMatch(/[23] tasks on work1 are stopped/);
		await confirm(skep);
		await until('work1 is drained', async () => (await availability('work1')) === 'drain');
		await skep.waitForLine(2, 'work1', /ready drained/);
		await until('no task of web runs there', async () =>
			(await swarm.running('web')).every(({NodeID}) => NodeID !== worker),
		);
		await skep.waitForLine(2, 'work1', /drained 0\b/);

		command(skep, 'pauseNode');
		await review(skep, 'docker node update --availability pause work1');
		await confirm(skep);
		await until('work1 is paused', async () => (await availability('work1')) === 'pause');
		await skep.waitForLine(2, 'work1', /ready paused/);

		command(skep, 'activateNode');
		await review(skep, 'docker node update --availability active work1');
		await confirm(skep);
		await until('work1 is active', async () => (await availability('work1')) === 'active');
		await skep.waitForLine(2, 'work1', /ready (?!paused|drained)/);

		await journaled(
			skep,
			['drainNode', 'pauseNode', 'activateNode'].map(operation => ({
				operation,
				outcome: 'requested',
				target: {kind: 'node', id: worker, name: 'work1'},
			})),
		);
		await until('web is whole again', async () => (await swarm.running('web')).length === 5);
	});

	test('promote and demote are one key', async () => {
		const skep = open();

		await choose(skep, 'node', 'work2');
		command(skep, 'changeRole');
		expect(await review(skep, 'docker node promote work2')).toMatch(/Managers 3 -> 4, needed 2 -> 3/);
		await confirm(skep, 'work2');
		await until(
			'work2 is a manager',
			async () => (await swarm.node('work2')).ManagerStatus?.Reachability === 'reachable',
		);
		await skep.waitForLine(2, 'work2', /ready reachable/);

		command(skep, 'changeRole');
		expect(await review(skep, 'docker node demote work2')).toMatch(/Managers 4 -> 3, needed 3 -> 2/);
		await confirm(skep);
		await until('work2 is a worker', async () => (await swarm.node('work2')).ManagerStatus === undefined);
		await skep.waitForLine(2, 'work2', /ready \d/);

		expect((await swarm.node('work2')).Spec.Role).toBe('worker');
		await journaled(skep, [
			{operation: 'promoteNode', outcome: 'requested', command: 'docker node promote work2'},
			{operation: 'demoteNode', outcome: 'requested', command: 'docker node demote work2'},
		]);
	});

	test('labels are added, changed and removed together', async () => {
		const skep = open();
		await lab.docker(lab.node('mgr1'), 'node', 'update', '--label-add', 'old=1', '--label-add', 'zone=a', 'mgr3');

		await choose(skep, 'node', 'mgr3');
		command(skep, 'changeLabels');
		await fillIn(skep, 'disk=ssd zone=b old-');
		await review(skep, 'docker node update --label-add disk=ssd --label-add zone=b --label-rm old mgr3');
		await confirm(skep);

		await skep.waitFor(/mgr3.*labels changed/);
		expect((await swarm.node('mgr3')).Spec.Labels).toEqual({disk: 'ssd', zone: 'b'});
		await journaled(skep, [{operation: 'labelNode', outcome: 'requested'}]);
	});

	test('a label without a key is said in the form, and nothing is sent', async () => {
		const skep = open();
		const before = await swarm.versions();

		await choose(skep, 'node', 'mgr3');
		command(skep, 'changeLabels');
		await fillIn(skep, '=ssd');

		await skep.waitForDialog(/key/);
		expect(skep.dialog()).toContain('Enter go on');
		expect(await swarm.versions()).toEqual(before);
	});

	test('a node that is up is removed step by step only; one that died is at once, when its name is typed', async () => {
		const skep = open();

		await choose(skep, 'node', 'work2');
		command(skep, 'remove');
		expect(await review(skep, 'docker node update --availability drain work2')).toContain('skep waits for you to run');
		await leave(skep);

		await lab.kill(lab.node('work2'));
		await skep.waitForLine(2, 'work2', /down/);
		// What moves changes the plan, which would be asked about again.
		await swarm.untilRunning('web', 5);
		await skep.waitForLine(1, 'web', /^web 5\/5/);
		command(skep, 'remove');
		expect(await review(skep, 'docker node rm work2')).toContain('The swarm forgets work2');
		await confirm(skep, 'work2');

		await until('four nodes are left', async () => (await swarm.nodes()).length === 4);
		await skep.waitUntilGone(text => /^ .*\bwork2 +(down|ready)/m.test(text));
		await journaled(skep, [{operation: 'removeNode', outcome: 'requested'}]);
	});
});
