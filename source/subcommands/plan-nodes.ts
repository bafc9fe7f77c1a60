import {demoteNode, promoteNode} from '../operations/node/change-role.ts';
import {removeNode} from '../operations/node/remove-node.ts';
import type {NodeOperation} from '../operations/operation.ts';
import {docker, nodeArgument} from '../operations/shell.ts';
import type {NodeTarget} from '../operations/target.ts';
import {listed} from '../operations/words.ts';
import type {Foresight} from '../swarm/foresight/foresight.ts';
import {
	activateForesight,
	drainForesight,
	pauseForesight,
	removeForesight,
	roleForesight,
	waitingOnlyFor,
} from '../swarm/foresight/node-foresight.ts';
import type {NodeId} from '../swarm/ids.ts';
import type {Node} from '../swarm/node.ts';
import {demotionOf, promotionOf} from '../swarm/role-change.ts';
import type {Snapshot} from '../swarm/snapshot.ts';
import {findNode} from './find.ts';
import {wrongUsage} from './outcome.ts';
import type {Planned} from './plan.ts';

type Verb = {
	readonly foresee: (snapshot: Snapshot, ids: readonly NodeId[], now: number) => Foresight;
	readonly command: (node: Node, snapshot: Snapshot) => string;
	/** What may refuse it. */
	readonly operation?: NodeOperation<null>;
	/** What else it makes worse: clauses. */
	readonly notes?: (snapshot: Snapshot, ids: readonly NodeId[]) => readonly string[];
};

const availability = (word: string) => (node: Node, snapshot: Snapshot) =>
	docker('node', 'update', '--availability', word, nodeArgument(node, snapshot));

const nodesOf = (snapshot: Snapshot) => snapshot.nodes?.items ?? new Map();

const nodeVerbs: Readonly<Record<string, Verb>> = {
	drain: {foresee: drainForesight, command: availability('drain')},
	pause: {foresee: pauseForesight, command: availability('pause')},
	activate: {foresee: activateForesight, command: availability('active')},
	promote: {
		foresee: (snapshot, ids, now) => roleForesight(snapshot, ids, 'manager', now),
		command: (node, snapshot) => docker('node', 'promote', nodeArgument(node, snapshot)),
		operation: promoteNode,
		notes: (snapshot, ids) => promotionOf(nodesOf(snapshot), ...ids).warnings,
	},
	demote: {
		foresee: (snapshot, ids, now) => roleForesight(snapshot, ids, 'worker', now),
		command: (node, snapshot) => docker('node', 'demote', nodeArgument(node, snapshot)),
		operation: demoteNode,
		notes: (snapshot, ids) => demotionOf(nodesOf(snapshot), ...ids).warnings,
	},
	remove: {
		foresee: removeForesight,
		command: (node, snapshot) => docker('node', 'rm', nodeArgument(node, snapshot)),
		operation: removeNode,
		notes: (snapshot, ids) =>
			ids.flatMap(id => waitingOnlyFor(snapshot, id)).map(name => `${name} waits for it, and no other node suits`),
	},
};

export const isNodeVerb = (word: string) => Object.hasOwn(nodeVerbs, word);

const refusalsOf = ({operation}: Verb, targets: readonly NodeTarget[], snapshot: Snapshot): readonly string[] =>
	operation === undefined
		? []
		: [
				...targets.flatMap(target => {
					const reason = operation.blockedBy(target, snapshot);
					return reason === undefined ? [] : [`${target.saw.hostname}: ${reason}.`];
				}),
				...operation.plan(targets, null, snapshot).refusals,
			];

/** One plan for all the nodes together. */
export const planNodes = (word: string, names: readonly string[], snapshot: Snapshot, now: number): Planned => {
	const verb = nodeVerbs[word];

	if (verb === undefined || names.length === 0) {
		return wrongUsage(`skep plan ${word} takes a node, for example: skep plan ${word} worker1.`);
	}

	const nodes = names.map(name => findNode(snapshot, name));
	const targets = nodes.map((saw): NodeTarget => ({kind: 'node', id: saw.id, saw}));
	return {
		title: `${word} ${listed(nodes.map(({hostname}) => hostname))}`,
		foresight: verb.foresee(
			snapshot,
			nodes.map(({id}) => id),
			now,
		),
		command: nodes.map(node => verb.command(node, snapshot)).join(' && '),
		refusals: refusalsOf(verb, targets, snapshot),
		notes:
			verb.notes?.(
				snapshot,
				nodes.map(({id}) => id),
			) ?? [],
	};
};
