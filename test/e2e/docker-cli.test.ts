import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type ServedEngine, serveEngine} from '../../source/simulator/http/server.ts';
import {keepPace, type Pace} from '../../source/simulator/pace.ts';
import {createSimulator, type Simulator} from '../../source/simulator/simulator.ts';
import {fiveNodes} from '../simulator/served.ts';
import {installPackages, labUnavailable} from '../swarm-lab/packages.ts';
import {run} from '../swarm-lab/run.ts';
import {until} from '../swarm-lab/until.ts';

const isInCi = !['', '0', 'false', undefined].includes(process.env['SKEP_CI']);

// Where the tests on real engines install it anyway, it is there for this one, too.
if (isInCi && labUnavailable() === undefined) {
	await installPackages();
}

const hasDocker = spawnSync('docker', ['--version']).status === 0;

if (!hasDocker) {
	console.warn('Skipped "the docker command line": there is no docker here. On Debian: apt-get install docker.io');
}

const stackFile = `
version: '3.8'
services:
  web:
    image: shop/web:1
    networks: [front]
    secrets: [key]
    configs: [settings]
    deploy: {replicas: 2}
networks:
  front: {driver: overlay}
secrets:
  key: {file: ./key.txt}
configs:
  settings: {file: ./settings.txt}
`;

/** Real time without what this process stood still: time there never jumps over what the command line waits to see. */
const evenTime = () => {
	const step = 50;
	let [at, even] = [performance.now(), 0];
	return {
		now: () => {
			const now = performance.now();
			[even, at] = [even + Math.min(now - at, 4 * step), now];
			return even;
		},
		after: (milliseconds: number, run: () => void) => {
			const timer = setTimeout(run, Math.min(milliseconds, step));
			return () => clearTimeout(timer);
		},
	};
};

