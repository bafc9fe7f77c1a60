import {isChangingRole} from '../swarm/node.ts';
import {type Asking, cleaning} from './asking.ts';
import type {Dirt} from './dirt.ts';
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
	...objectLanes(asking),
	swarmLane(asking),
];

const minute = 60_000;

/** While the root certificate is rotated: often, unless it waits for someone. */
const rotationEvery = ({draft}: Asking['desk']) => {
	const {swarm, nodes} = draft.snapshot();

	if (swarm?.settings?.isRootRotating !== true) {
		return undefined;
	}

	return nodes?.items.values().every(({state}) => state === 'ready') ? 2000 : 10_000;
};

/** A node becomes a manager, or ceases to be one, without an event: while its role changes, it is looked at. */
const nodesEvery = (desk: Asking['desk']) => {
	const nodes = desk.draft.snapshot().nodes?.items.values() ?? [].values();
	const isMoving = nodes.some(node => isChangingRole(node) && desk.now() - node.updatedAt < minute);
	return isMoving ? 1000 : (rotationEvery(desk) ?? cadenceFor(desk).nodes);
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

/** A big list that hardly ever changes is read again at so many bytes per second; what does change has events. */
const objectRate = 1000;

/** Networks, secrets and configs: few, quiet, and told of by events. */
const objectLanes = ({desk, questions}: Asking): readonly Lane[] => {
	const {dirtyNetworks, dirtySecrets, dirtyConfigs} = desk.ledger;
	// The engine sends the contents of all configs, wanted or not.
	const configsEvery = () => Math.max(rarely, (desk.draft.sizes().configs / objectRate) * 1000);
	return [
		objectLane(desk, 'networks', dirtyNetworks, questions.networks, () => rarely),
		objectLane(desk, 'secrets', dirtySecrets, questions.secrets, () => rarely),
		objectLane(desk, 'configs', dirtyConfigs, questions.configs, configsEvery),
	];
};

const objectLane = (
	{ledger, now}: Asking['desk'],
	kind: 'networks' | 'secrets' | 'configs',
	dirt: Dirt<'all'>,
	ask: (signal: AbortSignal) => Promise<void>,
	every: () => number,
): Lane => ({
	dueAt: () => Math.min(dirt.dueAt(), ledger.askedAt[kind] + every()),
	ask: signal => {
		ledger.askedAt[kind] = now();
		return cleaning(dirt, dirt.take(), now, () => ask(signal));
	},
});

/** Swarms have no events: their root certificate is rotated in seconds, or waits for a node that is down. */
const swarmLane = ({desk, questions}: Asking): Lane => ({
	dueAt: () => desk.ledger.askedAt.swarm + (rotationEvery(desk) ?? rarely),
	isWatched: () => rotationEvery(desk) !== undefined,
	ask: signal => {
		desk.ledger.askedAt.swarm = desk.now();
		return questions.swarm(signal);
	},
});
