import {isJob, isRolling, type Service, type UpdatePolicy} from '../swarm/service.ts';
import {type Snapshot, tasksOf} from '../swarm/snapshot.ts';
import {isRunning, type Task} from '../swarm/task.ts';
import {isUpToDate} from '../swarm/up-to-date.ts';
import {duration} from './duration.ts';
import {estimate} from './estimate.ts';
import {agree, count} from './words.ts';

const wantedTasks = ({id}: Service, snapshot: Snapshot) =>
	tasksOf(snapshot, id)?.filter(({desiredState}) => desiredState === 'running');

/** How many slots a rollout goes through; for global services, those that have a task now. */
export const slotsToReplace = (service: Service, snapshot: Snapshot): number | undefined => {
	const {mode} = service;

	if (mode.kind === 'replicated') {
		return mode.replicas;
	}

	const tasks = wantedTasks(service, snapshot);
	return mode.kind === 'global' && tasks ? new Set(tasks.map(({nodeId}) => nodeId)).size : undefined;
};

/** The slots without a running task that is as it should be; undefined while the tasks aren't known. */
export const slotsWithout = (
	service: Service,
	snapshot: Snapshot,
	isAsWanted: (task: Task) => boolean,
): number | undefined => {
	const [slots, tasks] = [slotsToReplace(service, snapshot), tasksOf(snapshot, service.id)];
	const good = tasks?.filter(task => isRunning(task) && isAsWanted(task)) ?? [];
	const kept = new Set(good.map(({slot, nodeId}) => slot ?? nodeId)).size;

	return slots === undefined || tasks === undefined ? undefined : Math.max(0, slots - kept);
};

/** What an unfinished rollout has still to replace. */
export const slotsLeft = (service: Service, snapshot: Snapshot) =>
	slotsWithout(service, snapshot, task => isUpToDate(task, service, undefined));

/** `2 at a time, each task stopped before its replacement starts, 10s between` */
const pace = ({parallelism, order, delay}: UpdatePolicy, slots: number | undefined) =>
	[
		atATime(parallelism, slots),
		order === 'start-first'
			? 'each replacement up before the old task stops'
			: 'each task stopped before its replacement starts',
		...(delay > 0 ? [`${duration(delay)} between`] : []),
	].join(', ');

const atATime = (parallelism: number, slots: number | undefined) =>
	isAllAtOnce(parallelism, slots) ? 'all at once' : `${parallelism} at a time`;

const isAllAtOnce = (parallelism: number, slots: number | undefined) =>
	parallelism === 0 || (slots !== undefined && slots > 1 && parallelism >= slots);

const afterwards: Readonly<Record<UpdatePolicy['failureAction'], string>> = {
	pause: 'it pauses',
	continue: 'it goes on all the same',
	rollback: 'it rolls back by itself',
};

/** When the engine acts on failures: it counts those within the monitor time (swarmkit, orchestrator/update). */
const onFailure = ({monitor, failureAction, maxFailureRatio}: UpdatePolicy) => {
	const within = `within ${duration(monitor)} of ${maxFailureRatio > 0 ? 'their' : 'its'} start`;
	const who = maxFailureRatio > 0 ? `more than ${percent(maxFailureRatio)} of the slots fail` : 'a new task fails';

	return `If ${who} ${within}, ${afterwards[failureAction]}.`;
};

const percent = (ratio: number) => `${Math.round(ratio * 10_000) / 100} %`;

/** `6 slots, 2 at a time, about 1 min 10 s if each starts in 5 s`: what the settings mean for this service. */
export const paceInShort = (service: Service, policy: UpdatePolicy, snapshot: Snapshot) => {
	const slots = slotsToReplace(service, snapshot);
	const about = estimate(service, policy, slots, snapshot);

	return [
		slots === undefined ? 'every slot' : count(slots, 'slot'),
		atATime(policy.parallelism, slots),
		...(about === undefined ? [] : [about]),
	].join(', ');
};

/** What replacing tasks of a service means, by the policy it follows; all its slots unless told how many. */
export const rolloutEffects = (
	service: Service,
	policy: UpdatePolicy,
	snapshot: Snapshot,
	slots = slotsToReplace(service, snapshot),
): readonly string[] => {
	if (isJob(service)) {
		return [`${service.name} is a job: it runs once more from the start.`];
	}

	if (slots === 0) {
		return [`${service.name} has no task: nothing restarts.`];
	}

	const what = slots === undefined ? 'every slot' : count(slots, 'slot');
	const about = estimate(service, policy, slots, snapshot);
	return [
		`${what} of ${service.name} ${agree(slots ?? 1, 'restarts', 'restart')}: ${pace(policy, slots)}${about === undefined ? '' : `; ${about}`}.`,
		onFailure(policy),
		...(slots === 1 && slotsToReplace(service, snapshot) === 1 && policy.order === 'stop-first'
			? ['Nothing serves while its one task is replaced.']
			: []),
	];
};

/** What a new pace makes of an update that isn't through: the engine ends it, and begins one over what is left. */
export const restartedRollout = (service: Service, policy: UpdatePolicy, snapshot: Snapshot): readonly string[] => {
	const slots = slotsLeft(service, snapshot);

	if (slots === 0) {
		return [`No slot of ${service.name} is left to replace: nothing restarts.`];
	}

	const about = estimate(service, policy, slots, snapshot);
	return [
		`The ${isRolling(service) ? 'rollout under way ends, and another begins' : 'paused rollout goes on'} at once over ${slots === undefined ? 'the slots that are left' : `the ${count(slots, 'slot')} left`}: ${pace(policy, slots)}${about === undefined ? '' : `; ${about}`}.`,
		onFailure(policy),
	];
};

/** A rollout that leaves nothing serving: all slots stop before one is back. */
export const outage = (service: Service, {parallelism, order}: UpdatePolicy, snapshot: Snapshot): readonly string[] => {
	const slots = slotsToReplace(service, snapshot);

	return order === 'stop-first' && slots !== undefined && slots > 1 && isAllAtOnce(parallelism, slots)
		? [`All ${slots} slots of ${service.name} stop together: nothing serves until the first is back.`]
		: [];
};