describe.skipIf(!hasDocker)('the docker command line works on a simulated swarm', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'skep-docker-'));
	const socketPath = path.join(folder, 'docker.sock');
	let simulator: Simulator;
	let engine: ServedEngine;
	let pace: Pace;

	beforeAll(async () => {
		simulator = createSimulator({nodes: fiveNodes, startAt: Date.now()});
		pace = keepPace(simulator.swarm.timeline, 10, evenTime());
		engine = await serveEngine(simulator, {socketPath}, pace);
		writeFileSync(path.join(folder, 'stack.yaml'), stackFile);
		writeFileSync(path.join(folder, 'key.txt'), 'open sesame');
		writeFileSync(path.join(folder, 'settings.txt'), 'colour: blue');
	});

	afterAll(async () => {
		pace.stop();
		await engine.stop();
		rmSync(folder, {recursive: true});
	});

	// Without the settings of whoever runs the tests.
	const env = {PATH: process.env['PATH'], HOME: folder};

	const docker = (...args: string[]) =>
		run('docker', ['--config', folder, '--host', engine.host, ...args], {env, cwd: folder});

	const list = async (...args: string[]) => (await docker(...args)).trim().split('\n');

	/** The command line watches for as long as the service is monitored. */
	const create = (name: string, ...args: string[]) =>
		docker('service', 'create', '--detach=false', '--name', name, '--update-monitor', '200ms', ...args);

	test('nodes are listed with what they are', async () => {
		const [first, second, , , fifth] = await list(
			...['node', 'ls', '--format', '{{.Hostname}} {{.Status}} {{.Availability}} {{.ManagerStatus}}{{.Self}}'],
		);
		expect([first, second, fifth]).toEqual([
			'node-1 Ready Active Leadertrue',
			'node-2 Ready Active Reachablefalse',
			'node-5 Ready Active false',
		]);
	});

	test('a service is created, listed, looked at and removed', async () => {
		const created = await create('web', '--replicas', '3', '--publish', '8080:80', 'shop/web:1');
		expect(created).toMatch(/overall progress: 3 out of 3 tasks[\s\S]*converged/);
		const row = '{{.Name}} {{.Mode}} {{.Replicas}} {{.Image}} {{.Ports}}';
		expect(await list('service', 'ls', '--format', row)).toEqual(['web replicated 3/3 shop/web:1 *:8080->80/tcp']);
		const tasks = await list('service', 'ps', 'web', '--format', '{{.Name}} {{.DesiredState}} {{.CurrentState}}');
		expect(tasks.sort()).toEqual([1, 2, 3].map(slot => expect.stringMatching(`^web.${slot} Running Running`)));
		expect(await docker('service', 'inspect', '--pretty', 'web')).toMatch(/Replicas:\s*3[\s\S]*PublishedPort = 8080/);
		expect(await list('inspect', '--type', 'service', '--format', '{{.Spec.Name}}', 'web')).toEqual(['web']);
		// Without a kind it asks for one after another until there is such a thing.
		const inspected = JSON.parse(await docker('inspect', 'web', 'node-1')) as readonly {readonly Spec: object}[];
		expect(inspected.map(({Spec}) => Spec)).toMatchObject([{Name: 'web'}, {Role: 'manager'}]);
		await docker('service', 'rm', 'web');
		expect(await docker('service', 'ls', '--quiet')).toBe('');
	});

	test('an update is followed until it has converged, and so is its rollback', async () => {
		await create('app', '--replicas', '2', 'shop/web:1');
		// Long enough for a look at the last task before the status says that all is over, also where time goes by in jerks.
		const monitors = ['--update-monitor', '12s', '--rollback-monitor', '12s'];
		const updated = await docker('service', 'update', '--detach=false', ...monitors, '--image', 'shop/web:2', 'app');
		expect(updated).toMatch(/overall progress: 2 out of 2 tasks[\s\S]*converged/);
		const images = () => list('service', 'ps', 'app', '--filter', 'desired-state=running', '--format', '{{.Image}}');
		expect(await images()).toEqual(['shop/web:2', 'shop/web:2']);
		const back = await docker('service', 'rollback', '--detach=false', 'app');
		expect(back).toMatch(/rolling back update: 2 out of 2 tasks[\s\S]*converged/);
		expect(await images()).toEqual(['shop/web:1', 'shop/web:1']);
		expect(await docker('service', 'scale', '--detach=true', 'app=4')).toContain('app scaled to 4');
		await until('four are wanted', async () => (await images()).length === 4);
		await docker('service', 'rm', 'app');
	});

	test('an update that fails is told of, with its task', async () => {
		await create('fragile', '--restart-condition', 'none', '--update-failure-action', 'pause', 'shop/web:1');
		const update = docker(
			...['service', 'update', '--detach=false', '--update-monitor', '5s', '--image', 'shop/web:bad', 'fragile'],
		);
		await expect(update).rejects.toThrow(/service update paused: update paused due to failure or early termination/);
		expect(await docker('service', 'ps', '--no-trunc', 'fragile')).toContain('"task: non-zero exit (3)"');
		await docker('service', 'rm', 'fragile');
	});

	test('logs are told by task and node', async () => {
		await create('talks', 'shop/web:1');
		const lines = await until('a line', async () => {
			const told = await list('service', 'logs', '--tail', '1', '--timestamps', 'talks');
			return told[0] ? told : undefined;
		});
		expect(lines[0]).toMatch(/^\d{4}-\S+Z talks\.1\.[a-z0-9]{12}@node-\d\s+\| \S/);
		await docker('service', 'rm', 'talks');
	});

	test('a drained node loses its tasks, and keeps them away', async () => {
		await create('moved', '--mode', 'global', 'shop/quiet:1');
		expect(await docker('node', 'update', '--availability', 'drain', 'node-4')).toBe('node-4\n');
		const states = () => list('node', 'ps', 'node-4', '--format', '{{.Name}} {{.DesiredState}} {{.CurrentState}}');
		await until('it has stopped', async () => /^moved\S+ Shutdown Shutdown/.test((await states())[0] ?? ''));
		expect(await docker('node', 'inspect', '--pretty', 'node-4')).toMatch(/Availability:\s*Drain/);
		await docker('node', 'update', '--availability', 'active', 'node-4');
		await docker('service', 'rm', 'moved');
	});

	test('a stack is deployed, deployed again, listed and removed', async () => {
		const deploy = () => docker('stack', 'deploy', '--resolve-image', 'never', '--compose-file', 'stack.yaml', 'shop');
		const deployed = await deploy();
		for (const thing of ['network shop_front', 'secret shop_key', 'config shop_settings', 'service shop_web']) {
			expect(deployed).toContain(`Creating ${thing}`);
		}
		const row = () => list('stack', 'services', 'shop', '--format', '{{.Name}} {{.Replicas}}');
		await until('it runs', async () => (await row())[0] === 'shop_web 2/2');
		expect(await deploy()).toContain('Updating service shop_web');
		expect(await list('stack', 'ls', '--format', '{{.Name}} {{.Services}}')).toEqual(['shop 1']);
		expect(await list('stack', 'ps', 'shop', '--format', '{{.Name}}')).toHaveLength(2);
		await expect(docker('secret', 'rm', 'shop_key')).rejects.toThrow('is in use by the following service: shop_web');
		expect(await docker('stack', 'rm', 'shop')).toContain('Removing network shop_front');
		expect(await docker('network', 'ls', '--filter', 'driver=overlay', '--format', '{{.Name}}')).toBe('ingress\n');
	});

	test('secrets, configs and networks are created, looked at and removed', async () => {
		await docker('secret', 'create', '--label', 'team=a', 'key', 'key.txt');
		await docker('config', 'create', 'settings', 'settings.txt');
		await docker('network', 'create', '--driver', 'overlay', 'back');
		const row = '{{.Spec.Name}} {{.Spec.Labels}}';
		expect(await list('secret', 'inspect', '--format', row, 'key')).toEqual(['key map[team:a]']);
		expect(await list('secret', 'ls', '--format', '{{.Name}}')).toEqual(['key']);
		expect(await docker('config', 'inspect', '--pretty', 'settings')).toContain('colour: blue');
		const network = '{{.Name}} {{.Driver}} {{.Scope}} {{(index .IPAM.Config 0).Subnet}}';
		expect((await list('network', 'inspect', '--format', network, 'back'))[0]).toMatch(/^back overlay swarm 10\.0\./);
		await docker('secret', 'rm', 'key');
		await docker('config', 'rm', 'settings');
		await docker('network', 'rm', 'back');
		expect(await docker('secret', 'ls', '--quiet')).toBe('');
	});
});
