import {describe, expect, test} from 'vitest';
import type {Node} from '../../../source/swarm/node.ts';
import {needsNothing} from '../../../source/swarm/placement/needs.ts';
import type {Service} from '../../../source/swarm/service.ts';
import type {Task} from '../../../source/swarm/task.ts';
import {explainPending, explainService} from '../../../source/swarm/why/explain-pending.ts';
import {nearestWords} from '../../../source/swarm/why/nearest.ts';
import {atEaseWords} from '../../../source/swarm/why/words.ts';
import {ago, manager, node, now, replicated, service, snapshotOf, task, templateOf} from '../../helpers/builders.ts';

const gibibyte = 1024 ** 3;

const waiting = (of: Service, changes: Partial<Task> = {}) =>
	task(`${of.name}-waits`, {
		serviceId: of.id,
		nodeId: undefined,
		slot: 1,
		state: 'pending',
		error: 'no suitable node',
		createdAt: ago(60),
		...changes,
	});

const on = (host: Node, of: Service, changes: Partial<Task> = {}) =>
	task(`${of.name}-${host.hostname}`, {serviceId: of.id, nodeId: host.id, reservations: of.reservations, ...changes});

const large = service('ledger', {
	mode: replicated(1),
	reservations: {cpus: 0, memoryBytes: 4 * gibibyte},
	constraints: ['node.labels.disk == ssd', 'node.role != manager'],
	template: {...templateOf('ledger'), needs: {...needsNothing, local: [{kind: 'volume', name: 'ledger_data'}]}},
});
const filler = service('filler', {mode: replicated(1), reservations: {cpus: 0, memoryBytes: 4.5 * gibibyte}});
const ssd = {disk: 'ssd'};
const dead = node('dead', {labels: ssd, state: 'down'});
const full = node('full', {labels: ssd});
const bare = ['b1', 'b2', 'b3'].map(name => node(name, {labels: {disk: 'hdd'}}));
const boss = manager('boss', {}, {labels: ssd});
const world = snapshotOf({
	nodes: [boss, dead, full, ...bare],
	services: [large, filler],
	tasks: [
		waiting(large),
		on(full, filler),
		on(dead, large, {state: 'shutdown', desiredState: 'shutdown', containerId: 'c1', createdAt: ago(600)}),
	],
});
const why = explainService(world, large.id, now);
const [pending] = why?.pending ?? [];

describe('a task that waits', () => {
	test('is explained node by node, nearest first, equal nodes as one', () => {
		expect(
			pending?.rows.map(({nodes, checks}) => [nodes.map(({hostname}) => hostname), checks.map(({words}) => words)]),
		).toEqual([
			[['dead'], ['down']],
			[['full'], ['512 MiB memory short']],
			[['b1', 'b2', 'b3'], ['node.labels.disk is hdd, needs ssd']],
			[['boss'], ['node.role is manager, must not be manager']],
		]);
	});

	test('has the text that the engine writes', () => {
		expect(pending?.expected).toBe(
			'no suitable node (scheduling constraints not satisfied on 4 nodes; 1 node not available for new tasks; insufficient resources on 1 node)',
		);
	});

	test('has waited since it was made', () => {
		expect(pending?.since).toBe(ago(60));
	});

	test('is told where its data is, and that it starts empty elsewhere', () => {
		expect(pending?.data).toMatchObject([{name: 'ledger_data', lastOn: {hostname: 'dead'}}]);
		const [first, ...others] = pending?.fixes ?? [];
		expect(first).toEqual({
			title: 'dead back',
			effects: ['it starts by itself', 'it keeps its data'],
			plan: undefined,
			way: {kind: 'look', node: dead.id},
		});
		expect(others.map(({title}) => title)).toEqual([
			'free 512 MiB memory on full',
			'reserve 3.5 GiB, not 4 GiB',
			'label b1 disk=ssd',
		]);
		expect(others.every(({effects}) => effects.some(effect => effect.includes('EMPTY')))).toBe(true);
		expect(others[0]?.effects[0]).toBe('it reserves for filler.1 4.5 GiB');
		expect(others[1]?.plan).toEqual(['plan', 'update', 'ledger', '--reserve-memory', '3584m']);
	});

	test('can be asked for by itself', () => {
		expect(explainPending(world, waiting(large), now)?.rows).toHaveLength(4);
		expect(explainPending(world, on(full, filler), now)).toBeUndefined();
	});
});

