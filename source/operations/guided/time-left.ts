import type {NodeId, ServiceId} from '../../swarm/ids.ts';
import {secondsFor} from '../../swarm/rollout-time.ts';
import type {Service} from '../../swarm/service.ts';
import {type RoundTime, type StopTime, type Times, usualTimes} from '../../swarm/slot-times.ts';
import {type Snapshot, serviceOf, tasksOf} from '../../swarm/snapshot.ts';
import {hasEnded, isRunning, isUnwanted, type Task} from '../../swarm/task.ts';
import type {Instant, Seconds} from '../../swarm/values.ts';
import {progressOf} from '../../swarm/verdict.ts';
import {stepsOf} from './advance.ts';
import type {GuidedKind, GuidedRecord, Left} from './guided.ts';
import {remaining} from './moves.ts';

/** How long it all still takes; `seconds` up to where it is a person's turn, where there is such a step. */
export type TimeLeft =
	| {
			readonly kind: 'seconds';
			readonly seconds: Seconds;
			/** It may well be less. */
			readonly isMost: boolean;
			readonly isUntilYou: boolean;
	  }
	| {readonly kind: 'unknown' | 'late' | 'yours'};

/** Until a write is seen. */
const write: Seconds = 1;

/** What may be over the usual time before it is called long. */
const slack: Seconds = 30;

export const timeLeftOf = (kind: GuidedKind, record: GuidedRecord, snapshot: Snapshot, now: Instant): TimeLeft => {
	const steps = stepsOf(kind, record).slice(record.done);
	const lefts = steps.map((step, index): Left => step.left?.(snapshot, now, index === 0) ?? write);
	const turn = lefts.indexOf('yours');
	const before = turn === -1 ? lefts : lefts.slice(0, turn);
	const known = before.filter(left => typeof left !== 'string').map(secondsIn);

	if (turn === 0) {
		return {kind: 'yours'};
	}

	if (known.length < before.length) {
		return {kind: 'unknown'};
	}

	const seconds = known.reduce((sum, left) => sum + Math.max(0, left), 0);
	const isMost = before.some(left => typeof left === 'object' && left.most > 0);
	return (known[0] ?? 0) < -slack ? {kind: 'late'} : {kind: 'seconds', seconds, isMost, isUntilYou: turn > 0};
};

const secondsIn = (left: Exclude<Left, string>): Seconds => (typeof left === 'number' ? left : left.most);

const timesOf = (snapshot: Snapshot, id: ServiceId | undefined): Times | undefined => {
	const service = serviceOf(snapshot, id);
	return service && usualTimes(service, tasksOf(snapshot, service.id) ?? []);
};

const secondsSince = (now: Instant, times: readonly Instant[]): Seconds =>
	times.length === 0 ? 0 : (now - Math.min(...times)) / 1000;

/** Tasks of a service that are on their way up, and not on that node. */
const startingOff = (snapshot: Snapshot, id: ServiceId, node: NodeId): readonly Task[] =>
	(tasksOf(snapshot, id) ?? []).filter(
		task => task.nodeId !== node && !hasEnded(task) && !isUnwanted(task) && !isRunning(task),
	);

export const isStartingOff = (snapshot: Snapshot, id: ServiceId, node: NodeId): boolean =>
	startingOff(snapshot, id, node).length > 0;

/** Until tasks of these run off the node: all start at once, and those that have begun have less to go. */
export const startsLeft = (services: readonly ServiceId[], node: NodeId, snapshot: Snapshot, now: Instant): Left => {
	const lefts = services.map(id => {
		const begun = startingOff(snapshot, id, node).map(({createdAt}) => createdAt);
		const usual = timesOf(snapshot, id)?.start;
		return usual && usual - secondsSince(now, begun);
	});
	const known = lefts.filter(left => left !== undefined);
	return known.length < lefts.length ? 'unknown' : known.length === 0 ? 0 : Math.max(...known);
};

/** Until a node is empty: its tasks stop at once, and whichever takes longest decides. */
export const emptiesIn = (node: NodeId, snapshot: Snapshot, now: Instant): Left => {
	const byService = Map.groupBy(remaining(snapshot, node), ({serviceId}) => serviceId);
	const stops = [...byService].flatMap(([id, tasks]): readonly StopTime[] => {
		const stop = timesOf(snapshot, id)?.stop;
		const since = tasks.every(isUnwanted) ? Math.max(...tasks.map(({updatedAt}) => updatedAt)) : now;
		return stop === undefined ? [] : [{...stop, seconds: stop.seconds - (now - since) / 1000}];
	});
	const last = stops.toSorted((a, b) => a.seconds - b.seconds).at(-1);

	if (last === undefined) {
		return byService.size === 0 ? write : 'unknown';
	}

	return last.isSeen ? last.seconds : {most: last.seconds};
};

/** Of a rollout, by its slots, once one is through. What wasn't heard since its tasks were read makes no slot slow. */
export const rolloutLeft = (service: Service, snapshot: Snapshot, now: Instant): Seconds | undefined => {
	const at = Math.min(now, snapshot.tasks.get(service.id)?.at ?? now);
	const {secondsLeft} = progressOf(service, tasksOf(snapshot, service.id) ?? [], snapshot, at) ?? {};
	return secondsLeft === undefined ? undefined : secondsLeft - (now - at) / 1000;
};

/** Until all slots of a service are replaced, if each takes as long as the slowest of these. */
export const replacesIn = ({update}: Service, slots: number, rounds: readonly RoundTime[], passed: Seconds): Left => {
	const seen = rounds.filter(({isSeen}) => isSeen);
	const isOpen = seen.some(({most}) => most !== undefined) && !seen.some(({withStop}) => withStop);
	const longest = Math.max(...seen.map(({seconds, most}) => (isOpen ? (most ?? seconds) : seconds)));
	const left = secondsFor(update, slots, longest) - passed;
	return seen.length === 0 ? 'unknown' : isOpen ? {most: left} : left;
};
