import {eligibleNodes} from './eligible.ts';
import {hungOn} from './hung-update.ts';
import {isLiving, isLost, type Nodes} from './living.ts';
import type {Node} from './node.ts';
import {isJob, type Service} from './service.ts';
import {isByNode} from './slot-groups.ts';
import {type Slot, slotsOf} from './slots.ts';
import {isUnwanted, type Task} from './task.ts';

/** A service's slots, and the counts that every verdict starts from. */
export type Survey = {
	/** Of global services those on eligible nodes only: what ended elsewhere is nobody's concern. */
	readonly slots: readonly Slot[];
	readonly wanted: number;
	/** Slots that serve; of jobs those that are done. More than wanted until Swarm has chosen which to stop. */
	readonly serving: number;
	readonly updated: number;
	readonly lost: number;
	/** Tasks on living nodes that are told to go and haven't gone. */
	readonly stopping: number;
	/** The dead node that the update waits for. */
	readonly hungOn: Node | undefined;
};

const wantedOf = ({mode}: Service): number => {
	switch (mode.kind) {
		case 'replicated':
			return mode.replicas;
		case 'replicated-job':
			return mode.completions;
		default:
			return 0;
	}
};

const countOf = <T>(items: readonly T[], test: (item: T) => boolean) => {
	let count = 0;

	for (const item of items) {
		count += test(item) ? 1 : 0;
	}

	return count;
};

const isDone = ({standing}: Slot) => standing === 'complete';
const isServing = ({serving}: Slot) => serving !== undefined;

const survey = (service: Service, tasks: readonly Task[], nodes: Nodes): Survey => {
	const slots = slotsOf(service, tasks, nodes);
	const eligible = isByNode(service) ? eligibleNodes(service, slots, nodes) : undefined;
	const ours = eligible
		? slots.filter(({current}) => current.nodeId !== undefined && eligible.has(current.nodeId))
		: slots;
	const isUpdated = isJob(service) ? isDone : (slot: Slot) => slot.isServingUpToDate;

	return {
		slots: ours,
		wanted: eligible?.size ?? wantedOf(service),
		serving: countOf(ours, isJob(service) ? isDone : isServing),
		updated: countOf(ours, isUpdated),
		lost: countOf(tasks, task => isLost(task, nodes)),
		stopping: countOf(tasks, task => isUnwanted(task) && isLiving(task, nodes)),
		hungOn: hungOn(service, slots, nodes),
	};
};

type Kept = {readonly service: Service; readonly nodes: Nodes; readonly survey: Survey};
const kept = new WeakMap<readonly Task[], Kept>();

/** Verdict, progress and rollout ask for the same survey, every second, of tasks that mostly didn't change. */
export const surveyOf = (service: Service, tasks: readonly Task[], nodes: Nodes): Survey => {
	const known = kept.get(tasks);

	if (known?.service === service && known.nodes === nodes) {
		return known.survey;
	}

	const made = survey(service, tasks, nodes);
	kept.set(tasks, {service, nodes, survey: made});
	return made;
};
