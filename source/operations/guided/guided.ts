import type {ConfigId, NodeId, SecretId, ServiceId} from '../../swarm/ids.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {Instant, Json, Seconds} from '../../swarm/values.ts';
import type {Operation} from '../operation.ts';
import type {Target} from '../target.ts';

export type GuidedKindId = 'gentleDrain' | 'safeRemoval' | 'rebalance' | 'replaceTwin' | 'rotate';

/**
What several writes make up, written down before the first of them: enough to go on, or to undo it, after a lost
connection or a crash. Plain JSON; never holds a secret.
*/
export type GuidedRecord = {
	readonly id: string;
	readonly kind: GuidedKindId;
	/** `Gentle drain of work1`. */
	readonly title: string;
	/** The swarm it is about: another one's is none of this skep's business. */
	readonly swarm: string;
	readonly startedAt: Instant;
	readonly input: Json;
	readonly phase: 'going' | 'undoing';
	/** Steps that are through, of the phase. */
	readonly done: number;
	/** The step whose write was accepted by the engine, or may have been. */
	readonly sent: number | undefined;
	/** What was through when it was taken back: decides what there is to undo. */
	readonly doneBefore: number;
	/** When each step was through: how long they took. */
	readonly times: readonly Instant[];
};

/** One change through the executor. */
export type Write = {readonly operation: Operation; readonly target: Target; readonly input: unknown};

/**
What a step still takes, by what was seen of the tasks concerned: less than nothing once it takes longer than that.
`most` where all that is known is how long it may take, `unknown` where not even that, `yours` where it takes as long as
a person does.
*/
export type Left = Seconds | {readonly most: Seconds} | 'unknown' | 'yours';

export type StepState = {readonly snapshot: Snapshot; readonly wasSent: boolean; readonly now: Instant};

/** One thing after the other. A step without a write only waits. */
export type Step = {
	/** Imperative: `Pause work1`. */
	readonly title: string;
	/** Decided from what the swarm shows, never from what was sent. */
	readonly isDone: (state: StepState) => boolean;
	/** Nothing while it isn't time for it yet. Asked only while the step isn't done and nothing was sent for it. */
	readonly write?: (snapshot: Snapshot) => Write | undefined;
	/** What it waits for, with counts: `2 of 3 tasks are still there`. */
	readonly waiting?: (snapshot: Snapshot) => string | undefined;
	/** Without it, a step is a write, and is over as soon as that is seen. */
	readonly left?: (snapshot: Snapshot, now: Instant, isBegun: boolean) => Left;
	/** Why it can't go on by itself: someone changed what it relies on, an update was paused. */
	readonly trouble?: (state: StepState) => string | undefined;
};

/** How one kind goes about it. All is decided from the record's input. */
export type GuidedKind = {
	readonly id: GuidedKindId;
	readonly steps: (input: Json) => readonly Step[];
	/** Takes back what can be taken back, the latest first, once so many steps were begun. */
	readonly undoing: (input: Json, begun: number) => readonly Step[];
	/** What undoing does, in words, before it is asked. */
	readonly undoWords: (input: Json, begun: number) => readonly string[];
	/** What is to be watched closely meanwhile. */
	readonly watches: (input: Json) => {readonly services: readonly ServiceId[]; readonly node: NodeId | undefined};
	/** A line of how far it has come, beside the steps. */
	readonly outlook?: (input: Json, snapshot: Snapshot) => readonly string[];
	/** What nobody has use for once the phase is through: offered for removal then. */
	readonly leaves?: (
		input: Json,
		phase: GuidedRecord['phase'],
	) => {readonly kind: 'secret' | 'config'; readonly id: SecretId | ConfigId; readonly name: string};
};

/** What an operation hands over to be done step by step. */
export type GuidedPlan = Pick<GuidedRecord, 'kind' | 'title' | 'input'>;
