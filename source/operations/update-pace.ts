import type {Service, UpdatePolicy} from '../swarm/service.ts';
import type {Snapshot} from '../swarm/snapshot.ts';
import {duration} from './duration.ts';
import {agree, count} from './words.ts';

/** How many slots a rollout goes through; for global services, those that have a task now. */
export const slotsToReplace = ({id, mode}: Service, snapshot: Snapshot): number | undefined => {
	if (mode.kind === 'replicated') {
		return mode.replicas;
	}

	const tasks = snapshot.tasks.get(id)?.items;
	return mode.kind === 'global' && tasks
		? new Set(tasks.filter(({desiredState}) => desiredState === 'running').map(({nodeId}) => nodeId)).size
		: undefined;
};

/** `2 at a time, each stopped before its replacement starts, 10s between` */
const pace = ({parallelism, order, delay}: UpdatePolicy, slots: number | undefined) =>
	[
		isAllAtOnce(parallelism, slots) ? 'all at once' : `${parallelism} at a time`,
		order === 'start-first'
			? 'each replacement up before the old task stops'
			: 'each task stopped before its replacement starts',
		...(delay > 0 ? [`${duration(delay)} between`] : []),
	].join(', ');

const isAllAtOnce = (parallelism: number, slots: number | undefined) =>
	parallelism === 0 || (slots !== undefined && slots > 1 && parallelism >= slots);

const afterwards: Readonly<Record<UpdatePolicy['failureAction'], string>> = {
	pause: 'it pauses',
	continue: 'it goes on all the same',
	rollback: 'it rolls back by itself',
};

/** What replacing all tasks of a service means, by the policy it follows. */
export const rolloutEffects = (service: Service, policy: UpdatePolicy, snapshot: Snapshot): readonly string[] => {
	const slots = slotsToReplace(service, snapshot);

	if (slots === 0) {
		return [`${service.name} has no task: nothing restarts.`];
	}

	const what = slots === undefined ? 'every slot' : count(slots, 'slot');
	return [
		`${what} of ${service.name} ${agree(slots ?? 1, 'restarts', 'restart')}: ${pace(policy, slots)}.`,
		`If a new task fails within ${duration(policy.monitor)} of its start, ${afterwards[policy.failureAction]}.`,
		...(slots === 1 && policy.order === 'stop-first' ? ['Nothing serves while its one task is replaced.'] : []),
	];
};

/** A rollout that leaves nothing serving: all slots stop before one is back. */
export const outage = (service: Service, {parallelism, order}: UpdatePolicy, snapshot: Snapshot): readonly string[] => {
	const slots = slotsToReplace(service, snapshot);

	return order === 'stop-first' && slots !== undefined && slots > 1 && isAllAtOnce(parallelism, slots)
		? [`All ${slots} slots of ${service.name} stop together: nothing serves until the first is back.`]
		: [];
};
