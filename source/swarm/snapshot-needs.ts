import type {NodeId, ServiceId} from './ids.ts';

/** What of a snapshot must be as fresh as can be before a plan is drawn. */
export type Needs = {
	readonly services?: readonly ServiceId[];
	readonly tasksOf?: readonly ServiceId[];
	/** The tasks of all services that have one on these nodes. */
	readonly tasksOn?: readonly NodeId[];
	readonly nodes?: boolean;
	/** All services. */
	readonly allServices?: boolean;
	readonly objects?: 'networks' | 'secrets' | 'configs' | readonly ('networks' | 'secrets' | 'configs')[];
	/** Those of the engine that skep talks to. */
	readonly volumes?: boolean;
	/** The swarm as a whole. */
	readonly swarm?: boolean;
	/** What the engine says of itself. */
	readonly engine?: boolean;
};
