import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {afterAll, beforeAll, expect, inject, onTestFinished, test} from 'vitest';
import {bytesOf} from '../helpers/keys.ts';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {hearing} from './hearing.ts';
import {disguises, filesWith, startHeadKeeper, watchProcesses} from './leak-watch.ts';
import {command, confirm, journaled, review} from './operate.ts';
import {openSkep, type Skep} from './skep.ts';
import {askSwarm, type RawTask} from './swarm.ts';

const typed = 'Zq7-typed on a keyboard';
const filed = 'Zq8-read out of a file';
const canaryValue = 'Zq6-seen by everyone';
const rotated = 'Zq9-the value after it';

const open = async (skep: Skep, name: string, title: string) => {
	skep.press(':');
	await skep.waitFor('Enter run');
	skep.type(name);
	await skep.waitFor(`: ${name}`);
	skep.press(bytesOf('enter'));
	await skep.waitFor(title);
};

/** Until a change is on screen and its dialog has closed: what is pressed before that, the dialog takes. */
const untilMade = async (skep: Skep, sight: string | RegExp) => {
	await skep.waitFor(sight);
	await skep.waitForDialog(/^$/);
};

/** Fills in a form from its first field on; `undefined` leaves one as it is, and what is hidden isn't waited for. */
const fill = async (skep: Skep, ...values: readonly (string | undefined)[]) => {
	await skep.waitForDialog(/Enter go on/);
	await hearing(skep);
	for (const [index, value] of values.entries()) {
		if (index > 0) {
			skep.press(bytesOf('tab'));
		}
		if (value !== undefined) {
			skep.type(value);
		}
	}
	skep.press(bytesOf('enter'));
};

const folderOf = () => {
	const made = mkdtempSync(join(tmpdir(), 'skep-given-'));
	onTestFinished(() => rmSync(made, {recursive: true, force: true}));
	return made;
};

type RawFile = {
	readonly ID: string;
	readonly Spec: {readonly Name: string; readonly Data?: string; readonly Labels: object};
};
type RawNetwork = {
	readonly Driver: string;
	readonly Attachable: boolean;
	readonly Options: object;
	readonly IPAM: object;
};

const askTo =
	(lab: () => Lab) =>
	<Answer>(method: string, path: string, body?: unknown) =>
		lab().api<Answer>(lab().node('mgr1'), method, path, body);