test('a constraint that Swarm has no key for is named, and its removal offered', () => {
	const odd = service('odd', {mode: replicated(1), constraints: ['node.rack == 7']});
	const snapshot = snapshotOf({nodes: bare, services: [odd], tasks: [waiting(odd)]});
	const [found] = explainService(snapshot, odd.id, now)?.pending ?? [];
	expect(found?.rows[0]?.checks[0]?.words).toBe('Swarm knows no node.rack');
	expect(found?.fixes.map(({title}) => title)).toEqual(['drop the constraint node.rack == 7']);
});

test('a host port names who has it, a limit per node how far it is', () => {
	const ports = [{published: 80, target: 80, protocol: 'tcp', mode: 'host'}] as const;
	const [one, two] = [service('one', {ports}), service('two', {ports, maxPerNode: 1, mode: replicated(2)})];
	const [host] = bare as [Node];
	const snapshot = snapshotOf({nodes: [host], services: [one, two], tasks: [on(host, one), waiting(two)]});
	expect(explainService(snapshot, two.id, now)?.pending[0]?.rows[0]?.checks).toMatchObject([
		{rule: 'host-port', words: 'port 80/tcp is taken by one'},
	]);
});

test('a service that needs a host port on more nodes than there are is told so, and offered fewer replicas', () => {
	const ports = [{published: 80, target: 80, protocol: 'tcp', mode: 'host'}] as const;
	const wide = service('wide', {ports, mode: replicated(3)});
	const [first, second] = bare as [Node, Node];
	const tasks = [on(first, wide, {slot: 1}), on(second, wide, {slot: 2}), waiting(wide, {slot: 3})];
	const snapshot = snapshotOf({nodes: [first, second], services: [wide], tasks});
	const [found] = explainService(snapshot, wide.id, now)?.pending ?? [];
	expect(found && nearestWords(found)).toBe('no node fits: b1 2 (a task of its own has port 80/tcp)');
	expect(found?.fixes).toMatchObject([{title: 'want 2 replicas, not 3', way: {kind: 'scale', replicas: 2}}]);
});

test('room is to be made only on a machine that has so much', () => {
	const huge = service('huge', {reservations: {cpus: 0, memoryBytes: 1000 * gibibyte}});
	const snapshot = snapshotOf({nodes: bare, services: [huge], tasks: [waiting(huge)]});
	expect(explainService(snapshot, huge.id, now)?.pending[0]?.fixes.map(({title}) => title)).toEqual([
		'reserve 8 GiB, not 1000 GiB',
	]);
});

test('where only the limit per node is in the way, fewer are offered beside a higher limit, as many as have a place', () => {
	const two = service('two', {maxPerNode: 1, mode: replicated(2)});
	const [host] = bare as [Node];
	const snapshot = snapshotOf({nodes: [host], services: [two], tasks: [on(host, two), waiting(two)]});
	expect(explainService(snapshot, two.id, now)?.pending[0]?.fixes).toMatchObject([
		{title: 'allow 2 per node, not 1', way: {kind: 'needs', values: {maxPerNode: '2'}}},
		{title: 'want 1 replica, not 2', plan: ['plan', 'scale', 'two=1'], way: {kind: 'scale', replicas: 1}},
	]);
});

