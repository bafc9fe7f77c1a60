import type {ServiceId} from '../swarm/ids.ts';
import type {Snapshot} from '../swarm/snapshot.ts';
import type {Needs} from '../swarm/snapshot-needs.ts';
import type {Json} from '../swarm/values.ts';
import type {Field, FormValues, Parsed} from './form.ts';
import type {GuidedPlan, Write} from './guided/guided.ts';
import type {Resources} from './resources.ts';
import type {
	EngineTarget,
	NodeTarget,
	ObjectTarget,
	ServiceTarget,
	StackTarget,
	SwarmTarget,
	Target,
	VolumeTarget,
} from './target.ts';

/** `disruptive` asks for `y`; `destructive` wants the target's name typed. A warning raises the one to the other. */
type Danger = 'disruptive' | 'destructive';

/** What will happen, before it happens. Lines are whole sentences, worst first, and may be long. */
export type Plan = {
	readonly effects: readonly string[];
	/** What it comes to as things stand: counts and times that are others a second later, and no reason to ask again. */
	readonly forecast?: readonly string[];
	/** What an operator may regret: raises the bar to confirm. */
	readonly warnings: readonly string[];
	/** Why it must not be done at all; then there is no `y`. */
	readonly refusals: readonly string[];
	/** A before and after, as `-`/`+` lines, where the change is one of a spec. */
	readonly diff?: readonly string[];
	/** The id of the operation that does what was probably meant; offered beside a refusal. */
	readonly instead?: string;
};

