import type {NodeId} from '../ids.ts';
import type {Node} from '../node.ts';
import type {Demand} from '../placement/demand.ts';
import type {LocalData} from '../placement/needs.ts';
import type {Service} from '../service.ts';
import type {Task} from '../task.ts';
import type {Instant, Resources} from '../values.ts';
import type {Check} from './node-checks.ts';

/** Nodes that stand alike for a task, as one row. */
export type NodeRow = {
	readonly nodes: readonly Node[];
	/** What each of them has that isn't reserved. */
	readonly free: readonly Resources[];
	/** Everything that keeps the task away; empty where it fits. */
	readonly checks: readonly Check[];
};

/** Where a fix is planned: in a dialog with its form filled in, or on the page of a node that no plan brings back. */
export type Way =
	| {readonly kind: 'activate' | 'look'; readonly node: NodeId}
	| {readonly kind: 'label'; readonly node: NodeId; readonly labels: readonly string[]}
	| {readonly kind: 'scale'; readonly replicas: number}
	/** Of the service: what stands in the form, by the names of its fields. */
	| {readonly kind: 'needs'; readonly values: Readonly<Record<string, string>>};

/** Something that would let a task run. Nothing is done from here: each has a plan of its own. */
export type Fix = {
	/** `label node12 disk=ssd`. */
	readonly title: string;
	/** What else it brings: whole clauses. */
	readonly effects: readonly string[];
	/** The subcommand that shows what it does, as words after `skep`. */
	readonly plan: readonly string[] | undefined;
	readonly way: Way;
};

/** The data that a service keeps on a node, which the scheduler doesn't look at. */
export type Data = LocalData & {readonly lastOn: Node | undefined};

/** Why tasks of a service wait: all wait for the same. */
export type Pending = {
	readonly tasks: readonly Task[];
	/** Of a global service: the node that has to take it. */
	readonly only: Node | undefined;
	/** Since the oldest was made: the scheduler rewrites the time of their state at every attempt. */
	readonly since: Instant;
	/** What the engine wrote, and what it would write by what is known here. */
	readonly text: string | undefined;
	readonly expected: string | undefined;
	/** It isn't the scheduler that it waits for: its network was never allocated. */
	readonly isUnallocated: boolean;
	/** Of these, how many the scheduler doesn't try any more: older than the service's spec. */
	readonly forgotten: number;
	readonly demand: Demand;
	/** Nearest first. */
	readonly rows: readonly NodeRow[];
	readonly data: readonly Data[];
	readonly fixes: readonly Fix[];
};

/** Tasks that ended the same way. */
export type FailureGroup = {
	/** The error in the engine's words, or the exit code. */
	readonly words: string;
	readonly count: number;
	readonly nodes: readonly string[];
	readonly last: Instant;
	readonly hint: string | undefined;
};

/** Why a service isn't whole. */
export type Why = {
	readonly service: Service;
	readonly pending: readonly Pending[];
	readonly failures: readonly FailureGroup[];
	/** Slots whose restart policy allows no more tries. */
	readonly gaveUp: number;
	/** Of a global service that no node fits, which then has no task that could wait: why not. */
	readonly unfit: readonly NodeRow[];
};