test('a task that is older than its service is no longer tried, and one without a network is no case for nodes', () => {
	const scaled = service('scaled', {updatedAt: ago(10), previousSpec: {Name: 'scaled'}});
	const lost = service('lost');
	const snapshot = snapshotOf({
		nodes: bare,
		services: [scaled, lost],
		tasks: [waiting(scaled), waiting(lost, {state: 'new', error: undefined})],
	});
	expect(explainService(snapshot, scaled.id, now)?.pending[0]).toMatchObject({forgotten: 1, isUnallocated: false});
	expect(explainService(snapshot, lost.id, now)?.pending[0]).toMatchObject({forgotten: 0, isUnallocated: true});
	// A new leader writes services as they are: the time of that says nothing of their specs.
	const unchanged = {...scaled, previousSpec: undefined};
	const led = snapshotOf({nodes: bare, services: [unchanged], tasks: [waiting(unchanged)]});
	expect(explainService(led, unchanged.id, now)?.pending[0]).toMatchObject({forgotten: 0});
});

test('a global service that no node fits says why, though nothing of it waits', () => {
	const agent = service('agent', {mode: {kind: 'global'}, constraints: ['node.labels.gpu == 1']});
	const unfitOf = (of: Service) =>
		explainService(snapshotOf({nodes: bare, services: [of], tasks: []}), of.id, now)?.unfit ?? [];
	expect(unfitOf({...agent, constraints: []})).toEqual([]);
	expect(unfitOf({...agent, mode: replicated(0)})).toEqual([]);
	expect(atEaseWords({unfit: unfitOf(agent)})).toMatch(
		/^No node fits it, so that it has no task: .*: node\.labels\.gpu is not set, needs 1\.$/,
	);
});

describe('tasks that ended', () => {
	const failing = (of: Service, changes: readonly Partial<Task>[]) => {
		const ended = changes.map((change, at) =>
			task(`${of.name}-${at}`, {
				serviceId: of.id,
				nodeId: bare[at % bare.length]?.id,
				state: 'failed',
				desiredState: 'shutdown',
				stateAt: ago(60 - at),
				...change,
			}),
		);
		return explainService(snapshotOf({nodes: bare, services: [of], tasks: ended}), of.id, now)?.failures;
	};

	test('are grouped by how, with where and when last', () => {
		const web = service('web');
		const same = {error: 'task: non-zero exit (3)', exitCode: 3};
		expect(failing(web, [same, same, {error: 'No such image: shop/web:9', state: 'rejected'}])).toMatchObject([
			{words: 'No such image: shop/web:9', count: 1, nodes: ['b3'], last: ago(58)},
			{words: 'task: non-zero exit (3)', count: 2, nodes: ['b1', 'b2'], hint: undefined},
		]);
	});

	test.each<[Partial<Task>, RegExp, Partial<Service>?]>([
		[
			{error: 'No such image: localhost:5000/a'},
			/localhost is another registry on every node/,
			{image: 'localhost:5000/a'},
		],
		[{error: 'No such image: a:1'}, /is it pushed/],
		[{error: 'pull access denied for a'}, /--with-registry-auth/],
		[{error: 'exec: "/app": permission denied: unknown'}, /the command is not in the image, or may not be run/],
		[
			{
				error:
					"error while mounting volume '/v/_data': failed to mount local volume: mount :/export:/v/_data: no such file or directory",
			},
			/the volume can't be mounted on that node/,
		],
		[{error: 'Bind for 0.0.0.0:80 failed: port is already allocated'}, /something outside the swarm has the port/],
		[
			{error: 'invalid mount config for type "bind": bind source path does not exist: /x'},
			/path has to be on every node/,
		],
		[
			{error: 'task: non-zero exit (137)', exitCode: 137},
			/killed: out of memory\? Its limit is 256 MiB/,
			{limits: {cpus: 0, memoryBytes: 2 ** 28}},
		],
		[{error: 'task: non-zero exit (137): dockerexec: unhealthy container', exitCode: 137}, /health check fails/],
		[{exitCode: 0, state: 'complete'}, /ends by itself/],
	])('are given a hint: %j', (ended, hint, changes = {}) => {
		expect(failing(service('web', changes), [ended])?.[0]?.hint).toMatch(hint);
	});
});
