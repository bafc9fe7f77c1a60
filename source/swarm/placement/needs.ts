import type {Seconds} from '../values.ts';
import type {Demand} from './demand.ts';

/** A directory of the node itself that a task mounts. */
export type LocalData = {
	readonly kind: 'volume' | 'bind';
	/** The volume's name or the path on the node. */
	readonly name: string;
};

/** What a template asks of a node beyond its constraints and plain resources. */
export type Needs = Pick<Demand, 'generic' | 'plugins' | 'platforms' | 'volumes' | 'spread'> & {
	/** What stays behind when a task moves: named volumes of the local driver, and bind mounts. */
	readonly local: readonly LocalData[];
	/** When Swarm replaces a task that ended. One that has to leave a node counts as failed. */
	readonly restarts: 'any' | 'on-failure' | 'none';
	/** Tries that its restart policy allows; 0 is no limit. */
	readonly attempts: number;
	/** How long a container may take to stop before it is killed. */
	readonly stopGrace: Seconds;
};

export const needsNothing: Needs = {
	generic: {},
	plugins: [],
	platforms: [],
	volumes: [],
	spread: [],
	local: [],
	restarts: 'any',
	attempts: 0,
	stopGrace: 10,
};
