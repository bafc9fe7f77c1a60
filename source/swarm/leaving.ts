import type {Node} from './node.ts';
import {quorumOf} from './quorum.ts';
import {nodeOf, type Snapshot} from './snapshot.ts';

/** Why the connected engine can't leave its swarm as it is, as SwarmKit and the engine guard it. */
export type LeaveObstacle =
	/** With its last manager the whole swarm is gone. */
	| {readonly kind: 'last-manager'; readonly node: Node; readonly others: number}
	/** A manager must be a worker first; that can't be while the rest would have no quorum. */
	| {readonly kind: 'quorum'; readonly node: Node; readonly reachable: number; readonly needed: number}
	| {readonly kind: 'manager'; readonly node: Node};

/** Undefined for workers: nothing is in their way. */
export const leaveObstacle = (snapshot: Snapshot): LeaveObstacle | undefined => {
	const node = nodeOf(snapshot, snapshot.self);
	const nodes = snapshot.nodes?.items ?? new Map();

	if (node === undefined || (node.role === 'worker' && node.manager === undefined)) {
		return undefined;
	}

	const rest = quorumOf(new Map([...nodes].filter(([id]) => id !== node.id)));

	if (rest.managers === 0) {
		return {kind: 'last-manager', node, others: nodes.size - 1};
	}

	return rest.isKept ? {kind: 'manager', node} : {kind: 'quorum', node, reachable: rest.reachable, needed: rest.needed};
};
