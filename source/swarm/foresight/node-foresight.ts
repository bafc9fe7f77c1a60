import {matchesConstraints} from '../constraints.ts';
import type {NodeId} from '../ids.ts';
import {believedNodes, type Nodes} from '../living.ts';
import type {Availability, Node, Role} from '../node.ts';
import {quorumOf} from '../quorum.ts';
import {type Snapshot, serviceOf} from '../snapshot.ts';
import type {Task} from '../task.ts';
import type {Instant, Labels} from '../values.ts';
import {tightestOf} from './capacity-left.ts';
import {hostPortsOf} from './demand-of.ts';
import {foresee, isReplacedElsewhere as isReplaced} from './foresee.ts';
import type {ClosingPort, Foresight} from './foresight.ts';
import {changedNodes, leavingTasks, type NodeChange, newGlobals, outdatedGlobals, tasksOnNodes} from './node-change.ts';
import {sorted} from './sorted.ts';
import {eitherWay} from './untried.ts';
import {isMeant} from './waiting-tasks.ts';

const closingPorts = (leaving: ReadonlySet<Task>, snapshot: Snapshot, nodes: Nodes): readonly ClosingPort[] =>
	[...leaving].flatMap(task => {
		const [service, node] = [serviceOf(snapshot, task.serviceId), task.nodeId && nodes.get(task.nodeId)];
		return service && node ? hostPortsOf(service).map(port => ({...port, service, node})) : [];
	});

/** What a change of some nodes, together, does to everything that runs or waits. */
const foresightOf = (snapshot: Snapshot, ids: readonly NodeId[], now: Instant, change: NodeChange): Foresight =>
	eitherWay(snapshot, seen => foreseenIn(seen, ids, now, change));

const foreseenIn = (snapshot: Snapshot, ids: readonly NodeId[], now: Instant, change: NodeChange): Foresight => {
	const before: Nodes = believedNodes(snapshot, now) ?? new Map();
	const nodes = changedNodes(before, ids, change);
	// What was on a dead node has left it already.
	const alive = ids.filter(id => before.get(id)?.state !== 'down');
	const tasks = tasksOnNodes(snapshot, alive);
	const leaving = new Set([...leavingTasks(tasks, snapshot, nodes), ...outdatedGlobals(snapshot, ids, nodes)]);
	const added = newGlobals(snapshot, ids, nodes);
	const {fates, waiting, places} = foresee({snapshot, now, nodes, services: new Map(), leaving, isReplaced, added});
	return {
		isWhole: snapshot.hasAllTasks,
		tasks: tasks.length,
		...sorted(fates),
		stays: tasks.length - leaving.size,
		ports: closingPorts(leaving, snapshot, before),
		waiting,
		tightest: tightestOf(places),
		quorum: {before: quorumOf(snapshot.nodes?.items ?? before), after: quorumOf(nodes)},
	};
};

const available =
	(availability: Availability): NodeChange =>
	node => ({...node, availability});

/** Everything leaves at once; replacements start afterwards, and Swarm doesn't wait for room. Raft is not touched. */
export const drainForesight = (snapshot: Snapshot, ids: readonly NodeId[], now: Instant): Foresight =>
	foresightOf(snapshot, ids, now, available('drain'));

/** Nothing leaves, and nothing new comes. */
export const pauseForesight = (snapshot: Snapshot, ids: readonly NodeId[], now: Instant): Foresight =>
	foresightOf(snapshot, ids, now, available('pause'));

/** What waited may find room there; what moved away doesn't come back. */
export const activateForesight = (snapshot: Snapshot, ids: readonly NodeId[], now: Instant): Foresight =>
	foresightOf(snapshot, ids, now, available('active'));

/** The nodes are gone, and with them whatever they held. */
export const removeForesight = (snapshot: Snapshot, ids: readonly NodeId[], now: Instant): Foresight =>
	foresightOf(snapshot, ids, now, () => undefined);

const newManager = {isLeader: false, reachability: 'reachable', address: undefined} as const;

/** A node once it has that role. */
export const withRole =
	(role: Role): NodeChange =>
	node => ({...node, role, manager: role === 'worker' ? undefined : (node.manager ?? newManager)});

/** What constraints on `node.role` make leave and let in: Swarm enforces them at once. */
export const roleForesight = (snapshot: Snapshot, ids: readonly NodeId[], role: Role, now: Instant): Foresight =>
	foresightOf(snapshot, ids, now, withRole(role));

export type LabelChange = {readonly set: Labels; readonly remove: readonly string[]};

export const withLabels = (node: Node, {set, remove}: LabelChange): Node => ({
	...node,
	labels: {...Object.fromEntries(Object.entries(node.labels).filter(([key]) => !remove.includes(key))), ...set},
});

/** What constraints on labels make leave and let in: Swarm enforces them at once. */
export const labelForesight = (
	snapshot: Snapshot,
	ids: readonly NodeId[],
	change: LabelChange,
	now: Instant,
): Foresight => foresightOf(snapshot, ids, now, node => withLabels(node, change));

/** Services that wait and that only this node could ever suit, by their constraints: a dead one, most often. */
export const waitingOnlyFor = (snapshot: Snapshot, id: NodeId): readonly string[] => {
	const nodes = [...(snapshot.nodes?.items.values() ?? [])];
	return [...snapshot.tasks].flatMap(([of, {items}]) => {
		const service = serviceOf(snapshot, of);
		const isBound =
			service !== undefined &&
			items.some(task => task.state === 'pending' && isMeant(task)) &&
			nodes.every(node => (node.id === id) === matchesConstraints(service.constraints, node));
		return isBound ? [service.name] : [];
	});
};

/** If the nodes went silent: what Swarm would start elsewhere, some 12 s later. */
export const lossForesight = (snapshot: Snapshot, ids: readonly NodeId[], now: Instant): Foresight =>
	foresightOf(snapshot, ids, now, node => ({...node, state: 'down'}));
