import {expect, test} from 'vitest';
import type {Node} from '../../source/swarm/node.ts';
import {problemsOf} from '../../source/swarm/problems.ts';
import type {Task} from '../../source/swarm/task.ts';
import {
	ago,
	leader,
	manager,
	node,
	now,
	policy,
	replicated,
	runningTasks,
	type SnapshotParts,
	service,
	snapshotOf,
	task,
	templateOf,
	updateStatus,
} from '../helpers/builders.ts';
import {type Frame, framesOf} from '../helpers/recordings.ts';

const nodes = [leader('m1'), node('worker-1'), node('worker-2')];
const lines = (parts: SnapshotParts) =>
	problemsOf(snapshotOf({nodes, ...parts}), now).map(
		({urgency, verdict, name, standing, cause}) => `${urgency}: ${verdict} ${name} ${standing} ${cause}`,
	);
const web = service('web', {mode: replicated(2)});
const [one, two] = runningTasks(web, nodes.slice(1)) as [Task, Task];
const noNode = 'no suitable node (scheduling constraints not satisfied on 3 nodes)';
const pending = {state: 'pending', nodeId: undefined, error: noNode, createdAt: ago(60)} as const;
const crash = (slot: number, seconds: number, changes: Partial<Task> = {}) =>
	task(`f${slot}-${seconds}`, {
		slot,
		state: 'failed',
		desiredState: 'shutdown',
		createdAt: ago(seconds + 1),
		stateAt: ago(seconds),
		exitCode: 3,
		error: 'task: non-zero exit (3)',
		...changes,
	});

test('a healthy swarm with one manager needs nobody', () => {
	expect(lines({services: [web], tasks: [one, two]})).toEqual([]);
});

test('what is not known is no problem', () => {
	expect(problemsOf({...snapshotOf({services: [web]}), nodes: undefined}, now)).toEqual([]);
	expect(problemsOf({...snapshotOf({nodes, services: [web]}), tasks: new Map()}, now)).toEqual([]);
});

test('drained and paused nodes, one manager, scaled to zero: as someone wanted it', () => {
	const calm = [leader('m1'), node('w1', {availability: 'drain'}), node('w2', {availability: 'pause'})];
	expect(lines({nodes: calm, services: [service('web', {mode: replicated(0)})]})).toEqual([]);
});

test('pending: down when nothing serves, short when something does', () => {
	expect(
		lines({
			services: [web],
			tasks: [
				{...one, ...pending},
				{...two, ...pending},
			],
		}),
	).toEqual([`act: DOWN web 0/2 ${noNode}`]);
	expect(lines({services: [web], tasks: [one, {...two, ...pending}]})).toEqual([`look: SHORT web 1/2 ${noNode}`]);
});

test('a crash loop says how often, where and why', () => {
	const again = {...one, createdAt: ago(2), stateAt: ago(1), updatedAt: ago(1)};
	const tasks = [crash(1, 20), crash(1, 10), again, two];
	expect(lines({services: [web], tasks})).toEqual([
		'act: LOOP web 2/2 2 failures in 10 s, the last in slot 1 on worker-1: task: non-zero exit (3)',
	]);
});

test('exit code 137 names the memory limit, exit code 0 its likely cause', () => {
	const limited = {...web, limits: {cpus: 0, memoryBytes: 256 * 1024 ** 2}};
	const killed = {exitCode: 137, error: 'task: non-zero exit (137)'};
	expect(lines({services: [limited], tasks: [crash(1, 20, killed), crash(1, 10, killed), two]}).join()).toContain(
		'exit 137 (killed; memory limit is 256 MiB)',
	);
	const done = {state: 'complete', exitCode: 0, error: undefined} as const;
	expect(
		lines({
			services: [web],
			tasks: [crash(1, 20, done), crash(1, 10, done), {...one, createdAt: ago(2), state: 'ready'}, two],
		}).join(),
	).toContain('exit 0: it ends by itself');
});

test('of what a runtime says, that which went wrong is left', () => {
	const error =
		'starting container failed: failed to create shim task: OCI runtime create failed: runc create failed: ' +
		'unable to start container process: exec: "/nope": stat /nope: no such file or directory: unknown';
	expect(lines({services: [web], tasks: [crash(1, 20, {error}), crash(1, 10, {error}), two]}).join()).toContain(
		'slot 1: cannot start: exec: "/nope": stat /nope: no such file or directory',
	);
});

