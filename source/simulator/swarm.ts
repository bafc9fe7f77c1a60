import type {Settings} from './cluster.ts';
import type {Processes} from './processes.ts';
import type {Random} from './random.ts';
import type {Store} from './store.ts';
import type {Timeline} from './timeline.ts';

/** Whether there is a leader to write what happens, and how to wait for one. */
type Leadership = {
	readonly hasLeader: () => boolean;
	/** At once, or as soon as there is a leader again, in order. */
	readonly whenLed: (run: () => void) => void;
};

/** What every part of the simulated swarm works with. */
export type Swarm = {
	readonly timeline: Timeline;
	readonly random: Random;
	readonly store: Store;
	readonly processes: Processes;
	readonly leadership: Leadership;
	readonly settings: Settings;
};

/**
Calls `run` once, a moment after it was last asked to, however often it was asked meanwhile. Waits for a leader.
*/
export const soon = (swarm: Swarm, delay: () => number, run: () => void) => {
	let isDue = false;
	return () => {
		if (isDue) {
			return;
		}
		isDue = true;
		swarm.timeline.after(delay(), () =>
			swarm.leadership.whenLed(() => {
				isDue = false;
				run();
			}),
		);
	};
};
