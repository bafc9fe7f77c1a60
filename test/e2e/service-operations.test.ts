import {readFileSync} from 'node:fs';
import {basename} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {choose, command, confirm, fillIn, journaled, mark, nextFields, palette, review} from './operate.ts';
import {openSkep} from './skep.ts';
import {askSwarm, type Swarm} from './swarm.ts';

type Needing = {
	readonly Placement?: {readonly Constraints?: readonly string[]};
	readonly Resources?: {readonly Reservations?: {readonly MemoryBytes?: number}};
};

describeOnLab('services, by keyboard', () => {
	let lab: Lab;
	let swarm: Swarm;

	beforeAll(async () => {
		lab = await startLab({managers: 1, workers: 2});
		swarm = askSwarm(lab, () => lab.node('mgr1'));
		await Promise.all([
			swarm.create('api', image('shop/web:1'), ['--replicas', '2'], 2),
			swarm.create('cron', image('shop/quiet:1'), [], 1),
			swarm.create('mail', image('shop/quiet:1'), [], 1),
			swarm.create('web', image('shop/web:1'), ['--replicas', '2'], 2),
		]);
	});

	afterAll(async () => lab?.stop());

	const open = () => openSkep(lab.node('mgr1').host);
	const replicas = async (name: string) => (await swarm.service(name)).Spec.Mode.Replicated?.Replicas;

	test('one service is scaled', async () => {
		const skep = open();

		await choose(skep, 'service', 'web');
		command(skep, 'scaleService');
		await fillIn(skep, '4');
		expect(await review(skep, 'docker service scale web=4')).toContain('web: 2 -> 4 replicas, 2 more tasks');
		await confirm(skep);

		await until('web is scaled', async () => (await replicas('web')) === 4);
		await skep.waitForLine(1, 'web', /^web 4\/4/);
		expect(await swarm.running('web')).toHaveLength(4);
		await journaled(skep, [
			{operation: 'scaleService', outcome: 'requested', input: {replicas: 4}, command: 'docker service scale web=4'},
		]);
	});

	test.each(['-1', 'many', '1e9', '3.5'])('"%s" replicas are refused in the form', async count => {
		const skep = open();
		const before = await swarm.versions();

		await choose(skep, 'service', 'web');
		command(skep, 'scaleService');
		await fillIn(skep, count);

		await skep.waitForDialog(/whole number|at most|too many/);
		expect(skep.dialog()).toContain('Enter go on');
		expect(await swarm.versions()).toEqual(before);
	});

	test('marked services are scaled with one plan', async () => {
		const skep = open();

		await mark(skep, 'service', 'cron', 'mail');
		command(skep, 'scaleService');
		await fillIn(skep, '2');
		const plan = await review(skep, 'docker service scale cron=2');
		expect(plan).toContain('$ docker service scale mail=2');
		await confirm(skep);

		await until('both are scaled', async () => (await replicas('cron')) === 2 && (await replicas('mail')) === 2);
		expect(await replicas('api')).toBe(2);
		await skep.waitForLine(1, 'mail', /^mail 2\/2/);
		await journaled(skep, [
			{target: {name: 'cron'}, outcome: 'requested'},
			{target: {name: 'mail'}, outcome: 'requested'},
		]);
	});

	test('a restart makes every task anew', async () => {
		const skep = open();
		const before = (await swarm.running('api')).map(({ID}) => ID);

		await choose(skep, 'service', 'api');
		command(skep, 'restartService');
		await review(skep, 'docker service update --force api');
		await confirm(skep);

		await until('it is forced', async () => (await swarm.service('api')).Spec.TaskTemplate.ForceUpdate === 1);
		await until('it is through', async () => (await swarm.service('api')).UpdateStatus?.State === 'completed');
		expect((await swarm.running('api')).filter(({ID}) => before.includes(ID))).toEqual([]);
		await journaled(skep, [{operation: 'restartService', outcome: 'requested'}]);
	});

	test('labels of a service change without a restart', async () => {
		const skep = open();
		const before = (await swarm.running('cron')).map(({ID}) => ID).sort();

		await choose(skep, 'service', 'cron');
		command(skep, 'changeLabels');
		await fillIn(skep, 'team=a tier=backend');
		await review(skep, 'docker service update --label-add team=a --label-add tier=backend cron');
		await confirm(skep);

		await until('it has them', async () => (await swarm.service('cron')).Spec.Labels?.['team'] === 'a');
		expect((await swarm.service('cron')).Spec.Labels).toEqual({team: 'a', tier: 'backend'});
		await skep.waitFor(/cron labels changed/);
		expect((await swarm.running('cron')).map(({ID}) => ID).sort()).toEqual(before);
		await journaled(skep, [{operation: 'labelService', outcome: 'requested'}]);
	});

	test('a constraint moves only the tasks that no longer fit; a reservation makes all anew', async () => {
		const skep = open();
		const needs = async () => (await swarm.service('api')).Spec.TaskTemplate as unknown as Needing;
		const isStill = async () => (await swarm.service('api')).UpdateStatus?.State !== 'updating';

		await choose(skep, 'service', 'api');
		await palette(skep, 'constraints, reservations');
		await fillIn(skep, 'node.hostname != work2');
		expect(await review(skep, "docker service update --constraint-add 'node.hostname != work2' api")).toMatch(
			/constraints none -> node.hostname != work2/,
		);
		await confirm(skep);
		await until('it is constrained', async () => (await needs()).Placement?.Constraints?.length === 1);
		// Tasks that fit go on, and where all do, nothing rolls.
		const {ID: work2} = await swarm.node('work2');
		const isOff = async () => (await swarm.running('api')).every(({NodeID}) => NodeID !== work2);
		await until('none is on work2', async () => (await isOff()) && (await isStill()));

		await skep.waitForDialog(/^$/);
		await palette(skep, 'constraints, reservations');
		await nextFields(skep, 2);
		await fillIn(skep, '16MiB');
		await review(skep, 'docker service update --reserve-memory 16777216 api');
		await confirm(skep);
		await until('it reserves', async () => (await needs()).Resources?.Reservations?.MemoryBytes === 16 * 2 ** 20);
		expect((await needs()).Placement?.Constraints).toEqual(['node.hostname != work2']);
		await until('both run anew', async () => (await swarm.service('api')).UpdateStatus?.State === 'completed');
	});

	test('a service is removed once its name is typed; its spec is kept, and where is said', async () => {
		const skep = open();
		const {Spec: spec, ID: id} = await swarm.service('mail');

		await choose(skep, 'service', 'mail');
		command(skep, 'remove');
		expect(await review(skep, 'docker service rm mail')).toContain('tasks of mail stop');
		await confirm(skep, 'mail');

		await skep.waitForDialog(/Its spec is kept in/);
		const file = skep.stateFiles().find(name => /mail.*\.json$/.test(name)) ?? '';
		expect(skep.dialog().replaceAll(' ', '')).toContain(basename(file));
		expect(JSON.parse(readFileSync(`${skep.stateFolder}/${file}`, 'utf8'))).toEqual(spec);
		await expect(swarm.service('mail')).rejects.toThrow('404');
		await journaled(skep, [{operation: 'removeService', outcome: 'requested', target: {id, name: 'mail'}}]);

		skep.press('\u001b');
		await until('it is off the list', () => skep.line(1, 'mail') === undefined);
		await skep.waitForLine(1, 'web', /4\/4/);
	});
});
