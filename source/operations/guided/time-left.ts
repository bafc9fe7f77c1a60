import type {NodeId, ServiceId} from '../../swarm/ids.ts';
import {type Snapshot, serviceOf, tasksOf} from '../../swarm/snapshot.ts';
import {hasEnded, isRunning, isUnwanted, type Task} from '../../swarm/task.ts';
import type {Instant, Seconds} from '../../swarm/values.ts';
import {usualStart} from '../estimate.ts';
import {stepsOf} from './advance.ts';
import type {GuidedKind, GuidedRecord, Left} from './guided.ts';
import {remaining} from './moves.ts';

/** How long it all still takes; `seconds` up to where it is a person's turn, where there is such a step. */
export type TimeLeft =
	| {readonly kind: 'seconds'; readonly seconds: Seconds; readonly isUntilYou: boolean}
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
	const known = before.filter(left => typeof left === 'number');

	if (turn === 0) {
		return {kind: 'yours'};
	}

	if (known.length < before.length) {
		return {kind: 'unknown'};
	}

	return (known[0] ?? 0) < -slack
		? {kind: 'late'}
		: {kind: 'seconds', seconds: known.reduce((sum, left) => sum + Math.max(0, left), 0), isUntilYou: turn > 0};
};

const usualOf = (snapshot: Snapshot, id: ServiceId | undefined) => {
	const service = id && serviceOf(snapshot, id);
	return service && usualStart(service, snapshot);
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
		const usual = usualOf(snapshot, id);
		return usual && usual - secondsSince(now, begun);
	});
	const known = lefts.filter(left => left !== undefined);
	return known.length < lefts.length ? 'unknown' : known.length === 0 ? 0 : Math.max(...known);
};

/** Until a node is empty: its tasks stop at once, and what was seen of starts in their place has such a stop in it. */
export const emptiesIn = (node: NodeId, snapshot: Snapshot, now: Instant): Left => {
	const tasks = remaining(snapshot, node);
	const stopping = tasks.filter(isUnwanted).map(({updatedAt}) => updatedAt);
	const usual = [...new Set(tasks.map(({serviceId}) => serviceId))].flatMap(id => usualOf(snapshot, id) ?? []);
	return tasks.length === 0 ? write : usual.length === 0 ? 'unknown' : Math.max(...usual) - secondsSince(now, stopping);
};