type Base<T extends Target, Input> = {
	readonly id: string;
	/** Imperative, for palette, help and dialogs: `Drain node`. */
	readonly title: string;
	/** For the footer: `drain`. */
	readonly verb: string;
	/** For progress and outcome: `Draining`, `drained`. */
	readonly doing: string;
	readonly done: string;
	/** In its place where that would say too much of this input. */
	readonly doneWith?: (target: T, input: Input) => string | undefined;
	/** What sentences call what is made or changed, where the target's name says too little: `the secret db_password`. */
	readonly subject?: (input: Input) => string;
	/** Something new comes of it: whether the engine has it by now, asked when the answer to its making was lost. */
	readonly isMade?: (resources: Resources, input: Input, signal: AbortSignal) => Promise<boolean>;
	/** The id of the service that came of it, once the snapshot has it: the cursor goes there. */
	readonly madeService?: (input: Input, snapshot: Snapshot) => ServiceId | undefined;
	/** Whether it sets a rollout going, which one wants to watch then. */
	readonly rolls?: (target: T, input: Input) => boolean;
	readonly danger: Danger;
	/** Where one key holds two verbs (promote, demote): whether this is the one for the target. */
	readonly isFor?: (target: T) => boolean;
	/** Why not now, as a clause without subject: `already drained`. Its key stays visible, dimmed, with this. */
	readonly blockedBy: (target: T, snapshot: Snapshot) => string | undefined;
	/** What there is to enter; without fields the review comes at once. */
	readonly fields?: (targets: readonly T[], snapshot?: Snapshot) => readonly Field[];
	/** What the values typed so far come to, in a few words below the form; nothing while they can't be read. */
	readonly meaning?: (values: FormValues, targets: readonly T[], snapshot: Snapshot) => readonly string[];
	/** Without a snapshot only what the values tell by themselves is checked. */
	readonly parse: (values: FormValues, targets: readonly T[], snapshot?: Snapshot) => Parsed<Input>;
	/**
	Asks outside what the plan must tell (a registry, for the digest); bounded in time, and its failure is a warning in
	the plan, or a `FieldProblem` where what was typed is to blame.
	*/
	readonly prepare?: (input: Input, targets: readonly T[], resources: Resources, signal: AbortSignal) => Promise<Input>;
	/** How long its asking and its write may take, in milliseconds, where the usual isn't enough. */
	readonly patience?: {readonly prepare: number; readonly run: number};
	/** What is on screen while it is prepared, where that isn't a registry being asked. */
	readonly preparing?: string;
	/** What the journal keeps of the input, where that holds what must not be written there. */
	readonly recorded?: (input: Input) => unknown;
	/** What the journal keeps of the command, where that holds what must not be written there. */
	readonly recordedCli?: (target: T, input: Input, snapshot: Snapshot) => string;
	readonly needs: (targets: readonly T[]) => Needs;
	/** One plan for all targets together. Reads only the snapshot; changes nothing. */
	readonly plan: (targets: readonly T[], input: Input, snapshot: Snapshot) => Plan;
	/** The `docker` command that does the same for one target, quoted for a shell, an id where the name isn't unique. */
	readonly cli: (target: T, input: Input, snapshot: Snapshot) => string;
	/** What of the target was on screen and is about to change: if it differs on the fresh object, the user is asked again. */
	readonly relies: (target: T['saw'], input: Input) => Json;
	/** One write over exactly this fresh object. Answers what else there is to say: engine warnings, where the spec was kept. */
	readonly run: (
		resources: Resources,
		fresh: T['saw'],
		input: Input,
		signal: AbortSignal,
	) => Promise<readonly string[]>;
	/**
	Whether the object holds what was asked for; `now` is undefined when it is gone. `over` is what the write was made
	over: asked with the same object twice before a write, it tells that there is nothing to do.
	*/
	readonly isWritten: (now: T['saw'] | undefined, input: Input, over: T['saw']) => boolean;
	/** Another operation that comes to the same in another way: offered beside the plan. */
	readonly otherwise?: string;
	/**
	What is made before its steps are written down, because it must not be written down with them: through the executor,
	like every change.
	*/
	readonly makesFirst?: (targets: readonly T[], input: Input, snapshot: Snapshot) => Write | undefined;
	/** Done step by step over many snapshots, each step through an operation of its own; then `run` is never called. */
	readonly guided?: (targets: readonly T[], input: Input, snapshot: Snapshot) => GuidedPlan;
	/** The snapshot shows it: until then it is only requested. */
	readonly isSeen: (target: T, input: Input, snapshot: Snapshot) => boolean;
	/** The services that are watched closely until then, beside a target that is one. */
	readonly watches?: (target: T, input: Input, snapshot: Snapshot) => readonly ServiceId[];
};

/** Something that changes the swarm, described well enough to list, explain, confirm, run, journal and test it. */
export type NodeOperation<Input> = Base<NodeTarget, Input> & {readonly on: 'node'};
export type ServiceOperation<Input> = Base<ServiceTarget, Input> & {readonly on: 'service'};
export type ObjectOperation<T extends ObjectTarget, Input = null> = Base<T, Input> & {readonly on: T['kind']};
export type VolumeOperation<Input> = Base<VolumeTarget, Input> & {readonly on: 'volume'};
export type StackOperation<Input> = Base<StackTarget, Input> & {readonly on: 'stack'};
export type SwarmOperation<Input> = Base<SwarmTarget, Input> & {readonly on: 'swarm'};
export type EngineOperation<Input> = Base<EngineTarget, Input> & {readonly on: 'engine'};

/**
Any operation, for those who list, explain, confirm and run them without knowing which one it is.
What goes in as input must have come out of the same operation's `parse` or `prepare`.
*/
export type Operation = Base<Target, unknown> & {readonly on: Target['kind']};

/** Forgets which target and input an operation takes; the one place where that happens. */
export const anyOperation = <Input, T extends ObjectTarget>(
	operation:
		| NodeOperation<Input>
		| ServiceOperation<Input>
		| ObjectOperation<T, Input>
		| VolumeOperation<Input>
		| StackOperation<Input>
		| SwarmOperation<Input>
		| EngineOperation<Input>,
) => operation as unknown as Operation;
