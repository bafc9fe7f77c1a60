import type {ServiceId} from '../../swarm/ids.ts';
import {isLiving} from '../../swarm/living.ts';
import {begunAt} from '../../swarm/rollout-work.ts';
import {isJob, isRolling, type Service} from '../../swarm/service.ts';
import {roundTime} from '../../swarm/slot-times.ts';
import {nodeOf, type Snapshot, serviceOf, tasksOf} from '../../swarm/snapshot.ts';
import {hasEnded, isRunning, type Task} from '../../swarm/task.ts';
import {isUpToDate} from '../../swarm/up-to-date.ts';
import type {Instant} from '../../swarm/values.ts';
import {verdictOf} from '../../swarm/verdict.ts';
import {anyOperation} from '../operation.ts';
import {hasFile, type Repointing, repointFile} from '../service/repoint-file.ts';
import {isPaused} from '../service/service-write.ts';
import type {Left, Step, StepState} from './guided.ts';
import {onService} from './moves.ts';
import {replacesIn, rolloutLeft} from './time-left.ts';

/** A service that has the file, as it was when the rotation was planned. */
export type FileUser = {
	readonly id: ServiceId;
	readonly name: string;
	/** When the update or rollback began that was its last by then: none of ours. */
	readonly lastRollout: Instant | null;
};

const isOnDeadNode = (task: Task, snapshot: Snapshot) =>
	task.nodeId !== undefined && !isLiving(task, snapshot.nodes?.items ?? new Map());

/** Those that run with it, or are on their way up or down. */
const livingTasks = (service: Service, snapshot: Snapshot) =>
	tasksOf(snapshot, service.id)?.filter(task => !hasEnded(task) && !isOnDeadNode(task, snapshot));

const isNew = (task: Task, service: Service, snapshot: Snapshot) =>
	isUpToDate(task, service, nodeOf(snapshot, task.nodeId));

/** No task has the old version any more, and as many run as should. */
const hasConverged = (service: Service, {snapshot, now}: StepState) => {
	const tasks = livingTasks(service, snapshot);

	if (tasks === undefined || isRolling(service) || isPaused(service)) {
		return false;
	}

	const {state} = verdictOf(service, tasksOf(snapshot, service.id), snapshot, now);
	const isWhole = state.kind === 'converged' || state.kind === 'scaled-to-zero';
	return isWhole && tasks.every(task => isNew(task, service, snapshot));
};

const isThrough = (state: StepState, {id}: FileUser, change: Repointing) => {
	const service = serviceOf(state.snapshot, id);

	if (service === undefined) {
		return state.snapshot.services !== undefined;
	}

	if (hasFile(service, change.from)) {
		return false;
	}

	// Someone took it out of the service altogether: nothing is left to do. A job is not waited for: it may run for days.
	return !hasFile(service, change.to) || isJob(service) || hasConverged(service, state);
};

const isPausedWith = ({snapshot}: StepState, {id}: FileUser, {from}: Repointing) => {
	const service = serviceOf(snapshot, id);
	return service !== undefined && !hasFile(service, from) && isPaused(service);
};

/** Tasks start and end over and over, or nothing more is tried: without an update that could tell. */
const isFailing = (service: Service, {snapshot, now}: StepState) =>
	['failing', 'gave-up'].includes(verdictOf(service, tasksOf(snapshot, service.id), snapshot, now).state.kind);

const isRolledBack = (service: Service, {lastRollout}: FileUser) =>
	service.updateStatus?.state.startsWith('rollback') === true &&
	(service.updateStatus.startedAt ?? null) !== lastRollout;

