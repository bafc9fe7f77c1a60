import {expect, test} from 'vitest';
import type {Connection} from '../../source/store/cluster.ts';
import {noInterest} from '../../source/store/interest.ts';
import {serviceId} from '../../source/swarm/ids.ts';
import {serviceOf} from '../../source/swarm/snapshot.ts';
import {id} from '../helpers/small-engine/build.ts';
import {bigWorld} from '../helpers/small-engine/world.ts';
import {stage} from './stage.ts';

const app = serviceId(id('app-0001'));
const small = () => bigWorld({nodes: 5, services: 4, replicas: 2});
const swarmPaths = /^\/(nodes|services|tasks|swarm|networks|info)/;
const noLeader =
	"rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that too few managers are online. Make sure more than half of the managers are online.";

/** The states that the connection goes through from now on. */
const recordStates = (cluster: Awaited<ReturnType<typeof stage>>['cluster']) => {
	const states: Connection['kind'][] = [cluster.getState().connection.kind];
	cluster.subscribe(({connection}) => {
		if (connection.kind !== states.at(-1)) {
			states.push(connection.kind);
		}
	});
	return states;
};

test('an engine that stops is shown as gone, with the last snapshot, and is live again once it is back', async () => {
	await using swarm = await stage(small());
	await swarm.until(() => swarm.snapshot().hasAllTasks);
	const states = recordStates(swarm.cluster);
	const before = swarm.snapshot();
	const stoppedAt = swarm.time.now();
	await swarm.small.stop();
	await swarm.until(() => swarm.connection().kind === 'disconnected');
	expect(swarm.time.now() - stoppedAt).toBeLessThan(5000);
	expect(swarm.snapshot().services?.items).toBe(before.services?.items);
	const gone = swarm.connection();
	expect(gone).toMatchObject({message: expect.stringContaining(swarm.small.socketPath)});
	expect(gone.kind === 'disconnected' && gone.retryAt > swarm.time.now()).toBe(true);
	await swarm.time.advance(60_000);
	expect(swarm.connection()).toMatchObject({kind: 'disconnected', since: (gone as {since: number}).since});
	Object.assign(swarm.small.world.services[0]?.Spec.Labels ?? {}, {back: 'yes'});
	Object.assign(swarm.small.world.services[0]?.Version ?? {}, {Index: 77});
	await swarm.small.start();
	await swarm.until(() => swarm.connection().kind === 'live', 11);
	expect(serviceOf(swarm.snapshot(), app)?.labels['back']).toBe('yes');
	expect(states).toEqual(['live', 'disconnected', 'live']);
});

test('a connection that breaks once is no news', async () => {
	await using swarm = await stage(small());
	await swarm.until(() => swarm.snapshot().hasAllTasks);
	const states = recordStates(swarm.cluster);
	swarm.small.breakConnections();
	await swarm.time.advance(10_000);
	expect(states).toEqual(['live']);
});

test('an engine that was never there is tried until it is', async () => {
	await using swarm = await stage(small());
	await swarm.small.stop();
	await swarm.until(() => swarm.connection().kind === 'disconnected');
	await swarm.small.start();
	await swarm.live();
});

test('a refresh tries a lost engine at once', async () => {
	await using swarm = await stage(small());
	await swarm.live();
	await swarm.small.stop();
	await swarm.until(() => swarm.connection().kind === 'disconnected');
	await swarm.time.advance(30_000);
	await swarm.small.start();
	swarm.sync.refresh();
	const askedAt = swarm.time.now();
	await swarm.live();
	expect(swarm.time.now() - askedAt).toBeLessThan(500);
});

test('no leader is an election first, a lost quorum when it lasts, and live when it is over', async () => {
	await using swarm = await stage(small());
	await swarm.live();
	const states = recordStates(swarm.cluster);
	const end = swarm.small.fault(/^\/(nodes|services|tasks|swarm|networks)/, {status: 500, message: noLeader});
	swarm.small.world.info = {
		Swarm: {NodeID: swarm.small.world.self, LocalNodeState: 'active', ControlAvailable: true, Error: noLeader},
	};
	await swarm.until(() => swarm.connection().kind === 'electing');
	await swarm.time.advance(15_000);
	expect(swarm.connection().kind).toBe('electing');
	await swarm.until(() => swarm.connection().kind === 'no-quorum');
	expect(swarm.connection()).toMatchObject({message: expect.stringContaining('does not have a leader')});
	expect(swarm.snapshot().services?.items.size).toBe(4);
	swarm.small.world.info = {};
	end();
	await swarm.until(() => swarm.connection().kind === 'live', 5);
	expect(states).toEqual(['live', 'electing', 'no-quorum', 'live']);
});

