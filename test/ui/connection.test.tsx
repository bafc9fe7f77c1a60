import {expect, test} from 'vitest';
import {openDashboard} from '../helpers/dashboard.tsx';
import {rawNode} from '../helpers/small-engine/build.ts';
import type {SmallEngine} from '../helpers/small-engine/engine.ts';
import {world} from '../helpers/small-engine/world.ts';
import {calmWorld, plainWorld} from './worlds.ts';

const swarm = (state: string, more = {}) => ({
	Swarm: {LocalNodeState: state, ControlAvailable: false, NodeID: '', NodeAddr: '', Error: '', ...more},
});

type Case = readonly [what: string, prepare: (small: SmallEngine) => () => void, said: readonly RegExp[]];

const info =
	(over: Record<string, unknown>) =>
	({world}: SmallEngine) => {
		world.info = over;
		return () => {
			world.info = {};
		};
	};

const cases: readonly Case[] = [
	[
		'in no swarm',
		info(swarm('inactive')),
		[/is not in a swarm/, /docker swarm init/, /docker swarm join-token worker/],
	],
	['locked', info(swarm('locked')), [/is locked/, /docker swarm unlock$/m]],
	[
		'a worker',
		info(swarm('active', {RemoteManagers: [{NodeID: 'm', Addr: '10.0.0.1:2377'}]})),
		[/is a worker/, /10\.0\.0\.1:2377/, /ssh -t 10\.0\.0\.1 skep/],
	],
	[
		'too old',
		({world}) => {
			world.apiVersion = '1.24';
			return () => {
				world.apiVersion = '1.51';
			};
		},
		[/too old/, /20\.10/],
	],
	['gone', small => small.fault(/./, {hangUp: true}), [/No engine at/, /systemctl status docker/]],
	['garbage', small => small.fault(/./, {noise: true}), [/No engine at/]],
	[
		'not ours to use',
		small => small.fault(/./, {status: 403, message: 'authorization denied'}),
		[/Not allowed/, /usermod/],
	],
];

test.each(cases)('an engine that is %s has its own screen, and skep goes on by itself', async (_, prepare, said) => {
	const cause: {mend: () => void} = {mend: () => {}};
	await using skep = await openDashboard(plainWorld('web'), {
		columns: 80,
		rows: 24,
		isAwaited: false,
		prepare: small => {
			cause.mend = prepare(small);
		},
	});
	await skep.waitFor(said[0] ?? /./);
	for (const sight of said) {
		expect(skep.text()).toMatch(sight);
	}
	expect(skep.text()).toMatch(/goes on by itself/);
	expect(skep.lines()).toHaveLength(24);
	// Nothing there can be changed, and q leaves.
	await skep.press('s', 'D', 'ctrl+d');
	expect(skep.dialog()).toBeUndefined();
	cause.mend();
	await skep.soon(() => skep.cluster.getState().snapshot.hasAllTasks);
	await skep.waitFor(/live\s*$/m);
	await skep.waitFor('web');
	expect(skep.writes()).toEqual([]);
});

test('q leaves where there is no swarm to show', async () => {
	await using skep = await openDashboard(world(), {
		columns: 80,
		rows: 24,
		isAwaited: false,
		prepare: small => small.fault(/./, {hangUp: true}),
	});
	await skep.waitFor('No engine at');
	await skep.press('q');
	expect(skep.hasQuit()).toBe(true);
});

test('an engine that stops leaves its last screen, aged, blocks changes with a reason, and comes back', async () => {
	await using skep = await openDashboard(calmWorld(), {columns: 120, rows: 36});
	await skep.press('1');
	await skep.small.stop();
	await skep.soon(() => skep.cluster.getState().connection.kind === 'disconnected');
	await skep.waitFor(/disconnected/);
	expect(skep.text()).toContain('shop_web');
	expect(skep.context.view.needs()[0]?.cause).toMatch(
		/; other managers, when last heard: mgr2, mgr3; try skep --host ssh:\/\/10\.0\.0\.2$/,
	);
	await skep.press('s');
	expect(skep.dialog()).toBeUndefined();
	await skep.waitFor(/Scale service: no answer from the swarm/);
	await skep.small.start();
	await skep.soon(() => skep.cluster.getState().connection.kind === 'live');
	await skep.waitFor(/live\s*$/m);
	await skep.press('s');
	await skep.soon(() => skep.dialog()?.phase.kind === 'form');
});

test('no leader is said as an election first, then as lost quorum; nothing can be changed meanwhile', async () => {
	await using skep = await openDashboard(calmWorld(), {columns: 120, rows: 36});
	await skep.press('2');
	const message =
		'rpc error: code = Unknown desc = The swarm does not have a leader. It is possible that too few managers are online.';
	const ends = [/^\/(nodes|services|tasks|networks|swarm)/, /^\/events/].map(path =>
		skep.small.fault(path, {status: 503, message}),
	);
	skep.world.info = {Swarm: {...swarm('active').Swarm, ControlAvailable: true, Error: message}};
	skep.small.breakConnections();
	await skep.soon(() => ['electing', 'no-quorum'].includes(skep.cluster.getState().connection.kind));
	await skep.press('D');
	expect(skep.dialog()).toBeUndefined();
	await skep.waitFor(/Drain node: (no leader at the moment|the managers have no quorum)/);
	await skep.soon(() => skep.cluster.getState().connection.kind === 'no-quorum');
	await skep.press('escape');
	await skep.waitFor(/NO QUORUM/);
	expect(skep.text()).toContain('mgr2');
	expect(skep.row(/^ skep @/)).toContain('managers fewer than 2 of 3');
	expect(skep.row(/^ skep @/)).not.toContain('to spare');
	skep.world.info = {};
	for (const end of ends) {
		end();
	}
	await skep.soon(() => skep.cluster.getState().connection.kind === 'live');
	await skep.waitFor(/live\s*$/m);
	expect(skep.writes()).toEqual([]);
});

test('lists say when they are empty, being read, or match nothing', async () => {
	await using skep = await openDashboard(world({nodes: [...plainWorld().nodes, rawNode('extra')]}), {
		columns: 120,
		rows: 36,
	});
	await skep.waitFor('No services yet');
	await skep.press('2', '/');
	await skep.type('nowhere');
	await skep.waitFor('Nothing matches /nowhere');
	await skep.press('escape');
	await skep.waitFor('extra');
	await skep.press('!');
	await skep.waitFor('Nothing is out of order here');
});
