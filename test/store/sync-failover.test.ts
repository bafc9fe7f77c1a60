import {expect, test} from 'vitest';
import {createHappenings} from '../../source/store/happenings.ts';
import type {SmallEngine} from '../helpers/small-engine/engine.ts';
import {bigWorld} from '../helpers/small-engine/world.ts';
import {stage} from './stage.ts';

const three = () => stage(bigWorld({nodes: 5, services: 4, replicas: 2}), {others: 2});

type Stage = Awaited<ReturnType<typeof stage>>;

const self = ({snapshot}: Stage) => snapshot().self;
const place = ({cluster}: Stage) => cluster.getState().place?.address;
const isLiveAt = (swarm: Stage, {host, world}: SmallEngine) =>
	swarm.connection().kind === 'live' && place(swarm) === host && self(swarm) === world.self;

const other = ({others}: Stage, index: number) => others[index] ?? expect.fail();

const states = ({cluster}: Stage) => {
	const seen = new Set([cluster.getState().connection.kind]);
	cluster.subscribe(({connection}) => seen.add(connection.kind));
	return seen;
};

test('when a manager dies, the next one is asked, and nothing on screen is lost', async () => {
	await using swarm = await three();
	await swarm.until(() => swarm.snapshot().hasAllTasks);
	const [before, seen] = [swarm.snapshot(), states(swarm)];
	const nodes: number[] = [];
	swarm.cluster.subscribe(({snapshot}) => nodes.push(snapshot.nodes?.items.size ?? 0));
	await swarm.small.stop();
	await swarm.until(() => isLiveAt(swarm, other(swarm, 0)), 5);
	expect(seen).toEqual(new Set(['live']));
	expect(new Set(nodes)).toEqual(new Set([5]));
	expect(swarm.snapshot().services?.items).toBe(before.services?.items);

	await other(swarm, 0).stop();
	await swarm.until(() => isLiveAt(swarm, other(swarm, 1)), 5);
	await swarm.small.start();
	await other(swarm, 1).stop();
	await swarm.until(() => isLiveAt(swarm, swarm.small), 5);
});

test('one that was never there, or is of no use, is passed over at the start', async () => {
	await using swarm = await three();
	await swarm.small.stop();
	other(swarm, 0).world.info = {Swarm: {LocalNodeState: 'active', ControlAvailable: false, NodeID: 'worker'}};
	await swarm.until(() => isLiveAt(swarm, other(swarm, 1)), 5);
	expect(swarm.cluster.getState().places).toHaveLength(3);
});

test('a manager that hangs is left for one that answers', async () => {
	await using swarm = await three();
	await swarm.live();
	swarm.watched.giveUp();
	const end = swarm.small.fault(/./, {never: true});
	swarm.small.breakConnections();
	await swarm.until(() => isLiveAt(swarm, other(swarm, 0)), 30);
	end();
});

test('one that was demoted is left, and its event stream with it', async () => {
	await using swarm = await three();
	await swarm.live();
	await swarm.until(() => swarm.small.listeners() === 1);
	const message =
		'This node is not a swarm manager. Worker nodes can’t be used to view or modify cluster state. Please';
	swarm.small.fault(/^\/(nodes|services|tasks|swarm|networks)/, {status: 503, message});
	await swarm.until(() => isLiveAt(swarm, other(swarm, 0)), 20);
	await swarm.until(() => swarm.small.listeners() === 0 && other(swarm, 0).listeners() === 1, 20);
	expect(swarm.small.connections()).toBe(0);
});

test('when none answers, that of them is shown which says most, with backoff, and the first to come back is used', async () => {
	await using swarm = await three();
	await swarm.live();
	const locked = {Swarm: {LocalNodeState: 'locked', ControlAvailable: false, NodeID: ''}};
	other(swarm, 0).world.info = locked;
	other(swarm, 1).world.info = locked;
	await other(swarm, 1).stop();
	await swarm.small.stop();
	await swarm.until(() => swarm.connection().kind === 'locked', 20);
	expect(place(swarm)).toBe(other(swarm, 0).host);
	expect(swarm.cluster.getState().info?.swarmState).toBe('locked');
	const asked = other(swarm, 0).requests(/info/).length;
	await swarm.time.advance(60_000);
	expect(other(swarm, 0).requests(/info/).length - asked).toBeLessThan(12);
	expect(swarm.connection().kind).toBe('locked');

	other(swarm, 1).world.info = {};
	await other(swarm, 1).start();
	await swarm.until(() => isLiveAt(swarm, other(swarm, 1)), 30);
});

test('a manager of another swarm is no way out', async () => {
	await using swarm = await three();
	await swarm.until(() => swarm.snapshot().swarm !== undefined);
	const before = swarm.snapshot();
	other(swarm, 0).world.info = {
		Swarm: {LocalNodeState: 'active', ControlAvailable: true, NodeID: 'elsewhere', Cluster: {ID: 'another'}},
	};
	await other(swarm, 1).stop();
	await swarm.small.stop();
	await swarm.until(() => swarm.connection().kind === 'stale' || swarm.connection().kind === 'disconnected', 30);
	await swarm.time.advance(20_000);
	expect(swarm.snapshot().services?.items).toEqual(before.services?.items);
	expect(swarm.snapshot().self).toBe(before.self);
	expect(other(swarm, 0).requests(/^\/(services|nodes|tasks)/)).toEqual([]);
});

test('that another engine is asked is among what happened', async () => {
	await using swarm = await three();
	await swarm.live();
	const happenings = createHappenings({cluster: swarm.cluster, now: swarm.time.now});
	await swarm.small.stop();
	await swarm.until(() => isLiveAt(swarm, other(swarm, 0)), 5);
	const {entries} = happenings.store.getState();
	const last = entries.at(entries.length - 1);
	expect(last).toMatchObject({kind: 'connection', words: `asked at ${other(swarm, 0).host} now`});
	expect(last?.details).toEqual([`${swarm.small.host} was asked before`]);
	happenings.stop();
});
