import {matchesConstraints} from '../constraints.ts';
import {believedNodes, type Nodes} from '../living.ts';
import type {Node} from '../node.ts';
import type {Service} from '../service.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Instant} from '../values.ts';
import {foresee} from './foresee.ts';
import type {Range} from './foresight.ts';
import type {Places} from './places.ts';
import type {Queue} from './waiting-tasks.ts';

/** What becomes of a service that isn't there yet. */
export type Creation = {
	/** All tasks were read: without that nothing here is exact. */
	readonly isWhole: boolean;
	/** Tasks that the swarm makes at once; of a global service, one for each of these nodes. */
	readonly tasks: number;
	readonly eligible: readonly Node[];
	/** Of these, those that find no node. */
	readonly stuck: Range;
	/** Nodes they likely go to: the scheduler breaks ties at random. */
	readonly likely: readonly Node[];
	/** What the engine writes into those that find none. */
	readonly text: string | undefined;
	/** What every node holds when those that find one are there. */
	readonly places: Places;
};

/** The orchestrator of global services asks for no more (orchestrator/global). */
export const eligibleFor = ({constraints}: Service, nodes: Nodes) =>
	[...nodes.values()].filter(
		node => node.availability === 'active' && node.state !== 'down' && matchesConstraints(constraints, node),
	);

/** What it makes at once. */
export const startsOf = (service: Service, eligible: readonly Node[]): readonly Queue[] => {
	switch (service.mode.kind) {
		case 'replicated':
			return service.mode.replicas === 0 ? [] : [{service, tasks: service.mode.replicas}];
		case 'replicated-job':
			return [{service, tasks: Math.min(service.mode.concurrent, service.mode.completions)}];
		default:
			return eligible.map(({id}) => ({service, only: id, tasks: 1}));
	}
};

/** Where its tasks go and what stays behind; undefined while the nodes aren't known. */
export const creationForesight = (snapshot: Snapshot, service: Service, now: Instant): Creation | undefined => {
	const nodes = believedNodes(snapshot, now);

	if (nodes === undefined) {
		return undefined;
	}

	const eligible = eligibleFor(service, nodes);
	const added = startsOf(service, eligible);
	const services = new Map([[service.id, service]]);
	const after = foresee({snapshot, now, nodes, services, leaving: new Set(), isReplaced: () => false, added});
	const fate = after.fates.find(({service: {id}}) => id === service.id);
	const stuck = fate?.stuck ?? {least: 0, most: 0};
	return {
		isWhole: snapshot.hasAllTasks,
		tasks: added.reduce((sum, {tasks}) => sum + tasks, 0),
		eligible,
		stuck,
		likely: fate?.likely ?? [],
		text: fate?.text,
		places: after.places,
	};
};
