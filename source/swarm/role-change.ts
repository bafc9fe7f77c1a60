import type {NodeId} from './ids.ts';
import type {Node} from './node.ts';
import {afterDemoting, afterPromoting, type Quorum, quorumOf} from './quorum.ts';

/** What a change of roles does to the quorum. */
export type RoleChange = {
	readonly before: Quorum;
	readonly after: Quorum;
	/** Why it can't be done: the engine refuses it, too. */
	readonly refusal: string | undefined;
	/** What it makes worse, one sentence each. */
	readonly warnings: readonly string[];
};

type Nodes = ReadonlyMap<NodeId, Node>;

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

/** SwarmKit's guards: the last manager, and a quorum that the rest couldn't hold (Cluster.CanRemoveMember). */
const demotionRefusal = (before: Quorum, after: Quorum): string | undefined => {
	if (before.managers === after.managers) {
		return undefined;
	}

	if (after.managers === 0) {
		return "the last manager can't be demoted";
	}

	return after.isKept
		? undefined
		: `this would lose quorum: ${after.reachable} of the ${after.managers} managers left would be reachable, ${after.needed} needed`;
};

const spareWarning = (before: Quorum, after: Quorum) =>
	before.spare > 0 && after.spare === 0
		? ['spends the last spare: if one more manager is lost, nothing can be changed']
		: [];

const evenWarning = ({managers, isEven}: Quorum) => {
	if (!isEven) {
		return [];
	}

	return managers === 2
		? ['2 managers are worse than 1: if either is lost, nothing can be changed']
		: [`${managers} managers are an even number: they bear the loss of no more than ${managers - 1} would`];
};

/** Making managers workers. Demoting a dead one helps, and stays possible. */
export const demotionOf = (nodes: Nodes, ...ids: readonly NodeId[]): RoleChange => {
	const [before, after] = [quorumOf(nodes), afterDemoting(nodes, ...ids)];
	const isChange = before.managers !== after.managers;
	return {
		before,
		after,
		refusal: demotionRefusal(before, after),
		warnings: isChange ? [...spareWarning(before, after), ...evenWarning(after)] : [],
	};
};

const silentWarning = (before: Quorum, after: Quorum) => {
	const silent = after.managers - after.reachable - (before.managers - before.reachable);
	return silent > 0 ? [`${plural(silent, 'node')} of these can't be heard now and would count against quorum`] : [];
};

/** Making workers managers: all at once, as one plan. */
export const promotionOf = (nodes: Nodes, ...ids: readonly NodeId[]): RoleChange => {
	const [before, after] = [quorumOf(nodes), afterPromoting(nodes, ...ids)];
	const isChange = before.managers !== after.managers;
	const spare =
		before.spare > after.spare ? [`leaves ${plural(after.spare, 'manager')} to spare, ${before.spare} before`] : [];
	return {
		before,
		after,
		refusal: isChange && !after.isKept ? 'the managers would have no quorum after it' : undefined,
		warnings: isChange ? [...spare, ...evenWarning(after), ...silentWarning(before, after)] : [],
	};
};
