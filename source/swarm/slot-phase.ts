import {isLooping} from './crash-loop.ts';
import {reachedAt, windowEnd} from './monitor.ts';
import type {RolloutSlot, SlotPhase} from './rollout.ts';
import {isJob, type Service} from './service.ts';
import type {Slot} from './slots.ts';
import {hasEnded, type Task} from './task.ts';
import type {Instant} from './values.ts';

type Phase = Pick<RolloutSlot, 'phase' | 'since' | 'until'>;

type Asked = {
	readonly service: Service;
	readonly slot: Slot;
	readonly oldTask: Task | undefined;
	readonly newTask: Task | undefined;
	readonly failures: readonly Task[];
	readonly now: Instant;
};

const phase = (name: SlotPhase, since: Instant | undefined, until?: Instant): Phase => ({phase: name, since, until});

/** A task without a node for longer than this, in milliseconds, waits for something that the scheduler doesn't tell. */
const patience = 10_000;

const isBlocked = ({standing, current}: Slot, now: Instant) =>
	standing === 'pending' && (current.error !== undefined || now - current.createdAt > patience);

const failing = ({failures, slot}: Asked): Phase => phase('failing', failures.at(-1)?.stateAt ?? slot.current.stateAt);

/** The new task runs. */
const arrived = (asked: Asked, task: Task): Phase => {
	const {service, slot, now} = asked;

	if (isLooping(slot, now)) {
		return failing(asked);
	}

	const until = windowEnd(service, slot, task);
	return until !== undefined && until > now
		? phase('verifying', reachedAt(task), until)
		: phase('done', until ?? reachedAt(task));
};

/** A new task stands for the slot, and doesn't run. */
const onItsWay = (asked: Asked, task: Task): Phase => {
	const {slot, oldTask, failures, now} = asked;

	if (isBlocked(slot, now)) {
		return phase('blocked', task.createdAt);
	}

	if (failures.length > 0 || slot.standing === 'failed' || slot.standing === 'gave-up') {
		return failing(asked);
	}

	if (slot.standing === 'stopped' || slot.standing === 'lost') {
		return phase('empty', slot.current.stateAt);
	}

	const isOldLeaving = oldTask !== undefined && slot.stopping.includes(oldTask);

	if (isOldLeaving || slot.standing === 'stopping') {
		return phase('stopping', task.createdAt);
	}

	const isOldGone = oldTask !== undefined && hasEnded(oldTask);
	return phase('starting', isOldGone ? Math.max(task.createdAt, reachedAt(oldTask)) : task.createdAt);
};

/** A task of another spec stands for the slot. */
const untouched = (asked: Asked): Phase => {
	const {standing, current} = asked.slot;

	if (asked.failures.length > 0) {
		return failing(asked);
	}

	if (standing === 'stopping') {
		return phase('stopping', current.updatedAt);
	}

	return hasEnded(current) || standing === 'lost'
		? phase('empty', current.stateAt)
		: phase('old', current.state === 'running' ? reachedAt(current) : current.createdAt);
};

const jobPhase = (asked: Asked): Phase => {
	const {slot, now} = asked;
	const {standing, current} = slot;

	if (standing === 'complete') {
		return phase('done', current.stateAt);
	}

	if (standing === 'gave-up' || standing === 'failed' || isLooping(slot, now)) {
		return failing(asked);
	}

	if (standing === 'stopped' || standing === 'lost') {
		return phase('empty', current.stateAt);
	}

	return phase(isBlocked(slot, now) ? 'blocked' : 'starting', current.createdAt);
};

/** Where a slot is, from what stands in it; jobs know only starting, failing and done. */
export const phaseOf = (asked: Asked): Phase => {
	const {service, slot, newTask} = asked;

	if (isJob(service)) {
		return jobPhase(asked);
	}

	if (slot.serving && slot.isServingUpToDate) {
		return arrived(asked, slot.serving);
	}

	return slot.isUpToDate && newTask ? onItsWay(asked, newTask) : untouched(asked);
};
