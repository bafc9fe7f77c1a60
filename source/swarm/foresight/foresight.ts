import type {NodeId} from '../ids.ts';
import type {Node} from '../node.ts';
import type {Demand, HostPort} from '../placement/demand.ts';
import type {FilterName} from '../placement/filters.ts';
import type {LocalData} from '../placement/needs.ts';
import type {Quorum} from '../quorum.ts';
import type {Service} from '../service.ts';
import type {Times} from '../slot-times.ts';
import type {Place} from './places.ts';

/** A number that hangs on chance where the two differ; exact where they are the same. */
export type Range = {readonly least: number; readonly most: number};

/** Why a node takes no task of a service: every rule it breaks, in the scheduler's order, with what is there in the end. */
export type NodeReason = {
	readonly place: Place;
	readonly demand: Demand;
	readonly rules: readonly FilterName[];
};

/** What becomes of the tasks of one service. */
export type Fate = {
	readonly service: Service;
	/** Its tasks that are concerned: that leave their node, or are to start. */
	readonly tasks: number;
	/** Of these, those that find no node. */
	readonly stuck: Range;
	/** Its tasks that find a node, whatever they waited for. */
	readonly starting: Range;
	/** Running tasks on living nodes: now, when all have left, and in the end. */
	readonly living: {readonly before: number; readonly during: number; readonly after: Range};
	/** Nodes it likely goes to: the scheduler breaks ties at random. */
	readonly likely: readonly Node[];
	/** What the engine writes into the tasks that find no node; see `Waiting` for how sure that is. */
	readonly text: string | undefined;
	/** Where tasks are stuck: why, node by node. */
	readonly nodes: readonly NodeReason[];
	/** What it leaves behind on a node that it leaves. */
	readonly local: readonly LocalData[];
	/** How long its newest running task took to start, and the one before it to stop. */
	readonly last: Times;
	/** Nothing follows those that stop: a global service, or a restart policy of `none`. */
	readonly isReplaced: boolean;
	/** Of a rollout; absent where tasks lose their node. */
	readonly rolled?: Rolled;
};

export type Rolled = {
	/** Slots that get a new task, so many at a time. */
	readonly slots: number;
	/** New tasks that come at once, in slots that are new or had given up. */
	readonly more: number;
	/** Of the slots, those that run nowhere: their task waits for a node. */
	readonly idle: number;
	/** Running old tasks that go because their slot has a new one, though that still waits for a node. */
	readonly dropped: number;
};

/** What waits for a node in the end, whatever it waited for before; by service, of a global one by node. */
export type Waiting = {
	readonly service: Service;
	readonly only: NodeId | undefined;
	readonly before: number;
	readonly after: Range;
	/** What the engine writes into them; where that isn't sure, what it likely is. */
	readonly text: string | undefined;
	/** False where it hangs on which task goes where. */
	readonly isTextSure: boolean;
	/** The scheduler doesn't try them any more, whatever room there is: the service was changed since they were made. */
	readonly isForgotten: boolean;
};

export type ClosingPort = HostPort & {readonly service: Service; readonly node: Node};

/** How much of a node is reserved, of the resource that it has least left of. */
export type Tightness = {readonly node: Node; readonly resource: 'memory' | 'cpus'; readonly share: number};

/** What a change does before it is made, in the order of regret. Each service is in one list: the worst it is in. */
export type Foresight = {
	/** All tasks were read: without that nothing here is exact. */
	readonly isWhole: boolean;
	/** Tasks on the nodes in question that are meant to be there; all lists but `starts` add up to it. */
	readonly tasks: number;
	/** Some stay without a node until someone acts. */
	readonly stuck: readonly Fate[];
	/** It hangs on chance whether all find a node. */
	readonly mayStick: readonly Fate[];
	/** Nothing of it runs while it moves. */
	readonly down: readonly Fate[];
	/** It starts elsewhere, where its local volume is empty. */
	readonly empty: readonly Fate[];
	readonly moves: readonly Fate[];
	/** It stops, and nothing takes its place. */
	readonly stops: readonly Fate[];
	readonly stays: number;
	/** What finds a node by it, or starts where it had no task. */
	readonly starts: readonly Fate[];
	readonly ports: readonly ClosingPort[];
	readonly waiting: readonly Waiting[];
	/** Afterwards, of the nodes that take tasks. */
	readonly tightest: Tightness | undefined;
	readonly quorum: {readonly before: Quorum; readonly after: Quorum};
};

export const isExact = ({least, most}: Range) => least === most;

/** How many tasks are stuck hangs on nothing that isn't known. Where the others go is a guess all the same. */
export const isCertain = ({isWhole, waiting}: Foresight) => isWhole && waiting.every(({after}) => isExact(after));