describeOnLab('secrets, configs, networks and volumes on a real swarm', () => {
	let lab: Lab;
	const ask = askTo(() => lab);

	beforeAll(async () => {
		lab = await startLab();
	});

	afterAll(async () => lab?.stop());

	const swarm = () => askSwarm(lab, () => lab.node('mgr1'));

	/** What a container of the service reads at a path. */
	const readIn = async (service: string, path: string) => {
		const [task] = await swarm().running(service);
		const host = (await swarm().nodes()).find(({ID}) => ID === task?.NodeID)?.Description.Hostname ?? '';
		const id = (task as RawTask & {Status: {ContainerStatus: {ContainerID: string}}}).Status.ContainerStatus
			.ContainerID;
		return lab.docker(lab.node(host), 'exec', id, 'cat', path);
	};

	test('are made by keyboard and by scripts, and no value is found anywhere', async () => {
		const values = [typed, filed].flatMap(disguises);
		// What is watched for is found where it is: in the name that a process goes by.
		const canary = spawn('sleep', ['60'], {argv0: `canary ${canaryValue}`});
		onTestFinished(() => void canary.kill());
		const processes = watchProcesses([...values, ...disguises(canaryValue)]);
		const proxy = await startHeadKeeper(lab.node('mgr1').socket);
		const given = folderOf();
		const file = join(given, 'db.bin');
		writeFileSync(file, `${filed}\n`);
		const skep = openSkep(proxy.host, {columns: 140, rows: 44});
		await skep.waitFor(/nodes 5\/5/);

		await open(skep, 'showsecrets', 'Secrets 0');
		command(skep, 'add');
		await fill(skep, 'typed', typed, undefined, 'team=shop');
		expect(await review(skep, 'docker secret create --label team=shop typed -')).toContain('No newline is added');
		await confirm(skep);
		await untilMade(skep, 'Secrets 1');
		command(skep, 'add');
		await fill(skep, 'filed', undefined, join(given, 'nowhere'));
		await skep.waitForDialog(/nowhere is not there\./);
		await hearing(skep);
		skep.press(...Array.from({length: 'nowhere'.length}, () => bytesOf('backspace')));
		skep.type('db.bin');
		skep.press(bytesOf('enter'));
		expect(await review(skep, `docker secret create filed ${file}`)).toContain('is a newline: that is part of it');
		await confirm(skep);
		await untilMade(skep, 'Secrets 2');

		skep.press(bytesOf('escape'));
		await skep.waitUntilGone('Secrets 2');
		await open(skep, 'showconfigs', 'Configs 0');
		command(skep, 'add');
		await fill(skep, 'motd', 'hello', undefined, undefined);
		await review(skep, 'docker config create motd -');
		await confirm(skep);
		await untilMade(skep, 'Configs 1');

		/** Asynchronous, as the proxy it talks to lives in this process. */
		const script = async (args: readonly string[], input: string) => {
			const env = {...process.env, HOME: skep.home, XDG_STATE_HOME: skep.home};
			const child = spawn(process.execPath, [inject('program'), '--host', proxy.host, ...args], {env});
			const said = {out: '', err: ''};
			child.stdout.on('data', piece => {
				said.out += piece;
			});
			child.stderr.on('data', piece => {
				said.err += piece;
			});
			child.stdin.end(input);
			const [status] = await once(child, 'close');
			return {status, stdout: said.out, stderr: said.err};
		};
		const piped = await script(['secret', 'create', 'piped', '-'], typed);
		expect([piped.status, piped.stdout, piped.stderr]).toEqual([0, 'secret piped created\n', '']);
		const taken = await script(['secret', 'create', 'piped', '-'], filed);
		expect([taken.status, taken.stdout]).toEqual([1, '']);
		expect(taken.stderr).toContain('There is a secret piped already');

		const secrets = await ask<readonly RawFile[]>('GET', '/secrets');
		expect(secrets.map(({Spec}) => [Spec.Name, Spec.Labels]).sort()).toEqual([
			['filed', {}],
			['piped', {}],
			['typed', {team: 'shop'}],
		]);
		const [motd] = await ask<readonly RawFile[]>('GET', '/configs');
		expect(Buffer.from(motd?.Spec.Data ?? '', 'base64').toString()).toBe('hello');
		const flags = ['typed', 'filed', 'piped'].flatMap(name => ['--secret', name]);
		await swarm().create('reader', image('shop/quiet:1'), [...flags, '--config', 'source=motd,target=/motd'], 1);
		expect(await readIn('reader', '/run/secrets/typed')).toBe(typed);
		expect((await readIn('reader', '/run/secrets/filed')).trimEnd()).toBe(filed);
		expect(await readIn('reader', '/run/secrets/piped')).toBe(typed);
		expect(await readIn('reader', '/motd')).toBe('hello');

		const shown = [skep.output(), piped.stdout, piped.stderr, taken.stdout, taken.stderr].join('\n');
		expect(values.filter(value => shown.includes(value))).toEqual([]);
		expect(filesWith(skep.home, values)).toEqual([]);
		expect(proxy.heads().filter(head => /^POST \S+\/create /.test(head))).toHaveLength(4);
		expect(proxy.heads().filter(head => values.some(value => head.includes(value)))).toEqual([]);
		const {found, looks} = await processes();
		expect(found).toEqual([`/proc/${canary.pid}/cmdline`]);
		expect(looks).toBeGreaterThan(20);
		await journaled(skep, [
			{command: 'docker secret create --label team=shop typed -'},
			{command: `docker secret create filed ${file}`},
			{command: 'docker config create motd -'},
			{command: 'docker secret create piped -'},
		]);
	});

	test('a network and a volume are as they were entered; a subnet that is taken is refused at its field', async () => {
		const skep = openSkep(lab.node('mgr1').host, {columns: 120, rows: 40});
		await skep.waitFor(/nodes 5\/5/);
		await open(skep, 'shownetworks', 'Networks of the swarm 1');
		command(skep, 'add');
		await fill(skep, 'backend', '10.77.0.0/24', '10.77.0.9');
		await review(skep, 'docker network create --driver overlay --subnet 10.77.0.0/24 --gateway 10.77.0.9 backend');
		await confirm(skep);
		await untilMade(skep, 'Networks of the swarm 2');
		await skep.waitFor(/backend +overlay +10\.77\.0\.0\/24/);
		command(skep, 'add');
		await fill(skep, 'other', '10.77.0.0/16');
		await skep.waitForDialog(/10\.77\.0\.0\/16 overlaps 10\.77\.0\.0\/24 of backend/);
		skep.press(bytesOf('escape'));
		await skep.waitForDialog(/^$/);
		const network = await ask<RawNetwork>('GET', '/networks/backend');
		expect(network).toMatchObject({
			Driver: 'overlay',
			Attachable: false,
			IPAM: {Config: [{Subnet: '10.77.0.0/24', Gateway: '10.77.0.9'}]},
		});

		skep.press(bytesOf('escape'));
		await skep.waitUntilGone('Networks of the swarm');
		await open(skep, 'showvolumes', 'Volumes on mgr1');
		command(skep, 'add');
		await fill(skep, 'data', undefined, 'type=nfs o=addr=10.0.0.5,rw device=:/x');
		expect(await review(skep, 'docker volume create --opt type=nfs')).toContain('is made on mgr1');
		await confirm(skep);
		await untilMade(skep, /data +local +no service/);
		expect(await ask('GET', '/volumes/data')).toMatchObject({
			Options: {type: 'nfs', o: 'addr=10.0.0.5,rw', device: ':/x'},
		});
		command(skep, 'remove');
		await review(skep, 'docker volume rm data');
		await confirm(skep, 'data');
		await untilMade(skep, 'This engine has no volumes');
		const {Volumes} = await ask<{Volumes: readonly object[] | null}>('GET', '/volumes');
		expect(Volumes ?? []).toEqual([]);
	});

	/** Tasks that run, and the versions of the secret that they have, asked every 150 ms. */
	const poll = (services: readonly string[]) => {
		const counts = new Map<string, number[]>(services.map(name => [name, []]));
		let isOver = false;
		const over = (async () => {
			while (!isOver) {
				const next = pause(150);
				await Promise.all(services.map(async name => counts.get(name)?.push((await swarm().running(name)).length)));
				await next;
			}
		})();
		const stop = async () => {
			isOver = true;
			await over;
			return counts;
		};
		onTestFinished(async () => void (await stop().catch(() => {})));
		return stop;
	};

	const secretsOf = (task: RawTask) =>
		(task.Spec.ContainerSpec as {readonly Secrets?: readonly {readonly SecretName: string}[]}).Secrets?.map(
			({SecretName}) => SecretName,
		) ?? [];

	test('a secret that three services use is rotated: none below what its update order allows, none left on the old one', async () => {
		const values = disguises(rotated);
		const Data = Buffer.from('the value before').toString('base64');
		await ask('POST', '/secrets/create', {Name: 'db_v1', Labels: {team: 'shop'}, Data});
		const use = ['--secret', 'source=db_v1,target=db,uid=7,gid=8,mode=0400', '--stop-grace-period', '1s'];
		const update = ['--update-monitor', '1s', '--update-delay', '500ms'];
		await Promise.all([
			swarm().create('api', image('shop/quiet:1'), ['--replicas', '3', ...update, ...use], 3),
			swarm().create(
				'web',
				image('shop/quiet:1'),
				['--replicas', '2', '--update-order', 'start-first', ...update, ...use],
				2,
			),
			swarm().create(
				'agent',
				image('shop/quiet:1'),
				['--mode', 'global', '--update-parallelism', '2', ...update, ...use],
				5,
			),
		]);
		const processes = watchProcesses(values);
		const proxy = await startHeadKeeper(lab.node('mgr1').socket);
		const skep = openSkep(proxy.host, {columns: 140, rows: 48});
		await skep.waitFor(/nodes 5\/5/);
		await skep.waitFor(/services \d\/\d whole/);
		const stop = poll(['api', 'web', 'agent']);
		await open(skep, 'showsecrets', 'USED BY');
		skep.press('/');
		skep.type('db_v');
		skep.press(bytesOf('enter'));
		await skep.waitFor(/> +db_v1/);
		command(skep, 'rotate');
		await fill(skep, undefined, rotated);
		const plan = await review(
			skep,
			'docker secret create --label team=shop db_v2 - && docker service update --secret-rm db_v1',
		);
		expect(plan).toContain('agent (/run/secrets/db): 5 slots, 2 at a time, stop-first');
		expect(plan).toMatch(/never fewer than 3 of 5 run.*never fewer than 2 of 3 run.*never fewer than 2 of 2 run/);
		await confirm(skep);
		await skep.waitFor('Rotation of db_v1 to db_v2');
		// Three services, slot by slot.
		await skep.waitFor(/No service has db_v1 any more/, {seconds: 300});
		const counts = await stop();
		const fewest = Object.fromEntries([...counts].map(([name, all]) => [name, Math.min(...all)]));
		const answers = Math.min(...[...counts.values()].map(all => all.length));
		console.log(`fewest running: ${JSON.stringify(fewest)} of api 3, web 2, agent 5, in ${answers} answers each`);

		expect(fewest['api']).toBeGreaterThanOrEqual(2);
		expect(fewest['web']).toBeGreaterThanOrEqual(2);
		expect(fewest['agent']).toBeGreaterThanOrEqual(3);
		expect(answers).toBeGreaterThan(20);
		for (const name of ['api', 'web', 'agent']) {
			const running = (await swarm().tasks(name)).filter(({Status}) => Status.State === 'running');
			expect(running.flatMap(secretsOf).filter(secret => secret !== 'db_v2')).toEqual([]);
			expect(await readIn(name, '/run/secrets/db')).toBe(rotated);
		}
		const api = await ask<{Spec: {TaskTemplate: {ContainerSpec: {Secrets: readonly object[]}}}}>(
			'GET',
			'/services/api',
		);
		expect(api.Spec.TaskTemplate.ContainerSpec.Secrets).toMatchObject([
			{SecretName: 'db_v2', File: {Name: 'db', UID: '7', GID: '8', Mode: 0o400}},
		]);

		// On its page, the one that nobody has any more is offered for removal.
		command(skep, 'remove');
		expect(await review(skep, 'docker secret rm db_v1')).toContain("can't be rolled back to the spec before");
		await confirm(skep, 'db_v1');
		await until('the old one is gone', async () =>
			(await ask<readonly RawFile[]>('GET', '/secrets')).every(({Spec}) => Spec.Name !== 'db_v1'),
		);

		await journaled(skep, [
			{operation: 'createSecret'},
			{operation: 'repointFile'},
			{operation: 'repointFile'},
			{operation: 'repointFile'},
			{operation: 'removeSecret'},
		]);
		expect(values.filter(value => skep.output().includes(value))).toEqual([]);
		expect(filesWith(skep.home, values)).toEqual([]);
		expect(proxy.heads().length).toBeGreaterThan(20);
		expect(proxy.heads().filter(head => values.some(value => head.includes(value)))).toEqual([]);
		expect((await processes()).found).toEqual([]);
	});
});

