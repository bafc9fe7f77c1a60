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
import {type Aftermath, foresee, type Upheaval} from './foresee.ts';
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

/** What goes on waiting while nothing changes. */
export const heldUp = (
	{snapshot, nodes}: {readonly snapshot: Snapshot; readonly nodes: Nodes},
	now: Instant,
): readonly Waiting[] =>
	foresee({snapshot, now, nodes, services: new Map(), leaving: new Set(), isReplaced: () => false, added: []}).waiting;

/** What waits with those that likely go gone, with all of those gone that may, and with none. */
type Outcomes = Readonly<Record<'likely' | 'most' | 'none', readonly Waiting[]>>;

/** Which tasks of those scaled down go is partly chance: others that wait may get the room of any of them, or of none. */
export const widened = ({likely, most, none}: Outcomes, scaled: ReadonlySet<ServiceId>): readonly Waiting[] => {
	const others = (waiting: readonly Waiting[]) => waiting.filter(({service}) => !scaled.has(service.id));
	const own = likely.filter(({service}) => scaled.has(service.id));
	const either = merged(merged(others(likely), others(most)), others(none));
	const asBefore = (entry: Waiting) => ({
		...entry,
		after: {...entry.after, most: Math.max(entry.before, entry.after.most)},
	});
	return [...own, ...either.map(entry => (entry.isForgotten ? entry : asBefore(entry)))];
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

	const scaled: Service = {
		...service,
		mode: {kind: 'replicated', replicas},
		previousSpec: service.spec,
		updatedAt: now,
		updateStatus: undefined,
	};
	const up = {snapshot, now, nodes, services: new Map([[id, scaled]]), isReplaced: () => false};
	const more = Math.max(0, replicas - replicasOf(service));
	const leaving = more > 0 ? new Set<Task>() : removedBy(snapshot, service, replicas);
	const added = more > 0 ? [{service: scaled, tasks: more}] : [];
	const after = foresee({...up, leaving, added});
	const isChance = leaving.size > 0 && replicas > 0;
	const waiting = isChance ? byChance(up, service, after.waiting) : after.waiting;
	const isBlurred = isHalfway(service, snapshot.tasks.get(id)?.items ?? [], nodes);
	const told = isBlurred ? blurred(waiting, service, replicas) : waiting;
	return foresightFrom(snapshot, {service, leaving, after}, told);
};

const byChance = (up: Omit<Upheaval, 'leaving' | 'added'>, service: Service, likely: readonly Waiting[]) => {
	const {snapshot, now} = up;
	const most = foresee({...up, leaving: removedBy(snapshot, service, 0), added: []}).waiting;
	return widened({likely, most, none: heldUp(up, now)}, new Set([service.id]));
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
