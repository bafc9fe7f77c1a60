import type {LogsState} from '../../store/logs.ts';
import {mostTogether} from '../../store/logs.ts';
import type {NodeId, ServiceId} from '../../swarm/ids.ts';
import {believedNodes, isOnDeadNode, type Nodes} from '../../swarm/living.ts';
import {nodeOf, serviceOf} from '../../swarm/snapshot.ts';
import {dottedName, hasEnded, isUnwanted, type Task} from '../../swarm/task.ts';
import {count} from '../format/plural.ts';
import {findTask} from '../pages/page.ts';
import type {LogSubject} from '../subjects.ts';
import {clean} from '../text/clean.ts';
import type {View} from '../view.ts';

/** What can't be in the log and why, one clause each: following a log, the engine keeps silent about it. */
export function missingFrom(view: View, subject: LogSubject, {skew}: Pick<LogsState, 'skew'>): readonly string[] {
	// One that is to stop may run on where nobody hears it.
	const tasks = tasksOf(view, subject).filter(task => !hasEnded(task));
	const nodes = believedNodes(view.snapshot(), view.now()) ?? new Map();
	return [
		...cutOf(subject),
		...mute(view, subject),
		...lostOf(view, tasks, nodes),
		...(skew === undefined
			? []
			: [
					`clocks differ: ${hostOf(view, skew.ahead)} is ${(skew.milliseconds / 1000).toFixed(0)} s ahead of ${hostOf(view, skew.behind)}; lines are in the order they came`,
				]),
	];
}

/** Why there may be no line at all; undefined where there is no reason to be seen. */
export function whyNoLines(view: View, subject: LogSubject): string | undefined {
	const tasks = tasksOf(view, subject).filter(task => !hasEnded(task) && !isUnwanted(task));

	if (subject.kind === 'service' && view.serviceOf(subject.id)?.logDriver === 'none') {
		return 'No lines: its log driver is none, which keeps no log';
	}

	const isWaiting = tasks.length > 0 && tasks.every(({nodeId}) => nodeId === undefined);
	return isWaiting
		? `No lines yet: ${tasks.length === 1 ? 'its task has' : 'its tasks have'} no node so far`
		: undefined;
}

const mute = (view: View, subject: LogSubject) => {
	const names =
		subject.kind === 'services'
			? subject.ids
					.map(id => view.serviceOf(id))
					.flatMap(service => (service?.logDriver === 'none' ? [service.name] : []))
			: [];
	return names.length === 0 ? [] : [`nothing from ${clean(names.join(', '))}: the log driver none keeps no log`];
};

const hostOf = (view: View, id: NodeId) => clean(nodeOf(view.snapshot(), id)?.hostname ?? id.slice(0, 6));

function tasksOf(view: View, subject: LogSubject): readonly Task[] {
	const {tasks} = view.snapshot();
	const of = (id: ServiceId) => tasks.get(id)?.items ?? [];

	switch (subject.kind) {
		case 'service':
			return of(subject.id);
		case 'task':
			return [findTask(view.snapshot(), subject.id) ?? []].flat();
		case 'services':
			return subject.ids.flatMap(of);
	}
}

const cutOf = (subject: LogSubject) =>
	subject.kind === 'services' && subject.ids.length > mostTogether
		? [`the first ${mostTogether} of ${subject.ids.length} services, by name: each is a stream of its own`]
		: [];

/** By node: `3 tasks on node05, which is down: what they write is not told`. */
function lostOf(view: View, tasks: readonly Task[], nodes: Nodes) {
	const lost = Map.groupBy(
		tasks.filter(task => isOnDeadNode(task, nodes)),
		({nodeId}) => nodeId,
	);
	return [...lost].map(([id, own]) => {
		const node = id === undefined ? undefined : nodes.get(id);
		const names = own.map(task => nameOf(view, task));
		const who = names.length > 3 ? count(names.length, 'task') : names.join(', ');
		return `nothing from ${who}: ${id === undefined ? '?' : hostOf(view, id)} is ${node?.state ?? 'gone'}`;
	});
}

const nameOf = (view: View, task: Task) =>
	clean(dottedName(serviceOf(view.snapshot(), task.serviceId)?.name ?? '', task)) || task.id.slice(0, 6);