describeOnLab('an engine of 28.5', () => {
	let lab: Lab;
	const ask = askTo(() => lab);

	beforeAll(async () => {
		lab = await startLab({managers: 1, workers: 0, engineVersion: '28.5'});
	});

	afterAll(async () => lab?.stop());

	test('takes what is made by keyboard', async () => {
		const skep = openSkep(lab.node('mgr1').host, {columns: 120, rows: 40});
		await skep.waitFor(/nodes 1\/1/);
		await open(skep, 'showsecrets', 'Secrets 0');
		command(skep, 'add');
		await fill(skep, 'typed', typed);
		await review(skep, 'docker secret create typed -');
		await confirm(skep);
		await untilMade(skep, 'Secrets 1');
		skep.press(bytesOf('escape'));
		await skep.waitUntilGone('Secrets 1');
		await open(skep, 'showconfigs', 'Configs 0');
		command(skep, 'add');
		await fill(skep, 'motd', 'hello');
		await review(skep, 'docker config create motd -');
		await confirm(skep);
		await untilMade(skep, 'Configs 1');
		skep.press(bytesOf('escape'));
		await skep.waitUntilGone('Configs 1');
		await open(skep, 'shownetworks', 'Networks of the swarm');
		command(skep, 'add');
		await fill(skep, 'backend', '10.77.0.0/24');
		await review(skep, 'docker network create --driver overlay --subnet 10.77.0.0/24 backend');
		await confirm(skep);
		await untilMade(skep, /backend +overlay +10\.77\.0\.0\/24/);
		skep.press(bytesOf('escape'));
		await skep.waitUntilGone('Networks of the swarm');
		await open(skep, 'showvolumes', 'Volumes on mgr1');
		command(skep, 'add');
		await fill(skep, 'data');
		await review(skep, 'docker volume create data');
		await confirm(skep);
		await untilMade(skep, /data +local +no service/);

		expect((await ask<readonly RawFile[]>('GET', '/secrets')).map(({Spec}) => Spec.Name)).toEqual(['typed']);
		expect((await ask<readonly RawFile[]>('GET', '/configs')).map(({Spec}) => Spec.Data)).toEqual([
			Buffer.from('hello').toString('base64'),
		]);
		expect(await ask('GET', '/networks/backend')).toMatchObject({IPAM: {Config: [{Subnet: '10.77.0.0/24'}]}});
		expect(await ask('GET', '/volumes/data')).toMatchObject({Driver: 'local'});
		expect(disguises(typed).filter(value => skep.output().includes(value))).toEqual([]);
	});
});
