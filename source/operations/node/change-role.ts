import {roleForesight, withRole} from '../../swarm/foresight/node-foresight.ts';
import type {NodeId} from '../../swarm/ids.ts';
import type {Node, Role} from '../../swarm/node.ts';
import type {Quorum} from '../../swarm/quorum.ts';
import {demotionOf, promotionOf, type RoleChange} from '../../swarm/role-change.ts';
import {nodeOf, type Snapshot} from '../../swarm/snapshot.ts';
import type {NodeOperation, Plan} from '../operation.ts';
import {docker, nodeArgument} from '../shell.ts';
import type {NodeTarget} from '../target.ts';
import {nodeName, nodeNow, nothingToEnter} from '../targets.ts';
import {agree, listed} from '../words.ts';
import {evictionPlan, evictions} from './evicted.ts';

type Nodes = ReadonlyMap<NodeId, Node>;

type Shared = 'on' | 'danger' | 'isFor' | 'parse' | 'needs' | 'relies' | 'run' | 'isWritten' | 'isSeen';

const changeRole = (role: Role): Pick<NodeOperation<null>, Shared> => ({
	on: 'node',
	danger: 'disruptive',
	isFor: ({saw}) => saw.role !== role,
	parse: nothingToEnter,
	needs: targets => ({nodes: true, tasksOn: targets.map(({id}) => id)}),
	relies: node => ({role: node.role}),
	run: ({engine}, fresh, _input, signal) => engine.updateNode(fresh, {kind: 'role', role}, signal),
	isWritten: now => now?.role === role,
	isSeen({id}, _input, snapshot) {
		const now = nodeOf(snapshot, id);
		return now?.role === role && (now.manager !== undefined) === (role === 'manager');
	},
});

export const promoteNode: NodeOperation<null> = {
	...changeRole('manager'),
	id: 'promoteNode',
	title: 'Promote to manager',
	verb: 'promote',
	doing: 'Promoting',
	done: 'promotion begun',
	blockedBy(target, snapshot) {
		const {role, manager} = nodeNow(target, snapshot);

		if (role === 'worker') {
			return undefined;
		}

		return manager ? 'already a manager' : 'already becoming a manager';
	},
	plan: (targets, _input, snapshot) => planOf(targets, snapshot, 'manager'),
	cli: ({saw}, _input, snapshot) => docker('node', 'promote', nodeArgument(saw, snapshot)),
};

export const demoteNode: NodeOperation<null> = {
	...changeRole('worker'),
	id: 'demoteNode',
	title: 'Demote to worker',
	verb: 'demote',
	doing: 'Demoting',
	done: 'demotion begun',
	blockedBy(target, snapshot) {
		const {role, manager} = nodeNow(target, snapshot);

		if (role === 'worker') {
			return manager ? 'already becoming a worker' : 'already a worker';
		}

		return demotionOf(snapshot.nodes?.items ?? new Map(), target.id).refusal;
	},
	plan(targets, _input, snapshot) {
		const plan = planOf(targets, snapshot, 'worker');
		const standing = targets.flatMap(target => standingLost(target, snapshot));
		return {
			...plan,
			effects: [...plan.effects, ...leadership(targets, snapshot)],
			warnings: [...standing, ...plan.warnings],
		};
	},
	cli: ({saw}, _input, snapshot) => docker('node', 'demote', nodeArgument(saw, snapshot)),
};

const planOf = (targets: readonly NodeTarget[], snapshot: Snapshot, role: Role): Plan => {
	const changeOf = role === 'manager' ? promotionOf : demotionOf;
	const nodes = snapshot.nodes?.items ?? new Map();
	const ids = targets.map(({id}) => id);
	const names = listed(targets.map(target => nodeName(nodeNow(target, snapshot), snapshot)));
	const change = changeOf(nodes, ...ids);
	const foresight = snapshot.hasAllTasks ? roleForesight(snapshot, ids, role, snapshot.nodes?.at ?? 0) : undefined;
	const evicted = evictionPlan(foresight, snapshot);

	return {
		effects: [
			quorumSentence(change),
			`${names} ${agree(ids.length, 'keeps', 'keep')} running what runs there, as far as constraints allow.`,
			...evicted.effects,
		],
		warnings: [
			...change.warnings.map(asSentence),
			...targets
				.map(target => nodeNow(target, snapshot))
				.flatMap(node => evictions(node, withRole(role)(node) ?? node, snapshot)),
			...evicted.warnings,
		],
		refusals: refusalsOf(ids, nodes, changeOf),
		forecast: evicted.forecast,
	};
};

/** The engine is asked one by one: each step must hold a quorum, not only the last. */
const refusalsOf = (
	ids: readonly NodeId[],
	nodes: Nodes,
	changeOf: (nodes: Nodes, ...ids: readonly NodeId[]) => RoleChange,
) => {
	const steps = ids.map((_, index) => changeOf(nodes, ...ids.slice(0, index + 1)).refusal);
	const whole = changeOf(nodes, ...ids).refusal;
	const first = steps.find(step => step !== undefined);

	if (first === undefined || whole !== undefined) {
		return whole === undefined ? [] : [asSentence(whole)];
	}

	return [`${asSentence(first)} Managers that can't be reached go first.`];
};

const asSentence = (clause: string) => `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;

const quorumSentence = ({before, after}: RoleChange) =>
	`Managers ${before.managers} -> ${after.managers}, needed ${before.needed} -> ${after.needed}, to spare ${spareOf(before)} -> ${spareOf(after)}.`;

const spareOf = ({spare, isKept}: Quorum) => (isKept ? `${spare}` : 'none, no quorum');

const standingLost = (target: NodeTarget, snapshot: Snapshot) =>
	target.id === snapshot.self
		? [
				`skep is connected to ${nodeName(nodeNow(target, snapshot), snapshot)} and loses the swarm at once: a worker answers nothing. Connect to another manager to go on.`,
			]
		: [];

const leadership = (targets: readonly NodeTarget[], snapshot: Snapshot) =>
	targets
		.map(target => nodeNow(target, snapshot))
		.filter(({manager}) => manager?.isLeader)
		.map(
			node =>
				`${nodeName(node, snapshot)} is the leader: another manager takes over, and nothing answers for up to 15 s.`,
		);
