import {describe, expect, test} from 'vitest';
import {type Happening, lookForHappenings, nothingSeen} from '../../source/swarm/happenings.ts';
import {joinBursts} from '../../source/swarm/happenings-bursts.ts';
import {connectionHappening, type Heard} from '../../source/swarm/happenings-connection.ts';
import {nodeId} from '../../source/swarm/ids.ts';
import type {Node} from '../../source/swarm/node.ts';
import type {Service} from '../../source/swarm/service.ts';
import type {Snapshot} from '../../source/swarm/snapshot.ts';
import type {Task} from '../../source/swarm/task.ts';
import {
	ago,
	leader,
	manager,
	node,
	now,
	replicated,
	runningTasks,
	service,
	snapshotOf,
	task,
} from '../helpers/builders.ts';

/** What is told of each further look, after a first one that is never news. */
const told = (first: Snapshot, ...looks: readonly Snapshot[]) => {
	let {seen} = lookForHappenings(nothingSeen, first, now);
	return looks.flatMap(snapshot => {
		const look = lookForHappenings(seen, snapshot, now);
		seen = look.seen;
		return look.happenings;
	});
};

const inWords = (happenings: readonly Happening[]) =>
	happenings.map(({kind, name, words}) => `${kind} ${name}: ${words}`);

const [mgr, work1, work2] = [leader('mgr1'), node('worker-1'), node('worker-2')];
const web = service('web');
const tasks = runningTasks(web, [work1, work2]);
const calm = {nodes: [mgr, work1, work2], services: [web], tasks};

const withNode = (changed: Partial<Node>) =>
	snapshotOf({...calm, nodes: [mgr, {...work1, version: 11, updatedAt: ago(5), ...changed}, work2]});
const withService = (changed: Partial<Service>) =>
	snapshotOf({...calm, services: [{...web, version: 21, updatedAt: ago(5), ...changed}]});
const withTasks = (...changed: readonly Task[]) => snapshotOf({...calm, tasks: changed});

test('the first look is no news, nor is the same read again', () => {
	const first = lookForHappenings(nothingSeen, snapshotOf(calm), now);
	expect(first.happenings).toEqual([]);
	const again = {...calm, nodes: calm.nodes.map(one => ({...one})), tasks: calm.tasks.map(one => ({...one}))};
	expect(lookForHappenings(first.seen, snapshotOf({...again, services: [{...web}]}), now).happenings).toEqual([]);
});

describe('nodes', () => {
	test.each<[string, Partial<Node>, Happening['urgency']]>([
		['down, with 2 tasks: heartbeat failure', {state: 'down', stateMessage: 'heartbeat failure'}, 'act'],
		['drained: its tasks move', {availability: 'drain'}, 'look'],
		['paused: no new tasks', {availability: 'pause'}, 'look'],
		['promoted to manager', {role: 'manager'}, 'moving'],
		['labels: + disk=ssd', {labels: {disk: 'ssd'}}, 'none'],
		['engine 28.5.2 -> 29.0.0', {engineVersion: '29.0.0'}, 'none'],
	])('%s', (words, change, urgency) => {
		const [happening, ...rest] = told(snapshotOf(calm), withNode(change));
		expect(rest).toEqual([]);
		expect(happening).toMatchObject({kind: 'node', name: 'worker-1', words, urgency, at: ago(5), by: 'engine'});
		expect(happening?.about).toEqual({kind: 'node', id: work1.id});
	});

	test('one that comes, returns under a new id, or is removed', () => {
		const fresh = node('worker-3', {createdAt: ago(9)});
		const twin = node('worker-1', {id: nodeId('id-other'), createdAt: ago(8)});
		const down = {...work1, state: 'down' as const};
		const first = snapshotOf({...calm, nodes: [mgr, down, work2]});
		expect(inWords(told(first, snapshotOf({...calm, nodes: [mgr, down, fresh, twin]})))).toEqual([
			'node worker-3: joined as a worker',
			'node worker-1: came back under a new id, as a worker; its old entry is down',
			'node worker-2: removed from the swarm',
		]);
	});

	test('a change of leader is one line, though every node reads unknown meanwhile', () => {
		const [two, three] = [manager('mgr2'), manager('mgr3')];
		const first = snapshotOf({nodes: [mgr, two, three, work1]});
		const unknown = snapshotOf({nodes: [mgr, two, three, work1].map(one => ({...one, state: 'unknown', version: 12}))});
		const after = snapshotOf({
			nodes: [manager('mgr1', {reachability: 'unreachable'}, {id: mgr.id}), leader('mgr2', {id: two.id}), three, work1],
		});
		expect(inWords(told(first, unknown, after))).toEqual([
			'node mgr1: unreachable as a manager',
			'node mgr2: leads the managers now',
		]);
		expect(told(first, unknown, after).map(({by}) => by)).toEqual(['seen', 'seen']);
	});

	test('one that was down before the leader changed is told as back only once', () => {
		const down = withNode({state: 'down'});
		expect(inWords(told(down, withNode({state: 'unknown', version: 12}), withNode({version: 13})))).toEqual([
			'node worker-1: ready again',
		]);
	});
});

