import type {NodeId} from './ids.ts';
import {believedNodes} from './living.ts';
import {policyOf} from './monitor.ts';
import {failureCount} from './rollout-failures.ts';
import {oldImageOf, servingOf} from './rollout-images.ts';
import {rolloutSlotOf} from './rollout-slot.ts';
import {secondsLeftOf} from './rollout-time.ts';
import {workOf} from './rollout-work.ts';
import type {Service, UpdatePolicy} from './service.ts';
import type {Snapshot} from './snapshot.ts';
import {surveyOf} from './survey.ts';
import type {Task} from './task.ts';
import type {Instant, Seconds} from './values.ts';

/**
Where a slot is in a rollout.
`old`: untouched, serving as before. `stopping`: the old task was told to go. `starting`: the new one is on its way up.
`blocked`: the new one fits on no node. `verifying`: it runs, and the monitor window is open. `failing`: new tasks end by
themselves, over and over or for good. `done`: new, and past the window. `empty`: nothing in it, and nothing on its way.
*/
export type SlotPhase = 'old' | 'stopping' | 'starting' | 'blocked' | 'verifying' | 'failing' | 'done' | 'empty';

export type RolloutSlot = {
	/** The slot's number, or a node's id for global services: unique within the service. */
	readonly key: string;
	readonly number: number | undefined;
	/** Where its newest task is, or was. */
	readonly nodeId: NodeId | undefined;
	readonly phase: SlotPhase;
	/** Since when it is in that phase. */
	readonly since: Instant | undefined;
	/** When a monitor window closes. */
	readonly until: Instant | undefined;
	/** Which version serves from here now, if one does `servesSteadily`. While start-first replaces a task, `old`. */
	readonly serves: 'old' | 'new' | undefined;
	readonly oldTask: Task | undefined;
	/** Its old task goes on serving beside the new one, as in an update that hangs; or the engine still counts it, on a dead node. */
	readonly oldStays: 'serves' | 'lost' | undefined;
	readonly newTask: Task | undefined;
	/** The task that went with its node, and when that went down. */
	readonly lost: {readonly task: Task; readonly at: Instant} | undefined;
	/** Tasks of the new spec that ended by themselves since the rollout began, newest first; as many as the engine keeps. */
	readonly failures: readonly Task[];
};

/** Which image how many slots serve with; the current spec's first. */
export type Serving = {readonly image: string; readonly isNew: boolean; readonly slots: number};

/**
A service as the cockpit shows it: every slot's way from the old spec to the new one. `direction` and `state` are what the
engine says of its update; `state` is `none` where it says nothing. All else is decided from tasks on living nodes.
*/
export type Rollout = {
	readonly direction: 'update' | 'rollback';
	readonly state: 'rolling' | 'paused' | 'completed' | 'none';
	readonly startedAt: Instant | undefined;
	readonly oldImage: string | undefined;
	readonly newImage: string;
	/** The policy that decides: a rollback has its own. */
	readonly policy: UpdatePolicy;
	readonly slots: readonly RolloutSlot[];
	readonly counts: Readonly<Record<SlotPhase, number>>;
	readonly wanted: number;
	readonly serving: readonly Serving[];
	/** Slots that count as failed against the allowed ratio, out of those that this rollout set out to replace. */
	readonly failures: {readonly slots: number; readonly allowed: number; readonly of: number};
	/** Slots being replaced now; Swarm works on `policy.parallelism` of them at most, 0 being all. */
	readonly busy: number;
	/** When the delay after the latest slot is over, while a worker waits it out. */
	readonly delayUntil: Instant | undefined;
	/** The scheduler's reason, when a new task fits nowhere: it waits for ever. */
	readonly blocked: string | undefined;
	/** The dead node that all of it waits for: see `hungOn`. */
	readonly waitsFor: NodeId | undefined;
	/** Roughly; undefined until one slot is through, while it waits for a node, paused or over. */
	readonly secondsLeft: Seconds | undefined;
	/** The new task that failed last: what to show of it. */
	readonly lastFailure: Task | undefined;
};

const stateOf = ({updateStatus}: Service): Rollout['state'] => {
	if (updateStatus === undefined) {
		return 'none';
	}

	if (updateStatus.state.endsWith('paused')) {
		return 'paused';
	}

	return updateStatus.state.endsWith('completed') ? 'completed' : 'rolling';
};

const countsOf = (slots: readonly RolloutSlot[]): Readonly<Record<SlotPhase, number>> => {
	const counts = {old: 0, stopping: 0, starting: 0, blocked: 0, verifying: 0, failing: 0, done: 0, empty: 0};

	for (const {phase} of slots) {
		counts[phase] += 1;
	}

	return counts;
};

const newestFailure = (slots: readonly RolloutSlot[]): Task | undefined =>
	slots
		.flatMap(({failures: [newest]}) => newest ?? [])
		.reduce<Task | undefined>((a, b) => (a && a.stateAt >= b.stateAt ? a : b), undefined);

/** When the delay after the latest slot is over. */
const delayUntilOf = (through: readonly Instant[], {delay}: UpdatePolicy, now: Instant): Instant | undefined => {
	const until = through.length === 0 || delay === 0 ? 0 : Math.max(...through) + 1000 * delay;
	return until > now ? until : undefined;
};

/**
A service slot by slot, as of now; undefined while its tasks or the nodes aren't known. What the engine says of the
update (`completed` while a slot still starts) decides no phase.
*/
export const rolloutOf = (
	service: Service,
	tasks: readonly Task[] | undefined,
	snapshot: Snapshot,
	now: Instant,
): Rollout | undefined => {
	const nodes = believedNodes(snapshot, now);

	if (tasks === undefined || nodes === undefined) {
		return undefined;
	}

	const {slots: surveyed, wanted, hungOn} = surveyOf(service, tasks, nodes);
	const slots = surveyed.map(slot => rolloutSlotOf(service, slot, nodes, now));
	const work = workOf(service, surveyed);
	const [state, policy] = [stateOf(service), policyOf(service)];
	const isMoving = state === 'rolling';
	const serving = servingOf(slots);

	return {
		direction: service.updateStatus?.state.startsWith('rollback') ? 'rollback' : 'update',
		state,
		startedAt: service.updateStatus?.startedAt,
		oldImage: oldImageOf(service, slots, serving),
		newImage: service.image,
		policy,
		slots,
		counts: countsOf(slots),
		wanted,
		serving,
		failures: failureCount(service, surveyed, work),
		busy: isMoving ? Math.min(work.begun.length, policy.parallelism || Infinity) : 0,
		delayUntil: isMoving ? delayUntilOf(work.through, policy, now) : undefined,
		blocked: slots.find(({phase}) => phase === 'blocked')?.newTask?.error,
		waitsFor: hungOn?.id,
		secondsLeft: hungOn ? undefined : secondsLeftOf(service, work, now),
		lastFailure: newestFailure(slots),
	};
};
