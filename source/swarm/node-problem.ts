import type {NodeId} from './ids.ts';
import {isLost, type Nodes} from './living.ts';
import type {Node} from './node.ts';
import type {Problem} from './problems.ts';
import {isByNode} from './slot-groups.ts';
import {type Slot, slotsOf} from './slots.ts';
import {type Snapshot, serviceOf} from './snapshot.ts';
import {doing, plural} from './wording.ts';

/** What became of the tasks a dead node held. */
type Held = {
	readonly held: number;
	readonly elsewhere: number;
	readonly starting: number;
	readonly nowhere: number;
	/** A global service's: bound to this node. */
	readonly bound: number;
};

const nothingHeld: Held = {held: 0, elsewhere: 0, starting: 0, nowhere: 0, bound: 0};

const fateOf = (slot: Slot, isGlobal: boolean): Exclude<keyof Held, 'held'> => {
	if (isGlobal) {
		return 'bound';
	}

	if (slot.serving) {
		return 'elsewhere';
	}

	return slot.standing === 'pending' && slot.current.error !== undefined ? 'nowhere' : 'starting';
};

/** For every dead node, what its lost tasks came to: one pass over the services that lost any. */
const heldByNode = (snapshot: Snapshot, nodes: Nodes): ReadonlyMap<NodeId, Held> => {
	const held = new Map<NodeId, Held>();

	for (const [id, {items}] of snapshot.tasks) {
		const service = serviceOf(snapshot, id);

		if (!service || !items.some(task => isLost(task, nodes))) {
			continue;
		}

		for (const slot of slotsOf(service, items, nodes)) {
			const fate = fateOf(slot, isByNode(service));

			for (const {nodeId} of slot.lost) {
				const known = (nodeId && held.get(nodeId)) || nothingHeld;
				nodeId && held.set(nodeId, {...known, held: known.held + 1, [fate]: known[fate] + 1});
			}
		}
	}

	return held;
};

const fateWords = ({elsewhere, starting, nowhere, bound}: Held) =>
	[
		elsewhere > 0 ? `${doing(elsewhere, 'run')} elsewhere` : '',
		starting > 0 ? `${doing(starting, 'start')} elsewhere` : '',
		nowhere > 0 ? `${nowhere} ${nowhere === 1 ? 'has' : 'have'} nowhere to go` : '',
		bound > 0 ? `${bound} global` : '',
	]
		.filter(words => words !== '')
		.join(', ');

const heldWords = (held: Held | undefined, hasAllTasks: boolean) => {
	if (held === undefined || held.held === 0) {
		return hasAllTasks ? '; it held no tasks' : '';
	}

	return `; held ${hasAllTasks ? '' : 'at least '}${plural(held.held, 'task')}: ${fateWords(held)}; docker still counts ${held.held === 1 ? 'it' : 'them'}`;
};

const messageOf = ({stateMessage, state}: Node) => {
	const words = stateMessage?.trim().replace(/ for node in "unknown" state$/, '');
	return words ? words.slice(0, 1).toLowerCase() + words.slice(1) : `the managers read it as ${state}`;
};

const managerWords = ({manager}: Node) =>
	manager === undefined ? '' : `a ${manager.isLeader ? 'leader' : 'manager'}; `;

const deadProblem = (node: Node, held: Held | undefined, hasAllTasks: boolean): Problem => ({
	urgency: (held?.nowhere ?? 0) > 0 ? 'act' : 'look',
	verdict: 'NODE',
	subject: {kind: 'node', id: node.id},
	name: node.hostname,
	standing: node.state,
	since: node.updatedAt,
	cause: `${managerWords(node)}${messageOf(node)}${heldWords(held, hasAllTasks)}`,
});

const silentProblem = (node: Node): Problem => ({
	urgency: 'look',
	verdict: 'NODE',
	subject: {kind: 'node', id: node.id},
	name: node.hostname,
	standing: 'unreachable',
	since: undefined,
	cause: 'the leader does not reach this manager; it counts against quorum',
});

/** Nodes that can't be heard, and managers that Raft misses. Drained and paused ones are as someone wanted them. */
export const nodeProblems = (snapshot: Snapshot, nodes: Nodes): readonly Problem[] => {
	const dead = [...nodes.values()].filter(({state}) => state !== 'ready');
	const silent = [...nodes.values()].filter(
		({state, manager}) => state === 'ready' && manager?.reachability === 'unreachable',
	);
	const held = dead.length > 0 ? heldByNode(snapshot, nodes) : new Map<NodeId, Held>();
	return [
		...dead.map(node => deadProblem(node, held.get(node.id), snapshot.hasAllTasks)),
		...silent.map(silentProblem),
	];
};
