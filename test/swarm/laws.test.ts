import fc from 'fast-check';
import {expect, test} from 'vitest';
import {nodeId} from '../../source/swarm/ids.ts';
import type {Node, NodeState, Reachability} from '../../source/swarm/node.ts';
import {problemsOf} from '../../source/swarm/problems.ts';
import {afterDemoting, afterPromoting, quorumOf} from '../../source/swarm/quorum.ts';
import {demotionOf} from '../../source/swarm/role-change.ts';
import type {UpdateState} from '../../source/swarm/service.ts';
import {type Task, type TaskState, taskStates} from '../../source/swarm/task.ts';
import {verdictOf} from '../../source/swarm/verdict.ts';
import {
	ago,
	manager,
	node,
	now,
	replicated,
	service,
	snapshotOf,
	task,
	templateOf,
	updateStatus,
} from '../helpers/builders.ts';

const hosts = ['a', 'b', 'c', 'd', 'e'];
const states: readonly NodeState[] = ['unknown', 'down', 'ready', 'disconnected'];

const arbitraryNodes = fc.tuple(
	...hosts.map(host =>
		fc
			.record({
				state: fc.constantFrom(...states),
				availability: fc.constantFrom('active' as const, 'pause' as const, 'drain' as const),
				updatedAt: fc.constantFrom(ago(5), ago(1000)),
			})
			.map(changes => node(host, changes)),
	),
);

const spec = templateOf('shop/web:1');
const desired: readonly TaskState[] = ['ready', 'running', 'complete', 'shutdown', 'remove'];

const arbitraryTask = fc
	.record({
		slot: fc.integer({min: 1, max: 4}),
		nodeId: fc.option(
			fc.constantFrom(...hosts, 'unheard-of').map(host => nodeId(`id-${host}`)),
			{nil: undefined},
		),
		state: fc.constantFrom(...taskStates),
		desiredState: fc.constantFrom(...desired),
		createdAt: fc.integer({min: 0, max: 3000}).map(ago),
		template: fc.constantFrom(spec, templateOf('shop/web:0')),
		error: fc.constantFrom(undefined, 'no suitable node'),
	})
	.map((changes): Partial<Task> => ({...changes, stateAt: changes.createdAt + 500}));

const arbitraryTasks = fc
	.array(arbitraryTask, {maxLength: 14})
	.map(all => all.map((changes, index) => task(`t${index}`, changes)));
const updateStates: readonly (UpdateState | undefined)[] = [
	undefined,
	'updating',
	'paused',
	'completed',
	'rollback_started',
	'rollback_paused',
	'rollback_completed',
];

const arbitraryService = fc
	.record({replicas: fc.integer({min: 0, max: 4}), state: fc.constantFrom(...updateStates), isGlobal: fc.boolean()})
	.map(({replicas, state, isGlobal}) =>
		service('web', {
			mode: isGlobal ? {kind: 'global'} : replicated(replicas),
			template: spec,
			updateStatus: state && updateStatus(state),
		}),
	);

const judged = (
	check: (verdict: ReturnType<typeof verdictOf>, tasks: readonly Task[], nodes: readonly Node[]) => void,
) =>
	fc.assert(
		fc.property(arbitraryService, arbitraryTasks, arbitraryNodes, (of, tasks, nodes) => {
			check(verdictOf(of, tasks, snapshotOf({nodes, services: [of], tasks}), now), tasks, nodes);
		}),
		{numRuns: 400},
	);

test('alive is between zero and wanted, and so is updated', () => {
	judged(({alive, wanted, updated}) => {
		expect(alive).toBeGreaterThanOrEqual(0);
		expect(alive).toBeLessThanOrEqual(wanted);
		expect(updated).toBeLessThanOrEqual(alive);
	});
});

