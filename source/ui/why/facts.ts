import type {ServiceVerdict} from '../../swarm/convergence.ts';
import type {Service} from '../../swarm/service.ts';
import type {Instant} from '../../swarm/values.ts';
import type {Together} from '../../swarm/why/together.ts';
import type {Why} from '../../swarm/why/why.ts';
import type {Tone} from '../text/style.ts';

/** Everything that the page draws; nothing in it is asked for while drawing. */
export type WhyFacts = {
	readonly service: Service;
	readonly verdict: ServiceVerdict;
	/** How it stands, as its row says it. */
	readonly standing: string;
	/** What the list of problems says of it. */
	readonly cause: string | undefined;
	readonly why: Why;
	readonly pending: Together | undefined;
	/** Tasks of other services aren't all read: what nodes have free is more than is true. */
	readonly isPartial: boolean;
	/** Every node by itself. */
	readonly isUnfolded: boolean;
	/** The chosen one of what would make it run: its place, -1 without any. */
	readonly chosen: number;
	/** Where skep is, and how well it hears: `skep @mgr2`, `live`. */
	readonly place: string;
	readonly connection: {readonly text: string; readonly tone: Tone};
	readonly now: Instant;
};