test('a global service and a job name the node, and no slot', () => {
	const everywhere = service('agent', {mode: {kind: 'global'}});
	const ends = [crash(1, 20), crash(1, 10)].map(ended => ({...ended, serviceId: everywhere.id, slot: undefined}));
	const [again] = runningTasks(everywhere, nodes.slice(1), {createdAt: ago(2), stateAt: ago(1)});
	expect(lines({services: [everywhere], tasks: [...ends, again as Task]}).join()).toContain(
		'2 failures in 10 s, the last on worker-1: task: non-zero exit (3)',
	);
});

test('a node that lost power and a failed first try on it are no crash loop', () => {
	const lost = crash(1, 20, {createdAt: ago(3000), exitCode: 255, error: 'task: non-zero exit (255)'});
	const early = crash(1, 19, {state: 'rejected', error: 'cannot create a swarm scoped network'});
	const again = {...one, createdAt: ago(14), stateAt: ago(10)};
	expect(lines({services: [web], tasks: [lost, early, again, two]})).toEqual([]);
	expect(
		lines({
			services: [web],
			tasks: [lost, early, crash(1, 5), {...again, createdAt: ago(4), stateAt: ago(1)}, two],
		}).join(),
	).toContain('LOOP web');
});

test('what the engine says of a node it lost is said without how it counts states', () => {
	const stateMessage = 'heartbeat failure for node in "unknown" state';
	const dead = node('worker-1', {state: 'down', stateMessage});
	expect(lines({nodes: [leader('m1'), dead]})).toEqual([
		'look: NODE worker-1 down heartbeat failure; it held no tasks',
	]);
});

test('gave up', () => {
	expect(lines({services: [web], tasks: [crash(1, 20), two]})).toEqual([
		'act: GAVE UP web 1/2 its restart policy allows no more tries in slot 1: task: non-zero exit (3)',
	]);
});

const rolling = service('web', {
	mode: replicated(2),
	image: 'registry.local:5000/shop/web:2.5.0@sha256:0123456789012345678901234567890123456789012345678901234567890123',
	previousImage: 'registry.local:5000/shop/web:2.4.1',
	updateStatus: updateStatus('updating', {startedAt: ago(30)}),
	update: policy({delay: 10, monitor: 5}),
});
const old = {template: templateOf('shop/web:2.4.1')};
const fresh = {template: rolling.template, createdAt: ago(5), stateAt: ago(1), updatedAt: ago(1)};

test('a rollout tells how far it is and how long it takes', () => {
	expect(
		lines({
			services: [rolling],
			tasks: [
				{...one, ...fresh},
				{...two, ...old},
			],
		}),
	).toEqual(['moving: moving web 2/2 2.4.1 -> 2.5.0  new 1 of 2, no failures, about 34 s left']);
});

test('a rollout that finds no node is stuck', () => {
	expect(
		lines({
			services: [rolling],
			tasks: [
				{...one, ...fresh, ...pending},
				{...two, ...old},
			],
		}),
	).toEqual([`look: STUCK web 1/2 2.4.1 -> 2.5.0  new 0 of 2, stuck: ${noNode}`]);
});

test('a paused update tells what failed where, and what still serves', () => {
	const paused = {...rolling, updateStatus: updateStatus('paused', {startedAt: ago(30)})};
	const tasks = [
		crash(1, 10, {template: rolling.template}),
		{...one, ...fresh, state: 'starting'} as const,
		{...two, ...old},
	];
	expect(lines({services: [paused], tasks})).toEqual([
		'act: PAUSED web 1/2 2.4.1 -> 2.5.0 failed in slot 1: task: non-zero exit (3); 1 serves 2.4.1',
	]);
});

test('starting for minutes is worth a look, for seconds it is not', () => {
	const pulling = (seconds: number) =>
		({...two, state: 'preparing', createdAt: ago(seconds), stateAt: ago(seconds)}) as const;
	expect(lines({services: [web], tasks: [one, pulling(30)]})).toEqual([]);
	expect(lines({services: [web], tasks: [one, pulling(300)]})).toEqual([
		'look: SHORT web 1/2 1 task long on the way up: preparing on worker-2 (pulling its image?)',
	]);
});

const dead = node('worker-2', {state: 'down', stateMessage: 'Heartbeat failure', updatedAt: ago(90)});

