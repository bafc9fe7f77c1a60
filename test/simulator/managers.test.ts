import {expect, test} from 'vitest';
import {noLeaderText} from '../../source/simulator/refusal.ts';
import {type Served, served} from './served.ts';

type Node = {
	readonly ID: string;
	readonly Version: {readonly Index: number};
	readonly Spec: {readonly Role: string};
	readonly Status: {readonly State: string};
	readonly ManagerStatus?: {readonly Leader?: boolean; readonly Reachability: string};
};

const nodes = (swarm: Served) => swarm.get('/nodes') as Promise<readonly Node[]>;

const named = async (swarm: Served, name: string) => (await swarm.get(`/nodes/${name}`)) as Node;

const changeRole = async (swarm: Served, name: string, role: string) => {
	const {Version, Spec} = await named(swarm, name);
	return swarm.ask('POST', `/nodes/${name}/update?version=${Version.Index}`, {...Spec, Role: role});
};

/** Lets simulated time pass until the answer is there. */
const whenAnswered = async <T>(swarm: Served, answer: Promise<T>, seconds: number) => {
	let isThere = false;
	const startedAt = swarm.simulator.swarm.timeline.now();
	const seen = answer.then(value => {
		isThere = true;
		return {value, seconds: (swarm.simulator.swarm.timeline.now() - startedAt) / 1000};
	});
	// The request has to reach the engine before its time goes on.
	await swarm.ask('GET', '/_ping');
	for (let step = 0; step < seconds * 10 && !isThere; step += 1) {
		swarm.simulator.advance(100);
		await swarm.ask('GET', '/_ping');
	}
	return seen;
};

test('a dead leader holds up calls until another leads, and then every node is unheard for a moment', async () => {
	await using swarm = await served({}, 'node-2');
	swarm.simulator.kill('node-1');
	const {value, seconds} = await whenAnswered(swarm, nodes(swarm), 30);
	expect(seconds).toBeGreaterThan(12);
	expect(seconds).toBeLessThan(15.5);
	expect(value.map(({Status}) => Status.State)).toContain('unknown');
	expect(value.find(({ManagerStatus}) => ManagerStatus?.Leader)?.ID).not.toBe(swarm.simulator.node('node-1').id);

	const stateOf = async (name: string) => (await named(swarm, name)).Status.State;
	swarm.simulator.advance(20_000);
	// A leader that died before it was missed: its successor waits for six heartbeats, not three.
	expect(await stateOf('node-1')).toBe('unknown');
	swarm.simulator.advance(15_000);
	const later = await nodes(swarm);
	expect(later.map(({Status}) => Status.State).sort()).toEqual(['down', 'ready', 'ready', 'ready', 'ready']);
});

test('without quorum calls wait 20 s in vain, later they fail at once, and all is well when a manager is back', async () => {
	await using swarm = await served();
	expect(swarm.simulator.loseQuorum()).toHaveLength(2);
	const first = await whenAnswered(swarm, swarm.ask('GET', '/services'), 30);
	expect(first.seconds).toBeCloseTo(20, 0);
	expect(first.value).toMatchObject({
		status: 500,
		json: {message: 'rpc error: code = DeadlineExceeded desc = context deadline exceeded'},
	});

	swarm.simulator.advance(30_000);
	const later = await swarm.ask('GET', '/services');
	expect(later).toMatchObject({status: 500, json: {message: `rpc error: code = Unknown desc = ${noLeaderText}`}});
	const info = (await swarm.get('/info')) as {Swarm: {Error: string; ControlAvailable: boolean; Nodes?: number}};
	expect(info.Swarm).toMatchObject({ControlAvailable: true});
	expect(info.Swarm.Error).toContain('does not have a leader');
	expect(info.Swarm.Nodes).toBeUndefined();
	expect((await swarm.ask('GET', '/containers/json')).status).toBe(200);

	swarm.simulator.bringBack('node-3');
	const {value, seconds} = await whenAnswered(swarm, nodes(swarm), 30);
	expect(seconds).toBeLessThan(8);
	expect(value).toHaveLength(5);
});

test('what a swarm without a leader can not do is done when there is one', async () => {
	await using swarm = await served({}, 'node-2');
	await swarm.post('/services/create', {
		Name: 'crash',
		TaskTemplate: {ContainerSpec: {Image: 'demo/crash:1'}, RestartPolicy: {Condition: 'none'}},
	});
	swarm.simulator.advance(600);
	swarm.simulator.kill('node-1');
	swarm.simulator.advance(8000);
	const state = () => [...swarm.simulator.swarm.store.tasks.all.values()].map(({raw}) => raw.Status.State);
	expect(state()).not.toContain('failed');
	swarm.simulator.advance(30_000);
	expect(state()).toEqual(['failed']);
});

test('a worker says that it is none of its business', async () => {
	await using swarm = await served({}, 'node-5');
	const answer = await swarm.ask('GET', '/nodes');
	expect(answer.status).toBe(503);
	expect(answer.text).toContain('This node is not a swarm manager. Worker nodes');
	expect(await swarm.get('/info')).toMatchObject({Swarm: {ControlAvailable: false, LocalNodeState: 'active'}});
});

test('a promoted worker becomes a manager; demoting the one we talk to locks us out', async () => {
	await using swarm = await served();
	await changeRole(swarm, 'node-4', 'manager');
	expect(await named(swarm, 'node-4')).not.toHaveProperty('ManagerStatus');
	swarm.simulator.advance(3000);
	expect(await named(swarm, 'node-4')).toMatchObject({ManagerStatus: {Reachability: 'reachable'}});

	expect((await changeRole(swarm, 'node-1', 'worker')).status).toBe(200);
	swarm.simulator.advance(100);
	expect((await swarm.ask('GET', '/nodes')).status).toBe(503);
});

test('demotions that would cost the quorum, or the last manager, are refused', async () => {
	await using swarm = await served();
	swarm.simulator.kill('node-3');
	const refused = await changeRole(swarm, 'node-2', 'worker');
	expect(refused.status).toBe(400);
	expect(refused.text).toContain("can't remove member from the raft: this would result in a loss of quorum");
	expect((await changeRole(swarm, 'node-3', 'worker')).status).toBe(200);
	swarm.simulator.advance(1000);
	expect((await changeRole(swarm, 'node-2', 'worker')).status).toBe(200);
	swarm.simulator.advance(1000);
	const last = await changeRole(swarm, 'node-1', 'worker');
	expect(last.text).toContain('attempting to demote the last manager of the swarm');
});

test('a manager that is cut off from the others hears no leader', async () => {
	await using swarm = await served();
	swarm.simulator.cut('node-1');
	const {value, seconds} = await whenAnswered(swarm, swarm.ask('GET', '/nodes'), 30);
	expect(seconds).toBeCloseTo(20, 0);
	expect(value.status).toBe(500);
	swarm.simulator.bringBack('node-1');
	swarm.simulator.advance(10_000);
	expect(await nodes(swarm)).toHaveLength(5);
});

test('a node without power answers nobody', async () => {
	await using swarm = await served();
	swarm.simulator.kill('node-1');
	await expect(swarm.ask('GET', '/_ping')).rejects.toThrow();
	swarm.simulator.bringBack('node-1');
	expect((await swarm.ask('GET', '/_ping')).text).toBe('OK');
});
