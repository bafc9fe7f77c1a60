import type {NodeId} from './ids.ts';
import type {Node} from './node.ts';

type Nodes = ReadonlyMap<NodeId, Node>;

/** How the managers stand: the swarm can change only while more than half of them reach each other. */
export type Quorum = {
	/** Nodes with a seat in Raft: they count whether they are up or not, drained or not. */
	readonly managers: number;
	readonly reachable: number;
	/** Reachable managers that the swarm can't do without. */
	readonly needed: number;
	/** How many more managers can become unreachable before the swarm stops accepting changes. */
	readonly spare: number;
	readonly isKept: boolean;
	/** An even number bears no more losses than one less. */
	readonly isEven: boolean;
};

const seats = (nodes: Nodes): readonly Node[] => [...nodes.values()].filter(({manager}) => manager !== undefined);

const isReachable = ({manager}: Node) => manager?.reachability === 'reachable';

const quorumFor = (managers: number, reachable: number): Quorum => {
	const needed = managers === 0 ? 0 : Math.floor(managers / 2) + 1;
	return {
		managers,
		reachable,
		needed,
		spare: Math.max(0, reachable - needed),
		isKept: managers > 0 && reachable >= needed,
		isEven: managers > 0 && managers % 2 === 0,
	};
};

export const quorumOf = (nodes: Nodes): Quorum => {
	const managers = seats(nodes);
	return quorumFor(managers.length, managers.filter(isReachable).length);
};

/** The quorum once these managers have become workers, or are removed; others in the list change nothing. */
export const afterDemoting = (nodes: Nodes, ...ids: readonly NodeId[]): Quorum => {
	const left = seats(nodes).filter(({id}) => !ids.includes(id));
	return quorumFor(left.length, left.filter(isReachable).length);
};

/** The quorum once these workers are managers; those that are ready count as reachable. */
export const afterPromoting = (nodes: Nodes, ...ids: readonly NodeId[]): Quorum => {
	const before = quorumOf(nodes);
	const added = ids.flatMap(id => nodes.get(id) ?? []).filter(({manager}) => manager === undefined);
	return quorumFor(
		before.managers + added.length,
		before.reachable + added.filter(({state}) => state === 'ready').length,
	);
};

/** The quorum if these managers went silent. */
export const afterLosing = (nodes: Nodes, ...ids: readonly NodeId[]): Quorum => {
	const managers = seats(nodes);
	return quorumFor(managers.length, managers.filter(node => isReachable(node) && !ids.includes(node.id)).length);
};