test('a swarm that is without a leader from the start says so at once', async () => {
	const world = small();
	world.info = {Swarm: {NodeID: world.self, LocalNodeState: 'active', ControlAvailable: true, Error: noLeader}};
	await using swarm = await stage(world);
	swarm.small.fault(/^\/(nodes|services|tasks|swarm|networks)/, {status: 500, message: noLeader});
	await swarm.until(() => swarm.connection().kind === 'no-quorum', 3);
});

test('calls that hang are late, then an election, and all is well with the first that is answered', async () => {
	await using swarm = await stage(small(), {patience: {silences: [], total: 100}});
	await swarm.live();
	const states = recordStates(swarm.cluster);
	swarm.watched.giveUp();
	const end = swarm.small.fault(swarmPaths, {never: true});
	await swarm.until(() => swarm.connection().kind === 'electing');
	end();
	await swarm.live();
	expect(states.filter(state => state !== 'stale')).toEqual(['live', 'electing', 'live']);
});

test('with one manager there is no election to wait for', async () => {
	const world = small();
	for (const node of world.nodes.slice(1)) {
		delete (node as Partial<typeof node>).ManagerStatus;
	}
	await using swarm = await stage(world, {patience: {silences: [], total: 100}});
	await swarm.live();
	const states = recordStates(swarm.cluster);
	swarm.watched.giveUp();
	swarm.small.fault(swarmPaths, {never: true});
	await swarm.until(() => swarm.connection().kind === 'stale');
	await swarm.until(() => swarm.connection().kind === 'disconnected', 120);
	expect(states).toEqual(['live', 'stale', 'disconnected']);
});

test('a silence is shown after four seconds, while the question is still open', async () => {
	await using swarm = await stage(small());
	await swarm.live();
	await swarm.time.advance(5000);
	swarm.watched.giveUp();
	const end = swarm.small.fault(swarmPaths, {never: true});
	const silentSince = swarm.time.now();
	await swarm.until(() => swarm.connection().kind === 'stale');
	expect(swarm.time.now() - silentSince).toBeLessThan(9000);
	await swarm.until(() => swarm.connection().kind === 'electing');
	expect(swarm.connection()).toMatchObject({since: expect.closeTo(silentSince, -4)});
	end();
});

test('garbage is late news, not a crash', async () => {
	await using swarm = await stage(small());
	await swarm.live();
	const end = swarm.small.fault(swarmPaths, {garbage: true});
	await swarm.until(() => swarm.connection().kind === 'stale');
	expect(swarm.snapshot().services?.items.size).toBe(4);
	end();
	await swarm.until(() => swarm.connection().kind === 'live', 15);
});

test('one question that fails while others are answered does not take the screen away', async () => {
	await using swarm = await stage(small());
	await swarm.live();
	const states = recordStates(swarm.cluster);
	swarm.sync.setInterest({...noInterest, visible: [app], tasksOf: [app]});
	swarm.small.fault(/^\/networks/, {status: 500, message: 'something of its own'});
	swarm.small.fault(/^\/swarm/, {garbage: true});
	await swarm.time.advance(20_000);
	expect(states).toEqual(['live']);
});

test('when stopped it asks nothing more and leaves no timer', async () => {
	await using swarm = await stage(small());
	await swarm.until(() => swarm.snapshot().hasAllTasks);
	swarm.sync.stop();
	await swarm.time.advance(1000);
	const before = swarm.small.requests().length;
	await swarm.time.advance(120_000);
	expect(swarm.small.requests().length).toBe(before);
	expect(swarm.time.timers()).toBe(0);
});

test('stopping while it waits for a lost engine leaves no timer either', async () => {
	await using swarm = await stage(small());
	await swarm.small.stop();
	await swarm.until(() => swarm.connection().kind === 'disconnected');
	swarm.sync.stop();
	await swarm.time.advance(1);
	expect(swarm.time.timers()).toBe(0);
});
