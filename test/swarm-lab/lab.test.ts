import {readdir, readFile, readlink} from 'node:fs/promises';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {leftoversOf} from './cleanup.ts';
import {crashesOf} from './engine-process.ts';
import {image} from './images.ts';
import {type Lab, startLab} from './lab.ts';
import {type LabNode, layoutOf} from './layout.ts';
import {installPackages} from './packages.ts';
import {identify, isAlive, type ProcessIdentity, processesOn} from './processes.ts';
import {describeOnLab} from './require-lab.ts';
import {run} from './run.ts';
import {until} from './until.ts';

type RawNode = {
	readonly Description: {readonly Hostname: string};
	readonly Status: {readonly State: string};
	readonly ManagerStatus?: {readonly Leader?: boolean; readonly Reachability: string};
};

type RawTask = {readonly Status: {readonly State: string}};

describeOnLab('a lab of real engines', () => {
	let lab: Lab;
	let secondsToStart: number;
	let manager: LabNode;

	beforeAll(async () => {
		await installPackages();
		const before = performance.now();

		lab = await startLab();
		secondsToStart = (performance.now() - before) / 1000;
		manager = lab.node('mgr1');
	});

	afterAll(async () => lab?.stop());

	const nodes = () => lab.api<readonly RawNode[]>(manager, 'GET', '/nodes');

	const stateOf = async (name: string) =>
		(await nodes()).find(({Description}) => Description.Hostname === name)?.Status.State;

	const running = async (service: string) => {
		const filters = JSON.stringify({service: [service], 'desired-state': ['running']});
		const tasks = await lab.api<readonly RawTask[]>(manager, 'GET', `/tasks?filters=${encodeURIComponent(filters)}`);

		return tasks.filter(({Status}) => Status.State === 'running').length;
	};

	test('five nodes are a swarm, soon, with three managers and one leader', async () => {
		const all = await nodes();
		const managers = all.flatMap(({ManagerStatus}) => ManagerStatus ?? []);

		console.log(`The lab was up in ${secondsToStart.toFixed(1)} s`);
		// Some 5 s where nothing else goes on.
		expect(secondsToStart).toBeLessThan(60);
		expect(all.map(({Description}) => Description.Hostname).sort()).toEqual(['mgr1', 'mgr2', 'mgr3', 'work1', 'work2']);
		expect(managers.map(({Reachability}) => Reachability)).toEqual(['reachable', 'reachable', 'reachable']);
		expect(managers.filter(({Leader}) => Leader)).toHaveLength(1);
	});

	test('every node can run the images, and prints their logs', async () => {
		await lab.docker(manager, 'service', 'create', '-q', '-d', '--name', 'web', '--replicas', '6', image('shop/web:1'));

		await until('6 tasks run', async () => (await running('web')) === 6);
		await until('a log line from each', async () => {
			const lines = await lab.docker(manager, 'service', 'logs', 'web');

			return [1, 2, 3, 4, 5, 6].every(slot => new RegExp(`^web\\.${slot}\\..* web v1 tick \\d+ on`, 'm').test(lines));
		});
	});

	test('a killed node is down for the managers, and ready once it is back', async () => {
		const worker = lab.node('work1');

		await lab.kill(worker);
		await until('work1 is down', async () => (await stateOf('work1')) === 'down');
		await expect(lab.api(worker, 'GET', '/_ping')).rejects.toThrow();
		await until('its tasks run elsewhere', async () => (await running('web')) >= 6);

		await lab.restart(worker);
		await until('work1 is ready', async () => (await stateOf('work1')) === 'ready');
	});

	test('a node that is cut off runs on by itself, and is ready again once the cable is back', async () => {
		const worker = lab.node('work2');

		await lab.cutOff(worker);
		await until('work2 is down', async () => (await stateOf('work2')) === 'down');
		expect(await lab.docker(worker, 'ps', '--quiet')).not.toBe('');

		await lab.heal(worker);
		await until('work2 is ready', async () => (await stateOf('work2')) === 'ready');
	});

	test('a killed leader is replaced, and comes back as a follower', async () => {
		await lab.kill(manager);
		manager = lab.node('mgr2');
		const leader = await until('there is another leader', async () =>
			(await nodes()).find(({Description, ManagerStatus}) => ManagerStatus?.Leader && Description.Hostname !== 'mgr1'),
		);

		await lab.restart(lab.node('mgr1'));
		await until('three managers are reachable', async () => {
			const reachable = (await nodes()).filter(({ManagerStatus}) => ManagerStatus?.Reachability === 'reachable');

			return reachable.length === 3;
		});
		expect(leader.Description.Hostname).toMatch(/mgr[23]/);
	});

	test('an engine that crashes is started again, and its last words are kept', async () => {
		const worker = lab.node('work2');
		const engineOf = async () => {
			const inside = await processesOn([worker.namespace]);
			const names = await Promise.all(inside.map(id => readFile(`/proc/${id}/comm`, 'utf8').catch(() => '')));

			return inside[names.indexOf('dockerd\n')];
		};
		const before = await engineOf();

		// A Go program answers this signal as it does a panic of its own.
		process.kill(before ?? Number.NaN, 'SIGABRT');
		await until('another engine answers', async () => {
			const now = await engineOf();

			return now !== undefined && now !== before && lab.api(worker, 'GET', '/info');
		});
		expect(await crashesOf(worker)).toEqual([expect.stringContaining('SIGABRT')]);
		await until('work2 is ready', async () => (await stateOf('work2')) === 'ready');
	});

	test('an extra engine is in no swarm; refusals come in the engine’s own words', async () => {
		const solo = await lab.startEngine('solo1');
		const info = await lab.api<{Name: string; Swarm: {LocalNodeState: string}}>(solo, 'GET', '/info');

		expect(info).toMatchObject({Name: 'solo1', Swarm: {LocalNodeState: 'inactive'}});
		await expect(lab.api(solo, 'GET', '/nodes')).rejects.toThrow('503 {"message":"This node is not a swarm manager');
		await expect(lab.docker(solo, 'node', 'ls')).rejects.toThrow('This node is not a swarm manager');
	});

	test('what a killed run leaves behind ends with it, and the next start removes the rest', async () => {
		const orphan = layoutOf(`orphan${process.pid}`);
		const script = `const {startLab} = await import(${JSON.stringify(new URL('lab.ts', import.meta.url).href)});
			await startLab({prefix: '${orphan.prefix}', managers: 1, workers: 0});
			process.kill(process.pid, 'SIGKILL');`;
		const hasProcesses = async () => (await leftoversOf(orphan)).some(thing => thing.startsWith('process'));

		await expect(run(process.execPath, ['--input-type=module', '--eval', script])).rejects.toMatchObject({
			cause: {signal: 'SIGKILL'},
		});
		await until('its engine is gone', async () => !(await hasProcesses()));

		await (await startLab({managers: 0, workers: 0})).stop();
		expect(await leftoversOf(orphan)).toEqual([]);
	});

	test('a prefix that is in use is refused', async () => {
		await expect(startLab({prefix: lab.layout.prefix})).rejects.toThrow(`belongs to process ${process.pid}`);
		expect(await nodes()).toHaveLength(5);
	});

	test('a second lab beside it is a swarm of its own; stopping it leaves nothing of it behind', async () => {
		const other = await startLab({managers: 1, workers: 1});
		const [first] = other.nodes;

		await other.docker(other.node('mgr1'), 'service', 'create', '-q', '--name', 'quiet', image('shop/quiet:1'));
		const before = await processesOf(other);
		await other.stop();

		// Two nodes, each with a shell, dockerd and containerd; a shim, the container's shell and its sleep on one of them.
		expect(before.length).toBeGreaterThanOrEqual(9);
		expect(await Promise.all(before.map(isAlive))).not.toContain(true);
		expect(await leftoversOf(other.layout)).toEqual([]);
		await expect(other.api(first as LabNode, 'GET', '/_ping')).rejects.toThrow();
		expect(await nodes()).toHaveLength(5);
	});
});

/** All processes of a lab: those in the process namespaces of its nodes and in the control groups of its containers. */
async function processesOf(lab: Lab): Promise<readonly ProcessIdentity[]> {
	const outside = await processNamespaceOf('self');
	const onNetwork = await processesOn(lab.nodes.map(node => node.namespace));
	const inNodes = await Promise.all(onNetwork.map(processNamespaceOf));
	const namespaces = new Set(inNodes.filter(namespace => namespace && namespace !== outside));
	const ids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
	const found = ids.map(async id => {
		const groups = await readFile(`/proc/${id}/cgroup`, 'utf8').catch(() => '');
		const isOfLab = namespaces.has(await processNamespaceOf(id)) || groups.includes(`/${lab.layout.prefix}-`);

		return isOfLab ? identify(Number(id)) : undefined;
	});

	return (await Promise.all(found)).filter(identity => identity !== undefined);
}

const processNamespaceOf = (id: number | string) => readlink(`/proc/${id}/ns/pid`).catch(() => undefined);
