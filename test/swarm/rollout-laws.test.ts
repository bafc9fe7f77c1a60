import fc from 'fast-check';
import {expect, test} from 'vitest';
import {nodeId} from '../../source/swarm/ids.ts';
import type {Node, NodeState} from '../../source/swarm/node.ts';
import {type Rollout, rolloutOf} from '../../source/swarm/rollout.ts';
import type {Service, UpdateState} from '../../source/swarm/service.ts';
import {type Task, type TaskState, taskStates} from '../../source/swarm/task.ts';
import {progressOf, verdictOf} from '../../source/swarm/verdict.ts';
import {whatFollows} from '../../source/swarm/what-follows.ts';
import {
	ago,
	node,
	now,
	policy,
	replicated,
	service,
	snapshotOf,
	task,
	templateOf,
	updateStatus,
} from '../helpers/builders.ts';

const hosts = ['a', 'b', 'c', 'd'];
const states: readonly NodeState[] = ['down', 'ready', 'ready', 'disconnected'];
const desired: readonly TaskState[] = ['ready', 'running', 'complete', 'shutdown', 'remove'];
const spec = templateOf('shop/web:2');

const arbitraryNodes = fc.tuple(
	...hosts.map(host => fc.constantFrom(...states).map((state): Node => node(host, {state}))),
);

const arbitraryTasks = fc
	.array(
		fc.record({
			slot: fc.integer({min: 1, max: 5}),
			nodeId: fc.option(
				fc.constantFrom(...hosts, 'unheard-of').map(host => nodeId(`id-${host}`)),
				{nil: undefined},
			),
			state: fc.constantFrom(...taskStates),
			desiredState: fc.constantFrom(...desired),
			createdAt: fc.integer({min: 0, max: 200}).map(ago),
			template: fc.constantFrom(spec, templateOf('shop/web:1'), templateOf('shop/web:0')),
			error: fc.constantFrom(undefined, 'no suitable node'),
		}),
		{maxLength: 16},
	)
	.map(all => all.map((changes, index) => task(`t${index}`, {...changes, stateAt: changes.createdAt + index})));

const updateStates: readonly (UpdateState | undefined)[] = [
	undefined,
	'updating',
	'updating',
	'paused',
	'completed',
	'rollback_started',
	'rollback_paused',
	'rollback_completed',
];

const arbitraryService = fc
	.record({
		replicas: fc.integer({min: 0, max: 5}),
		state: fc.constantFrom(...updateStates),
		kind: fc.constantFrom('replicated', 'replicated', 'global', 'replicated-job'),
		parallelism: fc.integer({min: 0, max: 3}),
		delay: fc.constantFrom(0, 2, 30),
		maxFailureRatio: fc.double({min: 0, max: 1, noNaN: true}),
	})
	.map(({replicas, state, kind, ...changes}) => {
		const job = {kind: 'replicated-job', completions: replicas, concurrent: replicas} as const;
		const mode = kind === 'global' ? ({kind} as const) : kind === 'replicated' ? replicated(replicas) : job;
		return service('web', {
			mode,
			template: spec,
			update: policy(changes),
			rollback: policy(changes),
			updateStatus: state && updateStatus(state),
		});
	});

const always = (check: (rollout: Rollout, of: Service, tasks: readonly Task[], nodes: readonly Node[]) => void) =>
	fc.assert(
		fc.property(arbitraryService, arbitraryTasks, arbitraryNodes, (of, tasks, nodes) => {
			check(rolloutOf(of, tasks, snapshotOf({nodes, services: [of]}), now) as Rollout, of, tasks, nodes);
		}),
		{numRuns: 400},
	);

test('the counts add up to the slots', () => {
	always(({counts, slots}) => {
		expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(slots.length);
		expect(new Set(slots.map(({key}) => key)).size).toBe(slots.length);
	});
});

test('no more slots serve than tasks run on living nodes', () => {
	always(({serving}, _, tasks, nodes) => {
		const running = tasks.filter(
			({state, nodeId: at}) => state === 'running' && nodes.some(({id, state: is}) => id === at && is === 'ready'),
		);
		expect(serving.reduce((sum, {slots}) => sum + slots, 0)).toBeLessThanOrEqual(running.length);
	});
});

test('a slot that is done serves with the new spec, and its window is over', () => {
	always(({slots, state}, of) => {
		for (const {serves, newTask, until} of of.mode.kind === 'replicated-job'
			? []
			: slots.filter(({phase}) => phase === 'done')) {
			expect([serves, newTask?.state, until]).toEqual(['new', 'running', undefined]);
			expect(state === 'rolling' && (newTask?.stateAt ?? 0) + 5000 > now).toBe(false);
		}
	});
});

test('what is being verified has a window that is open', () => {
	always(({slots}) => {
		for (const {until, phase} of slots) {
			expect(phase === 'verifying' ? (until ?? 0) > now : until === undefined).toBe(true);
		}
	});
});

test('failures are never more than the slots that they are out of', () => {
	always(({failures}) => {
		expect(failures.slots).toBeLessThanOrEqual(failures.of);
		expect(failures.allowed).toBeLessThanOrEqual(failures.of);
	});
});

test('workers are never more than there are, and time is only told while it rolls', () => {
	always(({busy, policy: {parallelism}, secondsLeft, delayUntil, state, blocked}) => {
		expect(busy <= (parallelism || Infinity)).toBe(true);
		expect(state !== 'rolling' && (secondsLeft !== undefined || delayUntil !== undefined || busy > 0)).toBe(false);
		expect(secondsLeft !== undefined && (secondsLeft < 0 || blocked !== undefined)).toBe(false);
	});
});

test('the services pane and the cockpit tell the same time and the same number of updated slots', () => {
	always(({secondsLeft, serving, wanted}, of, tasks, nodes) => {
		const snapshot = snapshotOf({nodes, services: [of]});
		const progress = progressOf(of, tasks, snapshot, now);
		const renewed = serving.filter(({isNew}) => isNew).reduce((sum, {slots}) => sum + slots, 0);
		expect(progress?.secondsLeft).toBe(secondsLeft);
		expect(of.mode.kind === 'replicated-job' ? undefined : progress?.updated).toBe(
			of.mode.kind === 'replicated-job' ? undefined : Math.min(renewed, wanted),
		);
	});
});

test('converged only when every slot is done', () => {
	always(({slots}, of, tasks, nodes) => {
		const {state} = verdictOf(of, tasks, snapshotOf({nodes, services: [of]}), now);
		const open = slots.filter(({phase}) => phase !== 'done').map(({phase}) => phase);
		expect(state.kind === 'converged' ? open.filter(phase => phase !== 'empty') : []).toEqual([]);
	});
});

test('doing nothing has a consequence for every slot that is not well, and for none twice', () => {
	always((rollout, of) => {
		const found = whatFollows(rollout, of);
		const told = found.flatMap(item => ('slots' in item ? item.slots : [])).map(({key}) => key);
		const unwell = rollout.slots.filter(({phase}) => phase !== 'done' && phase !== 'verifying').map(({key}) => key);
		expect(found.length).toBeGreaterThan(0);
		expect(told.toSorted()).toEqual(unwell.toSorted());
	});
});

test('the order in which tasks arrive changes nothing', () => {
	always((rollout, of, tasks, nodes) => {
		const distinct = tasks.map((item, index) => ({...item, createdAt: item.createdAt + index}));
		const snapshot = snapshotOf({nodes, services: [of]});
		expect(rolloutOf(of, distinct.toReversed(), snapshot, now)).toEqual(rolloutOf(of, distinct, snapshot, now));
		expect(rollout).toBeDefined();
	});
});