describe('services', () => {
	const spec = (image: string, more: object = {}) => ({
		Name: 'web',
		TaskTemplate: {ContainerSpec: {Image: image, Env: ['TOKEN=abc'], ...more}},
	});
	const updating = {state: 'updating', startedAt: ago(4), completedAt: undefined, message: undefined} as const;
	const first = withService({version: 20, spec: spec('shop/web:1')});

	test('created, scaled, removed with what ran of it', () => {
		const api = service('api', {createdAt: ago(7), mode: replicated(2), image: 'shop/api:3', stack: 'shop'});
		const happenings = told(
			snapshotOf(calm),
			snapshotOf({...calm, services: [web, api]}),
			withService({mode: replicated(6)}),
		);
		expect(inWords(happenings)).toEqual([
			'service api: created: 2 replicas of shop/api:3',
			'service web: scaled 3 -> 6',
			'service api: removed',
		]);
		expect(happenings.map(({by}) => by)).toEqual(['engine', 'engine', 'seen']);
		expect(inWords(told(snapshotOf(calm), snapshotOf({nodes: calm.nodes, services: [], tasks: []})))).toEqual([
			'service web: removed, with 3 tasks',
		]);
	});

	test('an update is told with its images, by the time the engine has for it', () => {
		const after = withService({image: 'shop/web:2', spec: spec('shop/web:2'), updateStatus: updating});
		const [happening] = told(first, after);
		expect(happening).toMatchObject({kind: 'rollout', words: 'update started: 1 -> 2', at: ago(4), urgency: 'moving'});
	});

	test('what changed is named by its place, never by its value', () => {
		const after = withService({
			spec: spec('shop/web:1', {Env: ['TOKEN=secret'], User: 'nobody'}),
			updateStatus: updating,
		});
		expect(inWords(told(first, after))).toEqual(['rollout web: update started: env TOKEN, user']);
		const labelled = withService({spec: {...spec('shop/web:1'), Labels: {tier: 'front'}}});
		expect(inWords(told(first, labelled))).toEqual(['service web: changed: label tier']);
	});

	test('a forced restart, a rollback by hand, a resumed update', () => {
		const restart = {...spec('shop/web:1'), TaskTemplate: {...spec('shop/web:1').TaskTemplate, ForceUpdate: 1}};
		expect(inWords(told(first, withService({spec: restart, updateStatus: updating})))).toEqual([
			'rollout web: restart started',
		]);
		const paused = withService({
			image: 'shop/web:2',
			spec: spec('shop/web:2'),
			updateStatus: {...updating, state: 'paused', startedAt: ago(60)},
		});
		const back = withService({
			version: 22,
			spec: spec('shop/web:1'),
			updateStatus: {...updating, state: 'rollback_started'},
		});
		expect(inWords(told(paused, back))).toEqual(['rollout web: rollback started: 2 -> 1']);
		const resumed = withService({
			version: 22,
			image: 'shop/web:2',
			spec: spec('shop/web:2'),
			updateStatus: {...updating, startedAt: ago(60)},
		});
		expect(inWords(told(paused, resumed))).toEqual(['rollout web: update resumed']);
	});

	test('a rollback by itself is left to the news of the rollout', () => {
		const rolling = withService({image: 'shop/web:2', spec: spec('shop/web:2'), updateStatus: updating});
		const back = withService({
			version: 22,
			spec: spec('shop/web:1'),
			updateStatus: {...updating, state: 'rollback_started'},
		});
		expect(told(rolling, back)).toEqual([]);
	});
});

