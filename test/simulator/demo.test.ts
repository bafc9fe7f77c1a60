import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, statSync} from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {RawNode, RawService, RawTask} from '../../source/engine/decode/raw.ts';
import {startDemo} from '../../source/simulator/start-demo.ts';
import {demoSwarm} from '../../source/simulator/worlds/demo.ts';
import {largeSwarm} from '../../source/simulator/worlds/large.ts';
import {ask} from './client.ts';
import {type Served, serving} from './served.ts';

const startAt = Date.UTC(2026, 10, 21, 12, 0, 0);

const services = async (swarm: Served) => {
	const all = (await swarm.get('/services?status=true')) as readonly RawService[];
	return new Map(all.map(service => [service.Spec?.Name ?? '', service]));
};

const tasksOf = (swarm: Served, service: string) =>
	swarm.get(`/tasks?filters=${JSON.stringify({service: [service]})}`) as Promise<readonly RawTask[]>;

const minute = 60_000;

test('the shop has something going on from the first look', async () => {
	await using swarm = await serving(demoSwarm({startAt}));
	const all = await services(swarm);
	expect(all.get('shop_web')?.UpdateStatus?.State).toBe('updating');
	expect(all.get('shop_mailer')?.UpdateStatus?.State).toBe('paused');
	expect(all.get('shop_mailer')?.PreviousSpec?.TaskTemplate?.ContainerSpec?.Image).toBe('shop/mailer:2.1.4');

	const crashed = (await tasksOf(swarm, 'shop_mailer')).filter(({Status}) => Status?.State === 'failed');
	expect(crashed.length).toBeGreaterThan(2);
	const [pending] = await tasksOf(swarm, 'analytics_trainer');
	expect(pending?.Status).toMatchObject({
		State: 'pending',
		Err: 'no suitable node (scheduling constraints not satisfied on 4 nodes; 1 node not available for new tasks)',
	});
	const nodes = (await swarm.get('/nodes')) as readonly RawNode[];
	expect(nodes.filter(({Spec}) => Spec?.Availability === 'drain')).toHaveLength(1);
	expect(new Date(swarm.simulator.swarm.timeline.now())).toEqual(new Date(startAt));
});

test('its update comes to an end, a rollback mends the mailer, and a label gives the trainer a node', async () => {
	await using swarm = await serving(demoSwarm({startAt}));
	const mailer = (await services(swarm)).get('shop_mailer');
	await swarm.post(`/services/shop_mailer/update?version=${mailer?.Version?.Index}&rollback=previous`, mailer?.Spec);
	const [worker] = (await swarm.get('/nodes?filters={"name":["worker-1"]}')) as readonly RawNode[];
	const Labels = {...worker?.Spec?.Labels, gpu: 'true'};
	await swarm.post(`/nodes/worker-1/update?version=${worker?.Version?.Index}`, {...worker?.Spec, Labels});
	swarm.simulator.advance(5 * minute);

	const all = await services(swarm);
	expect(all.get('shop_web')?.UpdateStatus?.State).toBe('completed');
	expect(all.get('shop_mailer')?.UpdateStatus?.State).toBe('rollback_completed');
	expect(all.get('shop_mailer')?.ServiceStatus).toMatchObject({RunningTasks: 2, DesiredTasks: 2});
	expect(all.get('analytics_trainer')?.ServiceStatus).toMatchObject({RunningTasks: 1, DesiredTasks: 1});
});

test('it survives losing a node, and nothing moves back when that returns', async () => {
	await using swarm = await serving(demoSwarm({startAt}));
	swarm.simulator.kill('manager-3');
	swarm.simulator.advance(2 * minute);
	const isRunning = ({DesiredState, Status}: RawTask) => DesiredState === 'running' && Status?.State === 'running';
	const lost = swarm.simulator.node('manager-3').id;
	const api = (await tasksOf(swarm, 'shop_api')).filter(isRunning);
	expect(api).toHaveLength(4);
	expect(api.map(({NodeID}) => NodeID)).not.toContain(lost);

	swarm.simulator.bringBack('manager-3');
	swarm.simulator.advance(2 * minute);
	expect((await tasksOf(swarm, 'shop_api')).filter(isRunning)).toHaveLength(4);
	expect((await tasksOf(swarm, 'shop_api')).filter(isRunning).map(({NodeID}) => NodeID)).not.toContain(lost);
	const traefik = (await tasksOf(swarm, 'edge_traefik')).filter(isRunning);
	expect(traefik.map(({NodeID}) => NodeID)).toContain(lost);
});

test('one seed makes one run, another seed another', () => {
	const names = (seed: number) => [...demoSwarm({startAt, seed}).swarm.store.tasks.all.values()].map(({raw}) => raw);
	expect(names(5)).toEqual(names(5));
	expect(names(5)).not.toEqual(names(6));
});

test('a large swarm is all up, and answers all of its tasks', async () => {
	await using swarm = await serving(largeSwarm({nodes: 40, services: 100, replicas: 20, startAt}));
	const tasks = (await swarm.get('/tasks')) as readonly RawTask[];
	expect(tasks).toHaveLength(2000);
	expect(tasks.every(({Status}) => Status?.State === 'running')).toBe(true);
	const perNode = Object.values(Object.groupBy(tasks, ({NodeID}) => NodeID ?? '')).map(all => all?.length ?? 0);
	expect(Math.max(...perNode) - Math.min(...perNode)).toBeLessThanOrEqual(2);
	expect([...(await services(swarm)).values()].map(({ServiceStatus}) => ServiceStatus?.RunningTasks)).toEqual(
		Array.from({length: 100}, () => 20),
	);
});

test("a demo serves on a socket that is this user's alone, and leaves nothing behind", async () => {
	const demo = await startDemo();
	const folder = path.dirname(demo.socketPath);
	expect(statSync(folder).mode & 0o777).toBe(0o700);
	const {json} = await ask(demo.socketPath, 'GET', '/info');
	expect(json).toMatchObject({Swarm: {Nodes: 5, Managers: 3}});
	await demo.stop();
	expect(existsSync(folder)).toBe(false);
});

test('a demo that is ended while skep still starts leaves nothing behind, either', async () => {
	const module = path.join(import.meta.dirname, '..', '..', 'source', 'simulator', 'start-demo.ts');
	const script = `const {startDemo} = await import(${JSON.stringify(module)}); console.log((await startDemo()).socketPath)`;
	const child = spawn(process.execPath, ['--input-type=module', '-e', script], {stdio: ['ignore', 'pipe', 'inherit']});
	onTestFinished(() => void child.kill('SIGKILL'));
	const [told] = (await once(child.stdout, 'data')) as [Buffer];
	const folder = path.dirname(told.toString().trim());
	expect(existsSync(folder)).toBe(true);
	child.kill('SIGTERM');
	const [code] = await once(child, 'exit');
	expect(code).toBe(143);
	expect(existsSync(folder)).toBe(false);
});

test('a demo of a given size has that size', async () => {
	const demo = await startDemo({nodes: 7, services: 3, replicas: 2});
	const [nodes, tasks] = await Promise.all(['/nodes', '/tasks'].map(path => ask(demo.socketPath, 'GET', path)));
	await demo.stop();
	expect(nodes?.json).toHaveLength(7);
	expect(tasks?.json).toHaveLength(6);
});
