import type {NodeId, ServiceId} from './ids.ts';
import type {Instant} from './values.ts';

export type Subject =
	| {readonly kind: 'service'; readonly id: ServiceId}
	| {readonly kind: 'node'; readonly id: NodeId}
	| {readonly kind: 'swarm'};

/** Worst first. `act`: someone is or will be without service; `look`: soon, or spare is used up; `moving`: under way, all well. */
export type Urgency = 'act' | 'look' | 'moving';

/** A finding worth an operator's attention. */
export type Problem = {
	readonly urgency: Urgency;
	/** One word: DOWN, PAUSED, LOOP, SHORT, STUCK, GAVE UP, NODE, QUORUM, moving. */
	readonly verdict: string;
	readonly subject: Subject;
	readonly name: string;
	/** `0/1` for a service, the state for a node. */
	readonly standing: string;
	readonly since: Instant | undefined;
	/** What is known of the cause, in plain words; untrusted text from the swarm may be inside. */
	readonly cause: string;
};