describe('tasks', () => {
	const [one, two, three] = tasks as [Task, Task, Task];
	const failed = {
		...one,
		state: 'failed',
		desiredState: 'shutdown',
		stateAt: ago(3),
		error: 'task: non-zero exit (3)',
		exitCode: 3,
	} as const;

	test('one is told in full, by its own time', () => {
		const [happening] = told(snapshotOf(calm), withTasks(failed, two, three));
		expect(happening).toMatchObject({
			kind: 'task',
			name: 'web',
			words: 'slot 1 failed on worker-1: task: non-zero exit (3)',
			urgency: 'look',
			at: ago(3),
		});
	});

	test('many are one line; what had ended is told no more', () => {
		const fresh = [4, 5, 6].map(slot =>
			task(`web-${slot}`, {serviceId: web.id, slot, nodeId: slot === 4 ? work1.id : work2.id, createdAt: ago(2)}),
		);
		const after = withTasks(failed, two, three, ...fresh);
		expect(inWords(told(snapshotOf(calm), after))).toEqual([
			'task web: 1 task failed, 3 started on 2 nodes: task: non-zero exit (3)',
		]);
		expect(told(snapshotOf(calm), after, withTasks(two, three, ...fresh.map(one => ({...one}))))).toHaveLength(1);
	});

	test('those of a service that is new are news; those read for the first time are not', () => {
		const api = service('api');
		const made = runningTasks(api, [work1]);
		const unread = snapshotOf({...calm, services: [web, api]});
		const withoutTasks = {...unread, tasks: new Map([...unread.tasks].filter(([id]) => id !== api.id))};
		const read = snapshotOf({...calm, services: [web, api], tasks: [...tasks, ...made]});
		expect(inWords(told(snapshotOf(calm), withoutTasks, read))).toEqual([
			'service api: created: 3 replicas of shop/web:1',
			'task api: 3 tasks started on worker-1',
		]);
		expect(told(withoutTasks, read)).toEqual([]);
	});

	test('one that no node takes is said once, however often the scheduler tries', () => {
		const waits = task('web-4', {slot: 4, nodeId: undefined, state: 'pending', error: 'no suitable node (2 nodes)'});
		const again = {...waits, version: 40, stateAt: now};
		expect(inWords(told(snapshotOf(calm), withTasks(...tasks, waits), withTasks(...tasks, again)))).toEqual([
			'task web: slot 4 waiting for a node: no suitable node (2 nodes)',
		]);
	});

	test('one that ends by itself asks for a look, one of a job is done', () => {
		const job = service('web', {mode: {kind: 'replicated-job', completions: 3, concurrent: 3}});
		const complete = {...one, state: 'complete', stateAt: ago(1), exitCode: 0} as const;
		expect(told(snapshotOf(calm), withTasks(complete, two, three))).toMatchObject([{urgency: 'look'}]);
		const asJob = (...changed: readonly Task[]) => snapshotOf({...calm, services: [job], tasks: changed});
		expect(told(asJob(...tasks), asJob(complete, two, three))).toMatchObject([
			{urgency: 'none', words: 'slot 1 done on worker-1'},
		]);
	});

	test('many services at once share one line, and it names them', () => {
		const services = Array.from({length: 30}, (_, index) => service(`app-${index}`));
		const all = services.flatMap(of => runningTasks(of, [work1, work2]));
		const stopped = all.map(one => ({...one, state: 'shutdown' as const, desiredState: 'shutdown' as const}));
		const parts = {nodes: calm.nodes, services};
		const [happening, ...rest] = told(snapshotOf({...parts, tasks: all}), snapshotOf({...parts, tasks: stopped}));
		expect(rest).toEqual([]);
		expect(happening).toMatchObject({name: '30 services', words: '90 tasks stopped on 2 nodes', about: undefined});
		expect(happening?.details[0]).toContain('app-29');
	});

	test('what goes on within seconds is joined, what comes later is another line', () => {
		const [first] = told(snapshotOf(calm), withTasks(failed, two, three)) as [Happening];
		const [next] = told(
			withTasks(failed, two, three),
			withTasks(failed, two, three, task('web-9', {slot: 1, nodeId: work2.id, stateAt: ago(1)})),
		) as [Happening];
		expect(joinBursts(first, {...next, seenAt: now + 5000})).toMatchObject({
			words: '1 task failed, 1 started on 2 nodes: task: non-zero exit (3)',
			at: ago(3),
			seenAt: now + 5000,
			details: ['slot 1 failed on worker-1: task: non-zero exit (3)', 'slot 1 started on worker-2'],
		});
		expect(joinBursts(first, {...next, seenAt: now + 16_000})).toBeUndefined();
	});
});

test('how the swarm is heard is told when it changes', () => {
	const said = (before: Heard, after: Heard) => connectionHappening(before, after, now)?.words;
	expect(said({kind: 'connecting'}, {kind: 'live'})).toBeUndefined();
	expect(said({kind: 'stale', since: ago(9)}, {kind: 'stale', since: ago(9)})).toBeUndefined();
	expect(said({kind: 'live'}, {kind: 'electing', since: now})).toMatch(/leader is being elected/);
	expect(said({kind: 'electing', since: ago(60)}, {kind: 'no-quorum', since: now})).toMatch(/^no quorum/);
	expect(said({kind: 'no-quorum', since: ago(40)}, {kind: 'live'})).toBe('answers again, after 40 s');
	expect(said({kind: 'live'}, {kind: 'disconnected', message: 'refused'})).toBe('nothing answers: refused');
});
