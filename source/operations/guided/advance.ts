import type {Snapshot} from '../../swarm/snapshot.ts';
import type {Instant} from '../../swarm/values.ts';
import type {GuidedKind, GuidedRecord, Step, StepState, Write} from './guided.ts';

export type Next =
	/** Every step is through. */
	| {readonly kind: 'finished'}
	| {readonly kind: 'write'; readonly write: Write}
	| {readonly kind: 'wait'; readonly why: string | undefined}
	/** It doesn't go on by itself. */
	| {readonly kind: 'trouble'; readonly sentence: string};

type Advance = {readonly record: GuidedRecord; readonly next: Next};

/** The steps of the phase that it is in. */
export const stepsOf = (kind: GuidedKind, {input, phase, doneBefore}: GuidedRecord): readonly Step[] =>
	phase === 'going' ? kind.steps(input) : kind.undoing(input, doneBefore);

/** How many steps may have changed something: those that are through, and the one that is under way. */
export const begunOf = ({phase, done, doneBefore, sent}: GuidedRecord) =>
	phase === 'undoing' ? doneBefore : done + (sent === done ? 1 : 0);

/** As far as the swarm shows it to have come, and what comes next. A step that was through stays so. */
export const advance = (kind: GuidedKind, record: GuidedRecord, snapshot: Snapshot, now: Instant): Advance => {
	const steps = stepsOf(kind, record);
	const state = (index: number): StepState => ({snapshot, now, wasSent: record.sent === index});
	const left = steps.findIndex((step, index) => index >= record.done && !step.isDone(state(index)));
	const done = left === -1 ? steps.length : left;
	const times = [...record.times, ...Array.from({length: done - record.done}, () => now)];
	const moved = done === record.done ? record : {...record, done, times};
	const step = steps[done];

	return {record: moved, next: step === undefined ? {kind: 'finished'} : nextOf(step, state(done))};
};

const nextOf = (step: Step, state: StepState): Next => {
	const sentence = step.trouble?.(state);

	if (sentence !== undefined) {
		return {kind: 'trouble', sentence};
	}

	const write = state.wasSent ? undefined : step.write?.(state.snapshot);
	return write === undefined ? {kind: 'wait', why: step.waiting?.(state.snapshot)} : {kind: 'write', write};
};