test('alive is never more than the tasks that run on nodes that are heard', () => {
	judged(({alive}, tasks, nodes) => {
		const heard = nodes.filter(
			({state, updatedAt}) => state === 'ready' || (state === 'unknown' && updatedAt === ago(5)),
		);
		const running = tasks.filter(item => item.state === 'running' && heard.some(({id}) => id === item.nodeId));
		expect(alive).toBeLessThanOrEqual(running.length);
	});
});

test('converged only with every wanted slot alive and updated', () => {
	judged(({alive, wanted, updated, state}) => {
		expect(state.kind === 'converged' && (alive < wanted || updated < wanted)).toBe(false);
	});
});

test('the order in which tasks arrive changes nothing', () => {
	fc.assert(
		fc.property(arbitraryService, arbitraryTasks, arbitraryNodes, (of, tasks, nodes) => {
			const snapshot = snapshotOf({nodes, services: [of], tasks});
			const distinct = tasks.map((item, index) => ({
				...item,
				createdAt: item.createdAt + index,
				stateAt: item.stateAt + index,
			}));
			expect(verdictOf(of, distinct.toReversed(), snapshot, now)).toEqual(verdictOf(of, distinct, snapshot, now));
		}),
		{numRuns: 400},
	);
});

test('problems come worst first, one for each thing, the same every time', () => {
	fc.assert(
		fc.property(arbitraryService, arbitraryTasks, arbitraryNodes, (of, tasks, nodes) => {
			const snapshot = snapshotOf({nodes, services: [of], tasks});
			const problems = problemsOf(snapshot, now);
			const ranks = problems.map(({urgency}) => ['act', 'look', 'moving'].indexOf(urgency));
			expect(ranks).toEqual(ranks.toSorted());
			expect(new Set(problems.map(({subject}) => JSON.stringify(subject))).size).toBe(problems.length);
			expect(problemsOf(snapshot, now)).toEqual(problems);
		}),
	);
});

const reachabilities: readonly Reachability[] = ['unknown', 'unreachable', 'reachable'];
const arbitraryManagers = fc
	.array(fc.constantFrom(...reachabilities), {minLength: 1, maxLength: 9})
	.map(
		all =>
			new Map(
				[...all.map((reachability, index) => manager(`m${index}`, {reachability})), node('w')].map(item => [
					item.id,
					item,
				]),
			),
	);

test('spare is never negative, and quorum is kept while there is any', () => {
	fc.assert(
		fc.property(arbitraryManagers, nodes => {
			const {spare, isKept, reachable, needed} = quorumOf(nodes);
			expect(spare).toBe(Math.max(0, reachable - needed));
			expect(spare > 0 && !isKept).toBe(false);
		}),
	);
});

test('one more reachable manager never loses quorum or spare', () => {
	fc.assert(
		fc.property(arbitraryManagers, nodes => {
			const before = quorumOf(nodes);
			const silent = [...nodes.values()].find(({manager: status}) => status && status.reachability !== 'reachable');
			const healed = new Map(nodes);
			silent && healed.set(silent.id, manager(silent.hostname));
			const after = quorumOf(healed);
			expect(after.spare).toBeGreaterThanOrEqual(before.spare);
			expect(before.isKept && !after.isKept).toBe(false);
		}),
	);
});

test('promoting and demoting again is as before', () => {
	fc.assert(
		fc.property(arbitraryManagers, nodes => {
			const promoted = afterPromoting(nodes, nodeId('id-w'));
			const map = new Map(nodes).set(nodeId('id-w'), manager('w'));
			expect(quorumOf(map)).toEqual(promoted);
			expect(afterDemoting(map, nodeId('id-w'))).toEqual(quorumOf(nodes));
		}),
	);
});

test('demoting a silent manager is refused only where quorum is lost already, or it is the last', () => {
	fc.assert(
		fc.property(arbitraryManagers, nodes => {
			for (const {id, manager: status} of nodes.values()) {
				const {before, refusal} = demotionOf(nodes, id);
				expect(status?.reachability !== 'reachable' && before.isKept && refusal !== undefined).toBe(false);
			}
		}),
	);
});