const troubleOf = (state: StepState, user: FileUser, change: Repointing, isBack: boolean): string | undefined => {
	const {snapshot} = state;
	const service = serviceOf(snapshot, user.id);
	// On the way back, the write is the cure of what stands still.
	if (service === undefined || isBack) {
		return undefined;
	}

	const isOurs = !hasFile(service, change.from);

	if (isPaused(service)) {
		return isOurs
			? `The update of ${user.name} is paused: its tasks with ${change.to.name} fail. See why (w on it); once it is through, go on here. No other service was touched since.`
			: `The update of ${user.name} is paused: resume it (U) or roll it back (R) first, then go on here.`;
	}

	if (isOurs && !isRolling(service) && isFailing(service, state)) {
		return `${user.name} has ${change.to.name}, and its tasks fail. See why (w on it); once it is whole, go on here, or undo.`;
	}

	return !isOurs && isRolledBack(service, user)
		? `${user.name} went back to ${change.from.name}: its tasks with ${change.to.name} failed, or someone rolled it back. See why (w on it); going on tries again.`
		: undefined;
};

/** A task that no node takes may wait for ever, and no engine calls that a failure: whoever watches decides. */
const stuckWords = (service: Service, snapshot: Snapshot) => {
	const {state} = verdictOf(service, tasksOf(snapshot, service.id), snapshot, snapshot.nodes?.at ?? 0);
	const reason = state.kind === 'pending' ? state.reason : state.kind === 'rolling' ? state.blocked : undefined;
	return reason === undefined
		? ''
		: `. No node takes the next: ${reason}. Make room (w on it says where), or undo this`;
};

const waitingFor = (snapshot: Snapshot, {id}: FileUser, change: Repointing): string | undefined => {
	const service = serviceOf(snapshot, id);

	if (service === undefined) {
		return undefined;
	}

	if (hasFile(service, change.from)) {
		return isRolling(service) ? 'its update under way comes first' : undefined;
	}

	const tasks = livingTasks(service, snapshot) ?? [];
	const fresh = tasks.filter(task => isRunning(task) && isNew(task, service, snapshot)).length;
	const old = tasks.filter(task => !isNew(task, service, snapshot)).length;
	const rest = old === 0 ? '' : `, ${old} still with ${change.from.name}`;
	return `${fresh} of its tasks run with ${change.to.name}${rest}${stuckWords(service, snapshot)}`;
};

/** By its slots as soon as one is through; before, by how tasks started so far. */
const timeLeft = (snapshot: Snapshot, now: Instant, {id}: FileUser, change: Repointing): Left => {
	const service = serviceOf(snapshot, id);
	const tasks = tasksOf(snapshot, id);

	if (service === undefined || tasks === undefined || isJob(service)) {
		return 1;
	}

	const isOurs = !hasFile(service, change.from);
	const since = isOurs && isRolling(service) ? (now - begunAt(service)) / 1000 : 0;
	const left = since > 0 ? rolloutLeft(service, snapshot, now) : undefined;
	const slots = service.mode.kind === 'replicated' ? service.mode.replicas : tasks.filter(isRunning).length;
	const round = roundTime(service, service.update.order, tasks);
	return left ?? (isOurs && !isRolling(service) ? 1 : replacesIn(service, slots, [round], since));
};

/** One service is written, and watched until its rollout is through; on the way back it doesn't wait for what is under way. */
export const repointStep = (user: FileUser, change: Repointing, isBack = false): Step => ({
	title: `Give ${user.name} ${change.to.name}`,
	// On the way back, one that fails with what it had before must not keep the others from getting theirs.
	isDone: state => isThrough(state, user, change) || (isBack && isPausedWith(state, user, change)),
	write(snapshot) {
		const service = serviceOf(snapshot, user.id);
		return service === undefined || (!isBack && isRolling(service)) || !hasFile(service, change.from)
			? undefined
			: onService(anyOperation(repointFile), snapshot, user.id, change);
	},
	waiting: snapshot => waitingFor(snapshot, user, change),
	left: (snapshot, now) => timeLeft(snapshot, now, user, change),
	trouble: state => troubleOf(state, user, change, isBack),
});
