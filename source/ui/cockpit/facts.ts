import type {LogsState} from '../../store/logs.ts';
import type {ServiceVerdict} from '../../swarm/convergence.ts';
import type {NodeId} from '../../swarm/ids.ts';
import type {Rollout} from '../../swarm/rollout.ts';
import type {RolloutProgress} from '../../swarm/rollout-progress.ts';
import type {RolloutEvent} from '../../swarm/rollout-timeline.ts';
import type {Service} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {DiffLine} from '../../swarm/spec-diff.ts';
import type {KnownSpec} from '../../swarm/spec-history.ts';
import type {Task} from '../../swarm/task.ts';
import type {Instant} from '../../swarm/values.ts';
import type {Tone} from '../text/style.ts';

export type LogLine = NonNullable<ReturnType<LogsState['lines']['at']>>;

/** What can be done now: its key, what it does, and what is worth knowing before. */
export type Choice = {
	readonly key: string;
	readonly verb: string;
	readonly words: string;
	/** Said too where there is room. */
	readonly more?: string;
	/** The `docker` command that does the same. */
	readonly command?: string;
};

/** What the choices depend on. */
export type ChoiceCase = {
	readonly service: Service;
	readonly rollout: Rollout;
	readonly snapshot: Snapshot;
	/** The specs that are known of it, newest first. */
	readonly history: readonly KnownSpec[];
};

/** The log that is followed while the cockpit is open, as far as it is about what is shown. */
export type CockpitLog = {
	/** Newest last. */
	readonly lines: readonly LogLine[];
	/** What to say while there are none. */
	readonly note: string;
};

/** Everything that the cockpit draws; nothing in it is asked for while drawing. */
export type CockpitFacts = {
	readonly service: Service;
	readonly verdict: ServiceVerdict;
	readonly progress: RolloutProgress | undefined;
	readonly rollout: Rollout;
	/** Between the spec before and the one of now. */
	readonly changes: readonly DiffLine[];
	/** Newest first. */
	readonly events: readonly RolloutEvent[];
	/** The task whose failure is explained. */
	readonly failure: Task | undefined;
	readonly log: CockpitLog;
	readonly choices: readonly Choice[];
	/** Why nothing can be changed at all. */
	readonly silence: string | undefined;
	/** Why nothing goes on by itself. */
	readonly standstill: string | undefined;
	readonly hostOf: (id: NodeId | undefined) => string;
	/** Where skep is, and how well it hears: `skep @mgr2`, `live`. */
	readonly place: string;
	readonly connection: {readonly text: string; readonly tone: Tone};
	/** When its tasks were read. */
	readonly readAt: Instant | undefined;
	readonly isReadOnly: boolean;
	readonly hasAges: boolean;
	readonly now: Instant;
};
