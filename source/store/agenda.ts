import {isChangingRole} from '../swarm/node.ts';
import {type Asking, cleaning} from './asking.ts';
import type {Lane} from './lanes.ts';
import {cadenceFor} from './pace.ts';
import {allServicesLane, someServicesLane} from './service-lanes.ts';
import {allTasksLane, onNodeLane, someTasksLane} from './task-lanes.ts';

const rarely = 300_000;

/** All the questions that keep the store true, each with when it is due. */
export const agenda = (asking: Asking): readonly Lane[] => [
	nodesLane(asking),
	allServicesLane(asking),
	someServicesLane(asking),
	someTasksLane(asking),
	allTasksLane(asking),
	onNodeLane(asking),
	networksLane(asking),
	swarmLane(asking),
];

const minute = 60_000;

/** A node becomes a manager, or ceases to be one, without an event: while its role changes, it is looked at. */
const nodesEvery = (desk: Asking['desk']) => {
	const nodes = desk.draft.snapshot().nodes?.items.values() ?? [].values();
	const isMoving = nodes.some(node => isChangingRole(node) && desk.now() - node.updatedAt < minute);
	return isMoving ? 1000 : cadenceFor(desk).nodes;
};

const nodesLane = ({desk, questions}: Asking): Lane => {
	const {dirtyNodes, askedAt} = desk.ledger;
	return {
		dueAt: () => Math.min(dirtyNodes.dueAt(), askedAt.nodes + nodesEvery(desk)),
		ask: signal => {
			askedAt.nodes = desk.now();
			return cleaning(dirtyNodes, dirtyNodes.take(), desk.now, () => questions.nodes(signal));
		},
	};
};

const networksLane = ({desk, questions}: Asking): Lane => {
	const {dirtyNetworks, askedAt} = desk.ledger;
	return {
		dueAt: () => Math.min(dirtyNetworks.dueAt(), askedAt.networks + rarely),
		ask: signal => {
			askedAt.networks = desk.now();
			return cleaning(dirtyNetworks, dirtyNetworks.take(), desk.now, () => questions.networks(signal));
		},
	};
};

const swarmLane = ({desk, questions}: Asking): Lane => ({
	dueAt: () => desk.ledger.askedAt.swarm + rarely,
	ask: signal => {
		desk.ledger.askedAt.swarm = desk.now();
		return questions.swarm(signal);
	},
});