test('a dead node tells what it held and what became of it', () => {
	const gone = {...two, desiredState: 'shutdown'} as const;
	const elsewhere = task('new', {slot: 2, createdAt: ago(80)});
	const parts = {nodes: [leader('m1'), node('worker-1'), dead], services: [web]};
	expect(lines({...parts, tasks: [one, gone, elsewhere]})).toEqual([
		'look: NODE worker-2 down heartbeat failure; held 1 task: 1 runs elsewhere; docker still counts it',
	]);
	expect(lines({...parts, tasks: [one, gone, {...elsewhere, ...pending}]})).toEqual([
		'act: NODE worker-2 down heartbeat failure; held 1 task: 1 has nowhere to go; docker still counts it',
		`look: SHORT web 1/2 ${noNode}`,
	]);
	expect(lines({...parts, tasks: [one, gone, elsewhere], hasAllTasks: false}).join()).toContain('held at least 1 task');
});

test('nodes that read unknown just after a change of leader are no problem, later they are', () => {
	const unknown = nodes.map((item): Node => ({...item, state: 'unknown'}));
	expect(lines({nodes: unknown, leaderChangedAt: ago(10)})).toEqual([]);
	expect(lines({nodes: unknown, leaderChangedAt: ago(20)})).toHaveLength(3);
});

test('managers: an unreachable one of three leaves none to spare; of five one is to spare', () => {
	const silent = manager('m3', {reachability: 'unreachable'});
	expect(lines({nodes: [leader('m1'), manager('m2'), silent]})).toEqual([
		'look: QUORUM managers 2/3 1 of 3 managers unreachable, none to spare: if one more is lost, nothing can be changed',
		'look: NODE m3 unreachable the leader does not reach this manager; it counts against quorum',
	]);
	expect(lines({nodes: [leader('m1'), manager('m2'), silent, manager('m4'), manager('m5')]})).toEqual([
		'look: NODE m3 unreachable the leader does not reach this manager; it counts against quorum',
	]);
});

test('worst first, then by name', () => {
	const named = (name: string) => service(name, {mode: replicated(1)});
	const stuck = (name: string) => task(name, {serviceId: named(name).id, ...pending});
	const parts = {
		services: ['b', 'a', 'c'].map(named),
		tasks: [stuck('b'), stuck('a'), task('c', {serviceId: named('c').id})],
	};
	expect(
		lines({nodes: [leader('m1'), node('worker-1'), dead], ...parts}).map(line => line.split(' ').slice(0, 3).join(' ')),
	).toEqual(['act: DOWN a', 'act: DOWN b', 'look: NODE worker-2']);
});

test('an update that the engine took back by itself is told until someone changes the service', () => {
	const {service: last, tasks, nodes, at} = framesOf('update-failing-rollback').at(-1) as Frame;
	const later = at + 240_000;
	const line = problemsOf(snapshotOf({nodes, services: [last], tasks, at: later}), later);
	expect(line).toMatchObject([
		{
			urgency: 'look',
			verdict: 'ROLLED BACK',
			name: 'roll-back',
			standing: '4/4',
			since: last.updateStatus?.completedAt,
			cause: '1 -> bad failed in slots 3 and 4: task: non-zero exit (3); back on 1, 4 of 4 serve',
		},
	]);
	const changed = {...last, updateStatus: undefined};
	expect(problemsOf(snapshotOf({nodes, services: [changed], tasks, at: later}), later)).toEqual([]);
});

test('a rollback that someone asked for is no trouble once it is through', () => {
	const {service: last, tasks, nodes, at} = framesOf('manual-rollback').at(-1) as Frame;
	expect(last.updateStatus?.state).toBe('rollback_completed');
	expect(problemsOf(snapshotOf({nodes, services: [last], tasks, at}), at + 60_000)).toEqual([]);
});

test('an old rollback without its tasks says what is still known, and what is worse comes first', () => {
	const undone = {...web, updateStatus: updateStatus('rollback_completed')};
	expect(lines({services: [undone], tasks: [one, two]})).toEqual([
		'look: ROLLED BACK web 2/2 the update failed; 2 of 2 serve',
	]);
	expect(lines({services: [undone], tasks: [one, {...two, ...pending}]})).toEqual([`look: SHORT web 1/2 ${noNode}`]);
});
