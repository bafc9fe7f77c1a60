import type {NodeId} from './ids.ts';
import type {Rollout, RolloutSlot, SlotPhase} from './rollout.ts';
import {isJob, type Service} from './service.ts';
import {isUnwanted} from './task.ts';
import type {Instant, Seconds} from './values.ts';

/** What becomes of a rollout if nobody does anything. A screen words it. */
export type Consequence =
	/** Swarm replaces the slots that are still old, and acts as its policy says when more than `spare` others fail. */
	| {
			readonly kind: 'goes-on';
			readonly slots: readonly RolloutSlot[];
			readonly secondsLeft: Seconds | undefined;
			readonly spare: number;
	  }
	/** All slots have the new spec; the engine watches them up to then, as far as is known. */
	| {readonly kind: 'settles'; readonly until: Instant | undefined; readonly secondsLeft: Seconds | undefined}
	/** The restart policy starts them again, over and over; how often isn't known after a single failure. */
	| {readonly kind: 'crash-loops'; readonly slots: readonly RolloutSlot[]; readonly everySeconds: Seconds | undefined}
	/** They ended, and the restart policy allows no more. */
	| {readonly kind: 'stays-down'; readonly slots: readonly RolloutSlot[]}
	/** Their new tasks fit on no node; Swarm never gives up on that by itself. */
	| {readonly kind: 'waits-for-ever'; readonly slots: readonly RolloutSlot[]; readonly reason: string | undefined}
	/** All of it waits for a task on this dead node; once the node is back, the task counts as failed. */
	| {readonly kind: 'hangs'; readonly nodeId: NodeId}
	/** Paused: Swarm touches no further slot, so these keep the old spec. */
	| {readonly kind: 'stays-paused'; readonly slots: readonly RolloutSlot[]}
	/** Every worker waits for a task that fits nowhere, or for one on a dead node, so these keep the old spec. */
	| {readonly kind: 'stays-old'; readonly slots: readonly RolloutSlot[]}
	/** The engine doesn't report an update, but old and new run side by side: it goes on without a word, or never. */
	| {readonly kind: 'unreported'; readonly slots: readonly RolloutSlot[]}
	/** Swarm brings these up, or takes them away; nothing is in the way. */
	| {readonly kind: 'moves-on'; readonly slots: readonly RolloutSlot[]}
	| {readonly kind: 'done'};

/** An empty slot is one that Swarm has yet to see to. */
const moving: readonly SlotPhase[] = ['stopping', 'starting', 'empty'];

const hasGivenUp = ({newTask}: RolloutSlot) =>
	newTask !== undefined && newTask.state !== 'running' && isUnwanted(newTask);

/** The usual time from one failure in a slot to the next. */
const roundOf = (slots: readonly RolloutSlot[]): Seconds | undefined => {
	const gaps = slots.flatMap(({failures}) =>
		failures.slice(1).map(({stateAt}, index) => ((failures[index]?.stateAt ?? stateAt) - stateAt) / 1000),
	);
	return gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)];
};

const some = <T>(slots: readonly RolloutSlot[], consequence: (slots: readonly RolloutSlot[]) => T): readonly T[] =>
	slots.length === 0 ? [] : [consequence(slots)];

const troubles = ({slots, blocked, waitsFor}: Rollout): readonly Consequence[] => {
	const failing = slots.filter(({phase}) => phase === 'failing');
	const loops = failing.filter(slot => !hasGivenUp(slot));
	return [
		...(waitsFor === undefined ? [] : [{kind: 'hangs' as const, nodeId: waitsFor}]),
		...some(loops, of => ({kind: 'crash-loops' as const, slots: of, everySeconds: roundOf(of)})),
		...some(failing.filter(hasGivenUp), of => ({kind: 'stays-down' as const, slots: of})),
		...some(
			slots.filter(({phase}) => phase === 'blocked'),
			of => ({kind: 'waits-for-ever' as const, slots: of, reason: blocked}),
		),
	];
};

/** A worker that is stuck holds its place; with as many stuck as there are workers, no old slot is ever begun. */
const isStuck = ({counts, policy, waitsFor}: Rollout) =>
	waitsFor !== undefined || (policy.parallelism > 0 && counts.blocked >= policy.parallelism);

const forOldSlots = (rollout: Rollout, old: readonly RolloutSlot[]): Consequence => {
	const {state, failures, secondsLeft} = rollout;

	if (state !== 'rolling') {
		return {kind: state === 'paused' ? 'stays-paused' : 'unreported', slots: old};
	}

	return isStuck(rollout)
		? {kind: 'stays-old', slots: old}
		: {kind: 'goes-on', slots: old, secondsLeft, spare: Math.max(0, failures.allowed - failures.slots)};
};

/** All that there is runs with the new spec. */
const whenUp = ({slots, state, secondsLeft}: Rollout, service: Service): Consequence => {
	const ends = slots.flatMap(({phase, until}) => (phase === 'verifying' && until !== undefined ? [until] : []));
	const isWatched = !isJob(service) && (ends.length > 0 || state === 'rolling');
	const until = ends.length === 0 ? undefined : Math.max(...ends);
	return isWatched ? {kind: 'settles', until, secondsLeft} : {kind: 'done'};
};

/**
The answer to "and if you do nothing?": one or more of these, troubles first, together telling of every slot that isn't
new and well.
*/
export const whatFollows = (rollout: Rollout, service: Service): readonly Consequence[] => {
	const {slots, wanted} = rollout;
	const old = slots.filter(({phase}) => phase === 'old');
	const onTheirWay = slots.filter(({phase}) => moving.includes(phase));
	const isShort = onTheirWay.length > 0 || slots.length < wanted;
	const found: readonly Consequence[] = [
		...troubles(rollout),
		...some(old, of => forOldSlots(rollout, of)),
		...(isShort ? [{kind: 'moves-on' as const, slots: onTheirWay}] : []),
	];
	return found.length > 0 ? found : [whenUp(rollout, service)];
};
