import type {ServiceId} from '../ids.ts';
import {believedNodes, type Nodes} from '../living.ts';
import {quorumOf} from '../quorum.ts';
import type {Service} from '../service.ts';
import {type Snapshot, serviceOf} from '../snapshot.ts';
import type {Task} from '../task.ts';
import {isUpToDate} from '../up-to-date.ts';
import type {Instant} from '../values.ts';
import {tightestOf} from './capacity-left.ts';
import {hostPortsOf} from './demand-of.ts';
import {type Aftermath, foresee} from './foresee.ts';
import type {Foresight, Waiting} from './foresight.ts';
import {sorted} from './sorted.ts';
import {eitherWay, merged} from './untried.ts';
import {isMeant} from './waiting-tasks.ts';

const isUp = ({state}: Task) => state === 'running';

/**
The order in which slots are kept: those that run before those that don't, then by how many of the service their node
holds already; what has no node goes first (orchestrator/replicated/services.go). Which of equal nodes is left to chance.
*/
const inOrderOfKeeping = (tasks: readonly Task[]): readonly Task[] => {
	const ranks = new Map<string, number>();
	const ranked = tasks
		.toSorted((a, b) => Number(isUp(b)) - Number(isUp(a)))
		.map(task => {
			const rank = (ranks.get(task.nodeId ?? '') ?? 0) + 1;
			ranks.set(task.nodeId ?? '', rank);
			return {task, rank: task.nodeId === undefined ? Infinity : rank};
		});
	return ranked.toSorted((a, b) => a.rank - b.rank || 0).map(({task}) => task);
};

const replicasOf = ({mode}: Service) => (mode.kind === 'replicated' ? mode.replicas : 0);

/** The tasks that go when it is to have so many. */
export const removedBy = (snapshot: Snapshot, service: Service, replicas: number): ReadonlySet<Task> => {
	const tasks = (snapshot.tasks.get(service.id)?.items ?? []).filter(isMeant);
	return new Set(inOrderOfKeeping(tasks).slice(replicas));
};

/** Which tasks of those scaled down go is partly chance: others that wait may get the room of any of them. */
export const widened = (
	some: readonly Waiting[],
	all: readonly Waiting[],
	scaled: ReadonlySet<ServiceId>,
): readonly Waiting[] => {
	const isOwn = ({service}: Waiting) => scaled.has(service.id);
	const [most, least] = [all, some].map(waiting => waiting.filter(entry => !isOwn(entry)));
	const either = merged(most ?? [], least ?? []);
	return [
		...some.filter(isOwn),
		...either.map(entry =>
			entry.isForgotten ? entry : {...entry, after: {...entry.after, most: Math.max(entry.before, entry.after.most)}},
		),
	];
};

/** A rollout isn't through: slots have an old task, or that and a new one. A scale begins it anew with those left. */
export const isHalfway = (service: Service, tasks: readonly Task[], nodes: Nodes) => {
	const meant = tasks.filter(isMeant);
	const isOld = (task: Task) =>
		!isUpToDate(task, service, task.nodeId === undefined ? undefined : nodes.get(task.nodeId));
	return new Set(meant.map(({slot}) => slot)).size < meant.length || meant.some(isOld);
};

/** Then what comes of its own waiting tasks is nobody's guess. */
export const blurred = (waiting: readonly Waiting[], service: Service, replicas: number): readonly Waiting[] => {
	const [own, others] = [
		waiting.filter(entry => entry.service.id === service.id),
		waiting.filter(entry => entry.service.id !== service.id),
	];
	const before = own.reduce((sum, entry) => sum + entry.before, 0);
	const after = {least: 0, most: 2 * replicas};
	const text = own[0]?.text;
	return [...others, {service, only: undefined, before, after, text, isTextSure: false, isForgotten: false}];
};

/** More or fewer replicas. Undefined for a service that has no count to set. */
export const scaleForesight = (
	snapshot: Snapshot,
	id: ServiceId,
	replicas: number,
	now: Instant,
): Foresight | undefined => eitherWay(snapshot, seen => scaledTo(seen, id, replicas, now));

const scaledTo = (snapshot: Snapshot, id: ServiceId, replicas: number, now: Instant): Foresight | undefined => {
	const service = serviceOf(snapshot, id);
	const nodes = believedNodes(snapshot, now);

	if (service?.mode.kind !== 'replicated' || nodes === undefined) {
		return undefined;
	}

	const scaled: Service = {...service, mode: {kind: 'replicated', replicas}, updatedAt: now, updateStatus: undefined};
	const up = {snapshot, now, nodes, services: new Map([[id, scaled]]), isReplaced: () => false};
	const more = Math.max(0, replicas - replicasOf(service));
	const leaving = more > 0 ? new Set<Task>() : removedBy(snapshot, service, replicas);
	const added = more > 0 ? [{service: scaled, tasks: more}] : [];
	const after = foresee({...up, leaving, added});
	const isChance = leaving.size > 0 && replicas > 0;
	const all = isChance ? foresee({...up, leaving: removedBy(snapshot, service, 0), added}) : after;
	const waiting = isChance ? widened(after.waiting, all.waiting, new Set([id])) : after.waiting;
	const isBlurred = isHalfway(service, snapshot.tasks.get(id)?.items ?? [], nodes);
	const told = isBlurred ? blurred(waiting, service, replicas) : waiting;
	return foresightFrom(snapshot, {service, leaving, after}, told);
};

type Scaled = {readonly service: Service; readonly leaving: ReadonlySet<Task>; readonly after: Aftermath};

const foresightFrom = (
	snapshot: Snapshot,
	{service, leaving, after}: Scaled,
	waiting: readonly Waiting[],
): Foresight => {
	const quorum = quorumOf(snapshot.nodes?.items ?? new Map());
	const tasks = (snapshot.tasks.get(service.id)?.items ?? []).filter(isMeant).length;
	const isClosing = leaving.size === tasks && tasks > 0;
	const at = [...leaving].flatMap(({nodeId}) => (nodeId && snapshot.nodes?.items.get(nodeId)) || []);
	const ports = isClosing ? at.flatMap(node => hostPortsOf(service).map(port => ({...port, service, node}))) : [];
	return {
		isWhole: snapshot.hasAllTasks,
		tasks,
		...sorted(after.fates),
		stays: tasks - leaving.size,
		ports,
		waiting,
		tightest: tightestOf(after.places),
		quorum: {before: quorum, after: quorum},
	};
};
