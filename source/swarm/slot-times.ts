import {reachedAt} from './monitor.ts';
import {needsNothing} from './placement/needs.ts';
import {usualTime} from './rollout-time.ts';
import {begunAt} from './rollout-work.ts';
import type {Service, UpdateOrder} from './service.ts';
import {groupBySlot} from './slot-groups.ts';
import {isRunning, type Task} from './task.ts';
import type {Instant, Seconds} from './values.ts';

/** What was seen of tasks that took another's place, or came where none was. */
type Seen = {
	/** Until it ran, from when nothing of its slot was left to stop. */
	readonly start: Seconds;
	/** From Swarm's word until the task before it was gone. */
	readonly stop: Seconds | undefined;
	/** Both, one after the other, where the task before went first. */
	readonly round: Seconds | undefined;
};

/** How long a task takes to stop: as others did, or at most as long as it may. */
export type StopTime = {
	readonly seconds: Seconds;
	readonly isSeen: boolean;
	/** What its spec gives it until it is killed. */
	readonly grace: Seconds;
};

export type Times = {readonly start: Seconds | undefined; readonly stop: StopTime};

/** How long a slot takes to be given another task. */
export type RoundTime = {
	readonly seconds: Seconds;
	/** Tasks of this service took so long before; false where it is only supposed. */
	readonly isSeen: boolean;
	/** It has a stop in it. */
	readonly withStop: boolean;
	/** Where no stop was seen: with the longest there may be. */
	readonly most: Seconds | undefined;
	/** What its spec gives a task until it is killed. */
	readonly grace: Seconds;
};

/** What a start is taken to last where none of this service has been seen. */
const supposedStart: Seconds = 5;

/** No worker waits longer for a task to stop (`defaultOldTaskTimeout` in orchestrator/restart). */
const patience: Seconds = 60;

const secondsBetween = (from: Instant, to: Instant): Seconds => Math.max(0, to - from) / 1000;

/** To the second, as it is said: a thousand slots multiply what is rounded off. */
const rounded = (seconds: Seconds | undefined) =>
	seconds === undefined ? undefined : Math.max(1, Math.round(seconds));

const isMadeInPlace = ({updateStatus, update}: Service, {createdAt}: Task) =>
	updateStatus?.startedAt !== undefined && createdAt >= updateStatus.startedAt && update.order === 'stop-first';

const seenOf = (service: Service, task: Task, before: Task | undefined): Seen => {
	const [made, up] = [task.createdAt, reachedAt(task)];
	const gone = before?.state === 'shutdown' ? reachedAt(before) : undefined;

	// What failed before it was gone already, and what the engine no longer keeps can't be told apart.
	if (gone === undefined || gone <= made) {
		const isRound = before === undefined && isMadeInPlace(service, task);
		return {start: secondsBetween(made, up), stop: undefined, round: isRound ? secondsBetween(made, up) : undefined};
	}

	return gone <= up
		? {start: secondsBetween(gone, up), stop: secondsBetween(made, gone), round: secondsBetween(made, up)}
		: {start: secondsBetween(made, up), stop: secondsBetween(up, gone), round: undefined};
};

type Pair = {readonly task: Task; readonly before: Task | undefined};

const pairsIn = (service: Service, tasks: readonly Task[]): readonly Pair[] =>
	[...groupBySlot(service, tasks).values()].flatMap(slot =>
		slot.toSorted((a, b) => a.createdAt - b.createdAt).map((task, at, all) => ({task, before: all[at - 1]})),
	);

/** When the next of its slot ran isn't told any more once that has ended, too: then its start counts as well. */
const earlierStop = ({task, before}: Pair): Seconds | undefined =>
	before?.state === 'shutdown' && task.state === 'shutdown' && reachedAt(before) > task.createdAt
		? secondsBetween(task.createdAt, reachedAt(before))
		: undefined;

/** Of the tasks that run now: those that the last rollout made where there are any, as they are the likest. */
const timesIn = (service: Service, tasks: readonly Task[]) => {
	const pairs = pairsIn(service, tasks);
	const running = pairs.filter(({task}) => isRunning(task));
	const made = running.filter(({task}) => task.createdAt >= begunAt(service));
	const seen = (made.length > 0 ? made : running).map(({task, before}) => seenOf(service, task, before));
	const usual = (key: keyof Seen) => rounded(usualTime(seen.flatMap(one => one[key] ?? [])));
	return {
		start: usual('start'),
		round: usual('round'),
		stop: stopOf(service, usual('stop') ?? rounded(usualTime(pairs.flatMap(pair => earlierStop(pair) ?? [])))),
	};
};

/** What is on a network is stopped only once no other node sends it anything (`defaultGossipConvergeDelay` in moby). */
const farewell: Seconds = 2;

/** What killing and taking apart a container takes. */
const takingApart: Seconds = 1;

const stopOf = ({template, networks, ports}: Service, seconds: Seconds | undefined): StopTime => {
	const {stopGrace} = template.needs ?? needsNothing;
	const grace = Math.ceil(stopGrace);
	const isOnNetwork = networks.length > 0 || ports.some(({mode}) => mode === 'ingress');
	return seconds === undefined
		? {seconds: grace + takingApart + (isOnNetwork ? farewell : 0), grace, isSeen: false}
		: {seconds, grace, isSeen: true};
};

/** How long the tasks of a service take to start, with nothing to stop before, and how long to stop. */
export const usualTimes = (service: Service, tasks: readonly Task[]): Times => {
	const {start, stop} = timesIn(service, tasks);
	return {start, stop};
};

/** The same of the newest of its tasks that run. */
export const lastTimes = (service: Service, tasks: readonly Task[], running: readonly Task[]): Times => {
	const newest = running.reduce<Task | undefined>((a, b) => (a && a.createdAt >= b.createdAt ? a : b), undefined);

	if (newest === undefined) {
		return {start: undefined, stop: stopOf(service, undefined)};
	}

	const isBefore = (task: Task) =>
		task.slot === newest.slot &&
		task.createdAt < newest.createdAt &&
		(newest.slot !== undefined || task.nodeId === newest.nodeId);
	const before = tasks.reduce<Task | undefined>(
		(last, task) => (isBefore(task) && !(last && last.createdAt >= task.createdAt) ? task : last),
		undefined,
	);
	const {start, stop} = seenOf(service, newest, before);
	return {start: start > 0 ? start : undefined, stop: stopOf(service, stop)};
};

/** How long a slot takes to be given another task, in that order. */
export const roundTime = (service: Service, order: UpdateOrder, tasks: readonly Task[]): RoundTime => {
	const {start, stop, round} = timesIn(service, tasks);
	const began = start ?? supposedStart;
	const about = {isSeen: start !== undefined, grace: stop.grace};

	if (order === 'start-first') {
		return {...about, seconds: began, withStop: false, most: undefined};
	}

	const both = began + Math.min(patience, stop.seconds);
	const isOpen = round === undefined && !stop.isSeen;
	return {
		...about,
		seconds: round ?? (stop.isSeen ? both : began),
		withStop: !isOpen,
		most: isOpen ? both : undefined,
	};
};
