import {reachedAt} from './monitor.ts';
import type {Rollout, RolloutSlot} from './rollout.ts';
import type {Service} from './service.ts';
import type {Task} from './task.ts';
import type {Instant} from './values.ts';

/**
What happened in a rollout. `begun`: Swarm made a slot's new task. `up`: it runs. `through`: it outlived the window.
`failed`: it ended by itself. `lost`: its node went down, and it with it. `blocked`: it fits on no node. The others are about the service.
*/
export type RolloutEvent = {
	/** The same thing seen twice has the same id. */
	readonly id: string;
	readonly kind:
		| 'started'
		| 'paused'
		| 'resumed'
		| 'completed'
		| 'begun'
		| 'up'
		| 'through'
		| 'failed'
		| 'lost'
		| 'blocked';
	/** As the engine told, where it tells; what is seen while skep runs stays when the engine forgets it. */
	readonly at: Instant;
	readonly direction: Rollout['direction'];
	/** Of the service as it was then. */
	readonly image: string;
	/** Which slot and task, where it is about one. */
	readonly slot: RolloutSlot['key'] | undefined;
	readonly task: Task | undefined;
};

/** All that is remembered of one service's rollouts, newest first. */
export type Timeline = {
	readonly events: readonly RolloutEvent[];
	readonly seen: Rollout | undefined;
};

export const emptyTimeline: Timeline = {events: [], seen: undefined};

/** So many events are kept, more where a rollout has many slots; the oldest go first. */
const longest = (slots: number) => Math.min(20_000, Math.max(500, 6 * slots));

type Told = {readonly rollout: Rollout; readonly service: Service; readonly before: Rollout | undefined};

const event = (
	{rollout}: Told,
	kind: RolloutEvent['kind'],
	at: Instant,
	about: {readonly id: string; readonly slot?: RolloutSlot; readonly task?: Task},
): RolloutEvent => ({
	id: `${kind} ${about.id}`,
	kind,
	at,
	direction: rollout.direction,
	image: rollout.newImage,
	slot: about.slot?.key,
	task: about.task,
});

/** What the engine says of the service's update. It keeps no time of a pause or of a rollback's begin: both were its last write. */
const ofService = (told: Told): readonly RolloutEvent[] => {
	const {rollout, service, before} = told;
	const {startedAt, state, direction} = rollout;

	if (startedAt === undefined) {
		return [];
	}

	const id = `${direction} ${startedAt}`;
	const isByItself = direction === 'rollback' && before?.direction === 'update' && before.startedAt === startedAt;
	const started = event(told, 'started', isByItself ? service.updatedAt : startedAt, {id});

	if (state === 'paused') {
		return [started, event(told, 'paused', service.updatedAt, {id: `${id} ${service.version}`})];
	}

	if (state === 'completed') {
		return [started, event(told, 'completed', service.updateStatus?.completedAt ?? service.updatedAt, {id})];
	}

	const isResumed = before?.state === 'paused' && before.direction === direction && before.startedAt === startedAt;
	return isResumed ? [started, event(told, 'resumed', service.updatedAt, {id: `${id} ${service.version}`})] : [started];
};

const ofSlot = (told: Told, slot: RolloutSlot): readonly RolloutEvent[] => {
	const since = told.rollout.startedAt ?? 0;
	const {newTask, phase, failures, lost} = slot;
	const ended = [
		...failures
			.filter(({createdAt}) => createdAt >= since)
			.map(task => event(told, 'failed', task.stateAt, {id: task.id, slot, task})),
		...(lost === undefined || lost.at < since
			? []
			: [event(told, 'lost', lost.at, {id: lost.task.id, slot, task: lost.task})]),
	];

	if (newTask === undefined || newTask.createdAt < since) {
		return ended;
	}

	const about = {id: newTask.id, slot, task: newTask};
	const isUp = newTask.state === 'running';
	const upAt = Math.max(newTask.createdAt, reachedAt(newTask));
	return [
		...ended,
		...(failures.length === 0 ? [event(told, 'begun', newTask.createdAt, about)] : []),
		...(phase === 'blocked' ? [event(told, 'blocked', newTask.createdAt, about)] : []),
		...(isUp ? [event(told, 'up', upAt, about)] : []),
		...(isUp && phase === 'done' ? [event(told, 'through', Math.max(slot.since ?? upAt, upAt), about)] : []),
	];
};

const isSameSlot = (a: RolloutSlot, b: RolloutSlot | undefined) =>
	b !== undefined &&
	a.phase === b.phase &&
	a.newTask === b.newTask &&
	a.lost?.task === b.lost?.task &&
	a.failures.length === b.failures.length &&
	a.failures[0] === b.failures[0];

/** What the slots tell that they didn't tell before. */
const ofSlots = (told: Told): readonly RolloutEvent[] => {
	const {rollout, before} = told;
	const isSame = before?.startedAt === rollout.startedAt && before?.direction === rollout.direction;
	const known = new Map(isSame ? before?.slots.map(slot => [slot.key, slot]) : []);
	return rollout.slots.flatMap(slot => (isSameSlot(slot, known.get(slot.key)) ? [] : ofSlot(told, slot)));
};

/**
Takes in what the latest rollout tells: the times in its tasks for what happened before skep looked, the changes since for
what happened after. The same timeline again when there is nothing new.
*/
export const remember = (timeline: Timeline, service: Service, rollout: Rollout): Timeline => {
	if (timeline.seen === rollout) {
		return timeline;
	}

	const told: Told = {rollout, service, before: timeline.seen};
	const known = new Set(timeline.events.map(({id}) => id));
	const news = [...ofService(told), ...ofSlots(told)].filter(({id}) => !known.has(id));

	if (news.length === 0) {
		return {...timeline, seen: rollout};
	}

	const events = [...timeline.events, ...news].sort((a, b) => b.at - a.at || order(b) - order(a));
	return {events: events.slice(0, longest(rollout.slots.length)), seen: rollout};
};

const sequence: readonly RolloutEvent['kind'][] = [
	'started',
	'resumed',
	'begun',
	'blocked',
	'up',
	'through',
	'failed',
	'lost',
	'paused',
	'completed',
];

/** Of what happened at the same instant, the consequence comes later. */
const order = ({kind}: RolloutEvent) => sequence.indexOf(kind);
