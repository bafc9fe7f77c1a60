import {isJob, isRolling, type Service, type UpdatePolicy} from '../../swarm/service.ts';
import {type Snapshot, tasksOf} from '../../swarm/snapshot.ts';
import {hasEnded, isRunning, isUnwanted, type Task} from '../../swarm/task.ts';
import {isUpToDate} from '../../swarm/up-to-date.ts';
import {duration} from '../duration.ts';
import {estimate} from '../estimate.ts';
import {agree, count} from '../words.ts';

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

	return slots === undefined || tasks === undefined
		? undefined
		: Math.max(0, slots - slotsOf(tasks.filter(task => isRunning(task) && isAsWanted(task))));
};

const slotsOf = (tasks: readonly Task[]) => new Set(tasks.map(({slot, nodeId}) => slot ?? nodeId)).size;

/** What an unfinished rollout has still to replace; slots whose new task fails over and over aren't among them. */
export const slotsLeft = (service: Service, snapshot: Snapshot): number | undefined => {
	const tasks = tasksOf(snapshot, service.id);
	return (
		tasks &&
		slotsOf(tasks.filter(task => !isUnwanted(task) && !hasEnded(task) && !isUpToDate(task, service, undefined)))
	);
};

/** `2 at a time, each task stopped before its replacement starts, 10s between` */
const pace = ({parallelism, order, delay}: UpdatePolicy, slots: number | undefined) =>
	[
		...(slots === 1 ? [] : [atATime(parallelism, slots)]),
		order === 'start-first'
			? `${slots === 1 ? 'the' : 'each'} replacement up before the old task stops`
			: `${slots === 1 ? 'its' : 'each'} task stopped before ${slots === 1 ? 'the' : 'its'} replacement starts`,
		...(delay > 0 && slots !== 1 ? [`${duration(delay)} between`] : []),
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

type Rolled = {readonly effects: readonly string[]; readonly forecast: readonly string[]};

/** What replacing all tasks of a service means, by the policy it follows. */
export const rolloutOf = (service: Service, policy: UpdatePolicy, snapshot: Snapshot): Rolled => {
	const [slots, {name}] = [slotsToReplace(service, snapshot), service];

	if (isJob(service)) {
		return {effects: [`${name} is a job: it runs once more from the start.`], forecast: []};
	}

	if (slots === 0) {
		return {effects: [`${name} has no task: nothing restarts.`], forecast: []};
	}

	const what = slots === undefined ? 'every slot' : count(slots, 'slot');
	const about = estimate(service, policy, slots, snapshot);
	return {
		effects: [
			`${what} of ${name} ${agree(slots ?? 1, 'restarts', 'restart')}: ${pace(policy, slots)}.`,
			onFailure(policy),
			...(slots === 1 && policy.order === 'stop-first' ? ['Nothing serves while its one task is replaced.'] : []),
		],
		forecast: about === undefined ? [] : [`${sentence(about)}.`],
	};
};

const sentence = (clause: string) => `${clause.slice(0, 1).toUpperCase()}${clause.slice(1)}`;

/** What replacing some of its tasks means: how many those are may change while one reads. */
export const partialRollout = (
	service: Service,
	policy: UpdatePolicy,
	snapshot: Snapshot,
	{begins, slots}: {readonly begins: string; readonly slots: number | undefined},
): Rolled => {
	const about = estimate(service, policy, slots, snapshot);
	const all = slotsToReplace(service, snapshot);
	const of =
		slots === undefined
			? []
			: [`${slots}${all === undefined ? '' : ` of ${all}`} ${agree(all ?? slots, 'slot', 'slots')} as things stand`];

	return {
		effects: [`${begins}: ${pace(policy, undefined)}.`, onFailure(policy)],
		forecast: slots === undefined ? [] : [`${[...of, ...(about === undefined ? [] : [about])].join(', ')}.`],
	};
};

/** What a new pace makes of an update that isn't through: the engine ends it, and begins one over what is left. */
export const restartedRollout = (service: Service, policy: UpdatePolicy, snapshot: Snapshot) =>
	partialRollout(service, policy, snapshot, {
		begins: `The ${isRolling(service) ? 'rollout under way ends, and another begins' : 'paused rollout goes on'} at once over the slots of ${service.name} that are left`,
		slots: slotsLeft(service, snapshot),
	});

/** A rollout that leaves nothing serving: all slots stop before one is back. */
export const outage = (service: Service, {parallelism, order}: UpdatePolicy, snapshot: Snapshot): readonly string[] => {
	const slots = slotsToReplace(service, snapshot);

	return order === 'stop-first' && slots !== undefined && slots > 1 && isAllAtOnce(parallelism, slots)
		? [`All ${slots} slots of ${service.name} stop together: nothing serves until the first is back.`]
		: [];
};
