import {isSameTree} from './equal.ts';
import {isLost, isOnDeadNode, type Nodes} from './living.ts';
import {isAlive, type Node} from './node.ts';
import type {Service} from './service.ts';
import {groupBySlot, isByNode} from './slot-groups.ts';
import {isFailure, type Standing, standingOf} from './standing.ts';
import {compareStates, hasEnded, isRunning, isUnwanted, type Task} from './task.ts';
import {isUpToDate} from './up-to-date.ts';

/** One of the places a service has to fill: a number for replicated services and jobs, a node for global ones. */
export type Slot = {
	/** The number or the node's id: unique within the service. */
	readonly key: string;
	readonly number: number | undefined;
	/** The task that stands for it: the least far one of those that are meant to live, as docker's CLI chooses. */
	readonly current: Task;
	readonly standing: Standing;
	/** The current task is made from the service's spec as it is now. */
	readonly isUpToDate: boolean;
	/** A task that runs, is meant to, and is on a living node. While start-first replaces it, this is the old one. */
	readonly serving: Task | undefined;
	readonly isServingUpToDate: boolean;
	/** All its other tasks, newest first. */
	readonly history: readonly Task[];
	/** Its tasks made from the service's spec as it is now, newest first. */
	readonly fresh: readonly Task[];
	/** Told to go and not gone yet, on living nodes. */
	readonly stopping: readonly Task[];
	/** On dead nodes, and still counted as running by the engine. */
	readonly lost: readonly Task[];
	/** Tasks of the current spec that ended by themselves, in a row, newest first: see `isLooping`. */
	readonly failures: readonly Task[];
	/** The same of the spec that serves, where that isn't the current one. */
	readonly failuresBefore: readonly Task[];
};

/** Two failures further apart than this (in milliseconds) are two incidents. */
const longestGap = 15 * 60_000;

const none: readonly Task[] = [];

const nodeFor = (task: Task, nodes: Nodes): Node | undefined =>
	task.nodeId === undefined ? undefined : nodes.get(task.nodeId);

const byAge = (a: Task, b: Task) => b.createdAt - a.createdAt || b.version - a.version;

const isCandidate = (task: Task) => !isUnwanted(task) && !hasEnded(task);

/** Negative when `a` stands for its slot rather than `b` (docker/cli, service/progress). */
const compareClaims = (a: Task, b: Task, nodes: Nodes) => {
	if (!isCandidate(a) || !isCandidate(b)) {
		return Number(isCandidate(b)) - Number(isCandidate(a)) || byAge(a, b);
	}

	return (
		Number(isOnDeadNode(a, nodes)) - Number(isOnDeadNode(b, nodes)) ||
		compareStates(a.desiredState, b.desiredState) ||
		compareStates(a.state, b.state) ||
		byAge(a, b)
	);
};

const inARow = (tasks: readonly Task[], service: Service): readonly Task[] => {
	const failures = tasks.filter(task => isFailure(task, service)).sort((a, b) => b.stateAt - a.stateAt);
	const gap = failures.findIndex(
		({stateAt}, index) => (failures[index - 1]?.stateAt ?? stateAt) - stateAt > longestGap,
	);
	return gap === -1 ? failures : failures.slice(0, gap);
};

const alike = (tasks: readonly Task[], {template}: Task) =>
	tasks.filter(task => isSameTree(task.template.content, template.content));

const currentOf = (tasks: readonly Task[], nodes: Nodes): Task | undefined => {
	let [current] = tasks;

	for (const task of tasks) {
		current = current && compareClaims(task, current, nodes) < 0 ? task : current;
	}

	return current;
};

const servingOf = (tasks: readonly Task[], fresh: readonly Task[], nodes: Nodes) => {
	const isServer = (task: Task) => isRunning(task) && isAlive(nodeFor(task, nodes));
	const newest = (a: Task | undefined, b: Task) => (isServer(b) && (a === undefined || byAge(b, a) < 0) ? b : a);
	return fresh.find(isServer) ?? tasks.reduce<Task | undefined>(newest, undefined);
};

const slotOf = (key: string, tasks: readonly Task[], service: Service, nodes: Nodes): Slot | undefined => {
	const current = currentOf(tasks, nodes);

	// What was scaled away and has ended is no slot any more.
	if (!current || (hasEnded(current) && current.desiredState === 'remove')) {
		return undefined;
	}

	const isFresh = (task: Task) => isUpToDate(task, service, nodeFor(task, nodes));
	const isSingle = tasks.length === 1;
	const living = isSingle && !hasEnded(current) ? tasks : tasks.filter(task => !hasEnded(task));
	const fresh = isSingle ? tasks.filter(isFresh) : tasks.filter(isFresh).sort(byAge);
	const serving = servingOf(living, fresh, nodes);
	const isServingUpToDate = serving !== undefined && fresh.includes(serving);
	const hasEnds = living.length < tasks.length;

	return {
		key,
		number: isByNode(service) ? undefined : Number(key),
		current,
		standing: standingOf(current, service, nodes),
		isUpToDate: fresh.includes(current),
		serving,
		isServingUpToDate,
		history: isSingle ? none : tasks.filter(task => task !== current).sort(byAge),
		fresh,
		stopping: living.filter(task => isUnwanted(task) && !isOnDeadNode(task, nodes)),
		lost: living.filter(task => isLost(task, nodes)),
		failures: hasEnds ? inARow(fresh, service) : none,
		failuresBefore:
			hasEnds && serving !== undefined && !isServingUpToDate ? inARow(alike(tasks, serving), service) : none,
	};
};

const compareSlots = (nodes: Nodes) => (a: Slot, b: Slot) => {
	const [hostA, hostB] = [nodeFor(a.current, nodes)?.hostname ?? '', nodeFor(b.current, nodes)?.hostname ?? ''];
	return hostA < hostB ? -1 : Number(hostA > hostB) || (a.key < b.key ? -1 : 1);
};

/**
SwarmKit scales a slot away by its living task alone: what had ended there before stays, until it looks at the service
again (orchestrator/replicated/services.go). Where enough live, such slots are the past; of more, the latest may be missed.
*/
const withoutPast = (slots: readonly Slot[], {mode}: Service): readonly Slot[] => {
	if (mode.kind !== 'replicated') {
		return slots;
	}

	const over = slots.filter(({current}) => hasEnded(current) && isUnwanted(current));
	const missed = Math.max(0, mode.replicas - (slots.length - over.length));

	if (over.length <= missed) {
		return slots;
	}

	const past = new Set(over.sort((a, b) => b.current.stateAt - a.current.stateAt).slice(missed));
	return slots.filter(slot => !past.has(slot));
};

/**
The service's slots with all their tasks folded in, by number or by node name. Of a job, those of its latest run.
Pass `believedNodes`, so that a change of leader doesn't make every task look lost.
*/
export const slotsOf = (service: Service, tasks: readonly Task[], nodes: Nodes): readonly Slot[] => {
	const slots: Slot[] = [];

	for (const [key, group] of groupBySlot(service, tasks)) {
		const slot = slotOf(key, group, service, nodes);

		if (slot) {
			slots.push(slot);
		}
	}

	slots.sort(isByNode(service) ? compareSlots(nodes) : (a, b) => Number(a.key) - Number(b.key));
	return withoutPast(slots, service);
};
