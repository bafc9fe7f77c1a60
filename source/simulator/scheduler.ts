import {choosePlaces} from '../swarm/placement/choose.ts';
import {explain, isFit, noSuitableNode} from '../swarm/placement/explain.ts';
import {candidateFor, hold, type Tally, tallyOf} from './candidates.ts';
import {demandOf} from './demand-of.ts';
import {type Failures, startFailures} from './failures.ts';
import {type Node, stateOf, type Task} from './objects.ts';
import type {Change} from './store.ts';
import {type Swarm, soon} from './swarm.ts';
import {hasEnded, isRunnable} from './task-order.ts';
import {setState} from './tasks.ts';

const pendingMessage = 'pending task scheduling';

type Round = {
	readonly swarm: Swarm;
	readonly nodes: readonly Node[];
	readonly tallies: ReadonlyMap<string, Tally>;
	readonly failures: Failures;
};

const startRound = (swarm: Swarm, failures: Failures): Round => {
	// Ties between nodes are broken by their order.
	const nodes = swarm.random.shuffled([...swarm.store.nodes.all.values()]);
	return {swarm, nodes, failures, tallies: new Map(nodes.map(node => [node.id, tallyOf(swarm, node)]))};
};

const candidatesOf = ({nodes, tallies, failures}: Round, task: Task) =>
	nodes.map(node => candidateFor(node, tallies.get(node.id) as Tally, task, failures));

const assign = ({swarm, tallies}: Round, task: Task, nodeId: string, message: string) => {
	setState(swarm, task, 'assigned', {message, nodeId});
	hold(swarm, tallies.get(nodeId) as Tally, task);
};

/** Tasks of a global service have their node from the start; it only has to take them. */
const confirm = (round: Round, task: Task) => {
	const node = round.nodes.find(({id}) => id === task.raw.NodeID);
	const candidates = node ? [candidateFor(node, round.tallies.get(node.id) as Tally, task, round.failures)] : [];
	const demand = demandOf(round.swarm, task);
	if (node && candidates.every(candidate => isFit(demand, candidate))) {
		assign(round, task, node.id, 'scheduler confirmed task can run on preassigned node');
		return;
	}
	setState(round.swarm, task, 'pending', {message: pendingMessage, error: explain(demand, candidates)});
};

/** All tasks of one spec at once. */
const place = (round: Round, tasks: readonly Task[]) => {
	const [first] = tasks;
	if (first === undefined) {
		return;
	}
	const demand = demandOf(round.swarm, first);
	const places = choosePlaces(demand, candidatesOf(round, first), tasks.length);
	const placed = tasks.slice(0, places.length);
	for (const [at, task] of placed.entries()) {
		assign(round, task, places[at] as string, 'scheduler assigned task to node');
	}
	const left = tasks.slice(places.length);
	const error = left.length > 0 ? noSuitableNode(explain(demand, candidatesOf(round, first))) : '';
	for (const task of left) {
		if (isOfOldSpec(round.swarm, task) && !isRunnable(task)) {
			setState(round.swarm, task, 'shutdown', {message: pendingMessage});
		} else {
			setState(round.swarm, task, 'pending', {message: pendingMessage, error});
		}
	}
};

/** After a rollback it is the task whose spec is the newer one: the scheduler ends none of those (manager/scheduler). */
const isOfOldSpec = ({store}: Swarm, {serviceId, specVersion}: Task) =>
	(store.services.all.get(serviceId)?.specVersion ?? 0) > specVersion;

/** Tries to give every waiting task a node. */
export const schedule = (swarm: Swarm, failures: Failures, waiting: ReadonlySet<Task>) => {
	const round = startRound(swarm, failures);
	const preassigned = [...waiting].filter(({raw}) => raw.NodeID !== undefined);
	for (const task of preassigned) {
		confirm(round, task);
	}
	const free = [...waiting].filter(({raw}) => raw.NodeID === undefined);
	const groups = Map.groupBy(free, task => `${task.serviceId}/${task.specVersion}`);
	for (const group of groups.values()) {
		place(round, group);
	}
};

/** Whether that may have made room somewhere. */
const mayMakeRoom = (change: Change) => {
	if (change.kind === 'node') {
		return (
			change.action !== 'update' ||
			change.before.Spec !== change.item.raw.Spec ||
			change.before.Status !== change.item.raw.Status
		);
	}
	return change.kind === 'task' && change.action !== 'create' && hasEnded(change.item);
};

export const startScheduler = (swarm: Swarm) => {
	const failures = startFailures(swarm);
	const waiting = new Set<Task>();
	const run = soon(
		swarm,
		() => swarm.random.between(50, 90),
		() => {
			if (waiting.size > 0) {
				schedule(swarm, failures, waiting);
			}
		},
	);

	swarm.store.watch(change => {
		if (change.kind === 'task') {
			const {item} = change;
			const isWaiting = change.action !== 'remove' && stateOf(item) === 'pending';
			const isTold = change.action === 'update' && change.before.DesiredState !== item.raw.DesiredState;
			if (isWaiting && (isTold || !waiting.has(item))) {
				waiting.add(item);
				run();
			} else if (!isWaiting) {
				waiting.delete(item);
			}
		}
		if (waiting.size > 0 && mayMakeRoom(change)) {
			run();
		}
	});
};
