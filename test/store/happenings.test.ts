import {expect, test} from 'vitest';
import {createCluster} from '../../source/store/cluster.ts';
import {createHappenings} from '../../source/store/happenings.ts';
import type {Snapshot} from '../../source/swarm/snapshot.ts';
import type {Task} from '../../source/swarm/task.ts';
import {ago, leader, node, now, replicated, runningTasks, service, snapshotOf, task} from '../helpers/builders.ts';

const nodes = [leader('mgr1'), node('worker-1'), node('worker-2')];
const web = service('web');
const tasks = runningTasks(web, nodes);
const calm = snapshotOf({nodes, services: [web], tasks});

const watching = (first: Snapshot, capacity?: number) => {
	const cluster = createCluster();
	let time = now;
	const happenings = createHappenings({cluster, now: () => time, ...(capacity === undefined ? {} : {capacity})});
	cluster.setState({snapshot: first, connection: {kind: 'live'}});
	const {store} = happenings;
	return {
		cluster,
		happenings,
		see: (snapshot: Snapshot, after = 1000) => {
			time += after;
			cluster.setState({snapshot});
		},
		version: () => store.getState().version,
		entries: () => {
			const {entries} = store.getState();
			return entries.slice(0, entries.length);
		},
	};
};

const withTasks = (...all: readonly Task[]) => snapshotOf({nodes, services: [web], tasks: all});

test('reading the same again is no entry, and nobody is told', () => {
	const watched = watching(calm);
	for (let round = 0; round < 100; round++) {
		watched.see(
			snapshotOf({
				nodes: nodes.map(one => ({...one})),
				services: [{...web}],
				tasks: tasks.map(one => ({...one})),
				at: now + round,
			}),
		);
	}
	expect(watched.entries()).toEqual([]);
	expect(watched.version()).toBe(0);
});

test('tasks that start one after the other are one entry, until something else happens to their service', () => {
	const watched = watching(calm);
	const fresh = [4, 5, 6, 7].map(slot => task(`web-${slot}`, {serviceId: web.id, slot, stateAt: ago(2)}));
	for (const count of [1, 2, 3]) {
		watched.see(withTasks(...tasks, ...fresh.slice(0, count)), 3000);
	}
	expect(watched.entries().map(({words}) => words)).toEqual(['3 tasks started on worker-1']);
	const scaled = {...web, version: 21, mode: replicated(7), updatedAt: now};
	watched.see(snapshotOf({nodes, services: [scaled], tasks: [...tasks, ...fresh.slice(0, 3)]}));
	watched.see(snapshotOf({nodes, services: [scaled], tasks: [...tasks, ...fresh]}));
	expect(watched.entries().map(({words}) => words)).toEqual([
		'3 tasks started on worker-1',
		'scaled 3 -> 7',
		'slot 7 started on worker-1',
	]);
	expect(watched.entries().map(({id}) => id)).toEqual(['0', '1', '2']);
});

test('a crash loop of an hour is a line a minute, not one for every task', () => {
	const watched = watching(calm);
	let crashed: readonly Task[] = tasks;
	for (let round = 0; round < 600; round++) {
		const at = now + round * 6000;
		const failed = task(`crash-${round}`, {
			serviceId: web.id,
			slot: 9,
			state: 'failed',
			error: 'task: non-zero exit (1)',
			stateAt: at,
		});
		// The engine keeps five of a slot.
		crashed = [...tasks, ...[...crashed.slice(tasks.length), failed].slice(-5)];
		watched.see(withTasks(...crashed), 6000);
	}
	expect(watched.entries().length).toBeGreaterThan(50);
	expect(watched.entries().length).toBeLessThan(70);
	expect(watched.entries().at(-2)?.words).toMatch(/^1[01] tasks failed on worker-1: task: non-zero exit \(1\)$/);
});

test('memory is bounded: the oldest go, and the others keep their ids', () => {
	const watched = watching(calm, 10);
	for (let replicas = 4; replicas < 40; replicas++) {
		watched.see(snapshotOf({nodes, services: [{...web, version: replicas + 20, mode: replicated(replicas)}], tasks}));
	}
	expect(watched.entries()).toHaveLength(10);
	expect(
		watched
			.entries()
			.map(({words}) => words)
			.at(-1),
	).toBe('scaled 38 -> 39');
	expect(watched.entries()[0]?.id).toBe('26');
});

test('silence and its end are entries, and what was missed meanwhile comes after it', () => {
	const watched = watching(calm);
	watched.cluster.setState({connection: {kind: 'electing', since: now}});
	watched.cluster.setState({connection: {kind: 'electing', since: now}});
	watched.cluster.setState({
		connection: {kind: 'live'},
		snapshot: snapshotOf({nodes: [...nodes, node('worker-3', {createdAt: ago(5)})], services: [web], tasks}),
	});
	expect(watched.entries().map(({words}) => words)).toEqual([
		'no answer from the managers: a leader is being elected',
		expect.stringMatching(/^answers again, after/),
		'joined as a worker',
	]);
});

test('once it is stopped it hears nothing more', () => {
	const watched = watching(calm);
	watched.happenings.stop();
	watched.see(snapshotOf({nodes, services: [], tasks: []}));
	expect(watched.entries()).toEqual([]);
});

test('what a burst of tasks would need to go on is let go once it is over', () => {
	const watched = watching(calm);
	watched.see(withTasks(...tasks, task('web-4', {serviceId: web.id, slot: 4, stateAt: now})));
	expect(watched.entries()[0]).toHaveProperty('burst');
	for (let replicas = 4; replicas < 60; replicas++) {
		watched.see(snapshotOf({nodes, services: [{...web, version: replicas + 20, mode: replicated(replicas)}], tasks}));
	}
	expect(watched.entries()[0]).not.toHaveProperty('burst');
	expect(watched.entries()[0]).toMatchObject({words: 'slot 4 started on worker-1', until: now});
});

test('among 20,000 tasks a look costs next to nothing', () => {
	const services = Array.from({length: 1000}, (_, index) => service(`app-${index}`));
	const lists = new Map(
		services.map(of => [of.id, {at: now, items: runningTasks({...of, mode: replicated(20)}, nodes)}]),
	);
	const first = {...snapshotOf({nodes, services}), tasks: lists};
	const watched = watching(first);
	const costs = services.slice(0, 20).map(({id}) => {
		const changed = (lists.get(id)?.items ?? []).map(one => ({...one, state: 'failed' as const}));
		const snapshot = {...first, tasks: new Map(lists).set(id, {at: now, items: changed})};
		// Of the processor: others may have it meanwhile.
		const from = process.cpuUsage();
		watched.see(snapshot);
		return process.cpuUsage(from).user / 1000;
	});
	expect(watched.entries().length).toBeGreaterThan(10);
	expect(Math.min(...costs)).toBeLessThan(5);
});
