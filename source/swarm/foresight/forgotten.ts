import type {ServiceId} from '../ids.ts';
import type {Service} from '../service.ts';
import {isByNode} from '../slot-groups.ts';
import {type Snapshot, serviceOf} from '../snapshot.ts';
import type {Task} from '../task.ts';
import type {Instant} from '../values.ts';
import type {Range, Waiting} from './foresight.ts';
import {allWaiting, isWaiting} from './waiting-tasks.ts';

/** The service is written once more while its ports and addresses are allocated, in milliseconds. */
export const settling = 1000;

/**
When the spec was last written; an update that began then, and its end, count the service up as well. One that rolled
back by itself took a spec that is older still: what that made since then is never older than it. A new leader writes
services, too, and no spec: one that never had another is as old as the service.
*/
export const specWrittenAt = ({updateStatus, updatedAt, createdAt, previousSpec}: Service): Instant =>
	updateStatus?.startedAt ?? (previousSpec === undefined ? createdAt : updatedAt);

/**
A waiting task that is older than its service's spec is tried once more and then no longer: the scheduler drops it from
its queue (noSuitableNode in manager/scheduler/scheduler.go), and room that appears later doesn't help it. A scale does
that to tasks that wait, since it leaves them as they are; a restart of the service replaces them.
*/
export const isForgotten = (task: Task, service: Service): boolean =>
	isWaiting(task) &&
	task.state === 'pending' &&
	task.nodeId === undefined &&
	!isByNode(service) &&
	task.createdAt + settling < specWrittenAt(service);

/** They keep the error they have: nobody writes it again. */
export const forgottenTasks = (
	snapshot: Snapshot,
	services: ReadonlyMap<ServiceId, Service>,
	isGone: (task: Task) => boolean,
): readonly Waiting[] =>
	[...Map.groupBy(allWaiting(snapshot), ({serviceId}) => serviceId)].flatMap(([id, waiting]) => {
		const service = (id && services.get(id)) ?? serviceOf(snapshot, id);
		const forgotten = service ? waiting.filter(task => !isGone(task) && isForgotten(task, service)) : [];
		return [...Map.groupBy(forgotten, ({error}) => error)].flatMap(([text, tasks]) =>
			service ? [waitingFor(service, text, tasks.length)] : [],
		);
	});

/** Waiting tasks that a rolling update would replace: so many of them it never comes to, and they stay as they are. */
export const leftBehind = (service: Service, behind: readonly Task[], left: Range): readonly Waiting[] => {
	if (left.most === 0) {
		return [];
	}

	const texts = Map.groupBy(behind, ({error}) => error);

	if (left.least === behind.length) {
		return [...texts].map(([text, {length}]) => waitingFor(service, text, length));
	}

	const [text] = texts.keys();
	return [{...waitingFor(service, text, behind.length), after: left, isTextSure: texts.size === 1}];
};

const waitingFor = (service: Service, text: string | undefined, tasks: number): Waiting => ({
	service,
	only: undefined,
	before: tasks,
	after: {least: tasks, most: tasks},
	text,
	isTextSure: true,
	isForgotten: true,
});
