import type {NodeId} from './ids.ts';
import {isAlive, type Node} from './node.ts';
import type {Snapshot} from './snapshot.ts';
import {hasEnded, type Task} from './task.ts';
import type {Instant} from './values.ts';

export type Nodes = ReadonlyMap<NodeId, Node>;

/** Every node reads `unknown` for up to 7 s after another manager takes over: no sign of trouble for so long. */
const leaderChangeGrace = 15_000;

const isSettling = (node: Node, snapshot: Snapshot, now: Instant) =>
	node.state === 'unknown' &&
	now - Math.max(node.updatedAt, snapshot.leaderChangedAt ?? node.updatedAt) < leaderChangeGrace;

const believed = (nodes: Nodes, snapshot: Snapshot, now: Instant): Nodes =>
	new Map(
		nodes
			.entries()
			.map(([id, node]): [NodeId, Node] => [id, isSettling(node, snapshot, now) ? {...node, state: 'ready'} : node]),
	);

const withUnknown = new WeakMap<Nodes, boolean>();

const hasUnknown = (nodes: Nodes) => {
	const known = withUnknown.get(nodes) ?? nodes.values().some(({state}) => state === 'unknown');
	withUnknown.set(nodes, known);
	return known;
};

let latest:
	| {readonly nodes: Nodes; readonly snapshot: Snapshot; readonly now: Instant; readonly answer: Nodes}
	| undefined;

/**
The nodes as an operator should take them: those that read `unknown` because the leader just changed count as ready.
A snapshot that ages while nothing answers tells no more than it did: how long they read so counts up to its reading.
*/
export const believedNodes = (snapshot: Snapshot, now: Instant): Nodes | undefined => {
	const nodes = snapshot.nodes?.items;

	if (nodes === undefined || !hasUnknown(nodes)) {
		return nodes;
	}

	// A view asks for every service with one snapshot and one instant.
	if (latest?.nodes === nodes && latest.snapshot === snapshot && latest.now === now) {
		return latest.answer;
	}

	const heardAt = Math.min(now, snapshot.nodes?.at ?? now);
	latest = {nodes, snapshot, now, answer: believed(nodes, snapshot, heardAt)};
	return latest.answer;
};

/** The node it was given can't be heard; what the task says of itself is old. A task without a node isn't lost. */
export const isOnDeadNode = (task: Task, nodes: Nodes) => task.nodeId !== undefined && !isAlive(nodes.get(task.nodeId));

/** Its node is dead, and the engine's counts still take it for running: for up to a day, until it is orphaned. */
export const isLost = (task: Task, nodes: Nodes) => task.state === 'running' && isOnDeadNode(task, nodes);

/** It has a container, or will have, on a node that is heard from. */
export const isLiving = (task: Task, nodes: Nodes) => !hasEnded(task) && !isOnDeadNode(task, nodes);
