import type {Slot} from './slots.ts';
import type {Task} from './task.ts';
import type {Instant} from './values.ts';

/** What is known of how tasks of the current spec ended: the newest one's words, and how far back it goes. */
export type Failure = {
	readonly task: Task | undefined;
	readonly count: number;
	readonly since: Instant | undefined;
	readonly error: string | undefined;
	readonly exitCode: number | undefined;
};

/** Pass when an update began, and what failed before it doesn't count: a rollback goes back to a spec that has a past. */
export const failureOf = (slots: readonly Slot[], madeSince: Instant = 0): Failure => {
	const failures = slots.flatMap(slot => slot.failures).filter(({createdAt}) => createdAt >= madeSince);
	const newest = failures.reduce<Task | undefined>((a, b) => (a && a.stateAt >= b.stateAt ? a : b), undefined);

	return {
		task: newest,
		count: failures.length,
		since:
			failures.length === 0 ? undefined : failures.reduce((least, {stateAt}) => Math.min(least, stateAt), Infinity),
		error: newest?.error,
		exitCode: newest?.exitCode,
	};
};

/** Slots that wait for a node: the scheduler said why, or it should long have said something. */
export const waitingSlots = (slots: readonly Slot[], now: Instant): readonly Slot[] =>
	slots.filter(
		({standing, current}) =>
			standing === 'pending' && (current.error !== undefined || now - current.createdAt > patience),
	);

/** A task that is new or pending for longer than this, in milliseconds, is stuck: its network may not be allocated. */
const patience = 10_000;
