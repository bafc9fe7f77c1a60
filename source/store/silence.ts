import type {Instant} from '../swarm/values.ts';
import type {Clock} from './clock.ts';

type EarOptions = {
	readonly clock: Clock;
	/** Bytes received so far: a big answer on a slow line is no silence. */
	readonly received: () => number;
	/** Told every second while nothing is heard; `waiting` is in milliseconds. */
	readonly onSilence: (waiting: number) => void;
};

const silence = 4000;
const listenEvery = 1000;

/** Notices when an engine that was asked something says nothing at all. */
export const createEar = ({clock, received, onSilence}: EarOptions) => {
	let last = {at: clock.now(), bytes: received()};
	const listenOnce = (askedAt: Instant) => {
		const bytes = received();
		last = bytes === last.bytes ? last : {at: clock.now(), bytes};
		const waiting = clock.now() - Math.max(askedAt, last.at);
		if (waiting >= silence) {
			onSilence(waiting);
		}
	};
	return {
		/** There was an answer. */
		heard: () => {
			last = {at: clock.now(), bytes: received()};
		},
		/** Listens for the answer to a question; returns how to stop. */
		listen: (askedAt: Instant) => {
			const look = () => {
				listenOnce(askedAt);
				cancel = clock.after(listenEvery, look);
			};
			let cancel = clock.after(listenEvery, look);
			return () => cancel();
		},
	};
};
