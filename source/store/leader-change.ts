import type {NodeId} from '../swarm/ids.ts';
import type {Node} from '../swarm/node.ts';

type Nodes = ReadonlyMap<NodeId, Node>;

/** Another manager leads, or every node became unknown at once, as it does in the first seconds of a new leader (engine.md 5). */
export const isLeaderChange = (before: Nodes | undefined, after: Nodes) => {
	if (before === undefined || before === after) {
		return false;
	}
	const [old, now] = [leaderOf(before), leaderOf(after)];
	return (old !== undefined && now !== undefined && old !== now) || (isAllUnknown(after) && !isAllUnknown(before));
};

const leaderOf = (nodes: Nodes) => nodes.values().find(node => node.manager?.isLeader === true)?.id;

const isAllUnknown = (nodes: Nodes) => nodes.size > 0 && nodes.values().every(node => node.state === 'unknown');
