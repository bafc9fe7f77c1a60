import type {Service} from '../service.ts';
import {type Snapshot, serviceOf} from '../snapshot.ts';
import {hasEnded, type Task} from '../task.ts';
import type {Instant, Json} from '../values.ts';
import type {Foresight, Waiting} from './foresight.ts';
import {isForgotten, settling, specWrittenAt} from './forgotten.ts';
import {allWaiting} from './waiting-tasks.ts';

/** What makes the scheduler try all that wait: a node was written, a task ended, or one without a node was made. */
const lastTrialIn = ({nodes, tasks}: Snapshot): Instant => {
	let last = 0;

	for (const {updatedAt} of nodes?.items.values() ?? []) {
		last = Math.max(last, updatedAt);
	}

	for (const {items} of tasks.values()) {
		for (const task of items) {
			// A service's own write makes tasks a moment before it is written once more.
			const made = task.slot === undefined ? 0 : task.createdAt + 2 * settling;
			last = Math.max(last, hasEnded(task) ? task.stateAt : 0, made);
		}
	}

	return last;
};

const replicasIn = (spec: Json | undefined) => {
	const {Mode} = (spec ?? {}) as {readonly Mode?: {readonly Replicated?: {readonly Replicas?: number}}};
	return Mode?.Replicated?.Replicas;
};

/** A scale makes tasks or removes some that wait: both have all others tried. */
const isScaled = ({spec, previousSpec}: Service) =>
	previousSpec !== undefined && replicasIn(spec) !== replicasIn(previousSpec);

/** Its spec is older than its writing: whether a task that waits is older still doesn't show. */
const isReturned = ({updateStatus}: Service) => updateStatus?.state.startsWith('rollback') ?? false;

/** Left alone by a change of its service that moved nothing, and not tried since, as far as can be seen: it may be once more. */
const untriedIn = (snapshot: Snapshot): readonly Task[] => {
	const old = allWaiting(snapshot).filter(task => {
		const service = serviceOf(snapshot, task.serviceId);
		return service !== undefined && !isScaled(service) && isForgotten(task, service);
	});

	if (old.length === 0) {
		return [];
	}

	const last = lastTrialIn(snapshot);
	return old.filter(task => {
		const service = serviceOf(snapshot, task.serviceId) as Service;
		return isReturned(service) || last < specWrittenAt(service) + settling;
	});
};

/** The same snapshot with those tasks as new as their service. */
const withTried = (snapshot: Snapshot, untried: ReadonlySet<Task>): Snapshot => {
	const renewed = (task: Task) => {
		const service = serviceOf(snapshot, task.serviceId);
		return untried.has(task) && service ? {...task, createdAt: specWrittenAt(service)} : task;
	};
	const tasks = new Map([...snapshot.tasks].map(([id, {at, items}]) => [id, {at, items: items.map(renewed)}] as const));
	return {...snapshot, tasks};
};

const keyOf = ({service, only}: Waiting) => `${service.id} ${only ?? ''}`;

const summed = (some: readonly Waiting[]) => ({
	least: some.reduce((sum, {after}) => sum + after.least, 0),
	most: some.reduce((sum, {after}) => sum + after.most, 0),
});

/** Of either outcome, all that may be: in one entry where they differ in number. */
export const merged = (one: readonly Waiting[], other: readonly Waiting[]): readonly Waiting[] => {
	const [here, there] = [Map.groupBy(one, keyOf), Map.groupBy(other, keyOf)];

	return [...new Set([...here.keys(), ...there.keys()])].flatMap((key): readonly Waiting[] => {
		const [some, others] = [here.get(key) ?? [], there.get(key) ?? []];
		const [low, high] = [summed(some), summed(others)];
		const [first] = [...some, ...others];
		const after = {least: Math.min(low.least, high.least), most: Math.max(low.most, high.most)};
		const texts = new Set([...some, ...others].map(({text}) => text));
		const isSame = low.least === high.least && low.most === high.most && texts.size === 1;
		return isSame || first === undefined ? some : [{...first, after, isTextSure: false}];
	});
};

/** Foresight where it isn't known whether the scheduler tries some tasks once more: whatever holds either way. */
export const eitherWay = <Said extends Foresight | undefined>(
	snapshot: Snapshot,
	foresee: (snapshot: Snapshot) => Said,
): Said => {
	const said = foresee(snapshot);
	const untried = untriedIn(snapshot);
	const other = said && untried.length > 0 ? foresee(withTried(snapshot, new Set(untried))) : undefined;
	return said && other ? {...said, waiting: merged(said.waiting, other.waiting)} : said;
};
