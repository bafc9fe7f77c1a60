import type {Execution} from '../operations/order.ts';
import type {Resources} from '../operations/resources.ts';
import type {Cluster} from '../store/cluster.ts';
import type {Happenings} from '../store/happenings.ts';
import type {Sync} from '../store/interest.ts';
import type {LogFollower, LogsStore} from '../store/logs.ts';
import type {SpecHistory} from '../store/spec-history.ts';
import type {Instant} from '../swarm/values.ts';
import type {Timelines} from './cockpit/timelines.ts';
import type {CommandId} from './commands/commands.ts';
import type {Connections} from './contexts/offers.ts';
import type {Guides} from './guides.ts';
import type {Attachable, Ended} from './shell/on-terminal.ts';
import type {Ui} from './state.ts';
import type {UnderWayStore} from './under-way.ts';
import type {View} from './view.ts';

/** What can be broken in a simulated swarm, to practise on. Each rejects with a sentence when it can't. */
export type Practice = {
	readonly breakNode: (kind: 'kill' | 'cut' | 'return', hostname: string) => Promise<void>;
	/** Both answer the host names of the nodes that it concerned. */
	readonly loseQuorum: () => Promise<readonly string[]>;
	readonly returnAll: () => Promise<readonly string[]>;
};

/** The user's own editor, over a file; it has the terminal until it ends. */
export type Editor = {
	/** Where texts are while they are edited, and where those stay that were never sent. */
	readonly folder: string;
	/** Answers a sentence where the editor failed. */
	readonly run: (path: string) => Promise<string | undefined>;
};

/** The terminal, for programs that want it to themselves. */
export type ShellTerminal = {
	/** What ssh calls a node: `admin@%h`. Undefined where no other node can be reached. */
	readonly sshNode: string | undefined;
	/** Joins it to a program in a container until that ends; `head` says above what it is. */
	readonly attach: (program: Attachable, head: string) => Promise<void>;
	/** Runs a program of this machine until it ends. */
	readonly run: (name: string, args: readonly string[], head: string) => Promise<Ended>;
};

/** Something to try: `R` `on shop_mailer` `undo its release`. */
export type Tip = {readonly key: string; readonly where: string; readonly what: string};

/** Everything a command may use. Handed in by `cli.tsx`: nothing here knows where it comes from. */
export type CommandContext = {
	readonly ui: Ui;
	readonly cluster: Cluster;
	readonly view: View;
	readonly sync: Sync;
	readonly logs: LogsStore;
	/** What fills it. */
	readonly follower: Pick<LogFollower, 'readFurther' | 'hold'>;
	readonly underWay: UnderWayStore;
	/** What is done step by step. */
	readonly guides: Guides;
	readonly resources: Resources;
	/** The specs that services had. */
	readonly history: Pick<SpecHistory, 'of'>;
	readonly isReadOnly: boolean;
	/** What rollouts did while skep runs. */
	readonly timelines: Timelines;
	/** What happened since skep looks. */
	readonly happenings: Happenings;
	/** Writes a new file of that name and answers its path; rejects with a sentence. */
	readonly saveText?: (name: string, text: string) => Promise<string>;
	/** Writes at a path as it was typed; a file that is there is left and told, unless it may be written over. */
	readonly saveAt?: (
		path: string,
		text: string,
		mayReplace: boolean,
	) => Promise<{readonly path: string; readonly isThere: boolean}>;
	/** What the signs in front of rows mean, for the page of keys. */
	readonly legend: () => readonly string[];
	/** After a change that rolls, its cockpit opens by itself. */
	readonly opensCockpit?: boolean;
	readonly journal: (execution: Execution) => Promise<string | undefined>;
	readonly clock: () => Instant;
	/** Puts text on the clipboard of the terminal that shows skep (OSC 52). */
	readonly copy: (text: string) => void;
	/** Commands whose titles match, for the palette. */
	readonly matching: (query: string) => readonly CommandId[];
	readonly run: (command: CommandId) => void;
	readonly practice?: Practice;
	/** What there is to try in a simulated swarm, most worthwhile first. */
	readonly tips?: readonly Tip[];
	/** Absent in a simulated swarm. */
	readonly connections?: Connections;
	/** Absent where there is no terminal to lend. */
	readonly editor?: Editor;
	readonly shell?: ShellTerminal;
	readonly suspend: () => void;
	readonly quit: () => void;
};
