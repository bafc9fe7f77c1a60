import type {LogLine} from '../engine/engine.ts';
import type {NodeId} from '../swarm/ids.ts';
import type {Instant} from '../swarm/values.ts';

/** Further apart than this, in milliseconds, and lines of two nodes can't be told earlier from later. */
const noticeable = 3000;
/** Lines of a node before anything is said of its clock. */
const enough = 5;

type Seen = {readonly lag: number; readonly count: number};

/**
What the lines tell of the nodes' clocks, as each line has its node's time. A line that comes as it is written is as old
as it took to come, and as its node's clock is behind ours: the least of many is little but the clock.
*/
export const createLogClocks = () => {
	const seen = new Map<NodeId, Seen>();
	const known = () => [...seen].filter(([, {count}]) => count >= enough);
	return {
		/** Lines that were written just now. */
		note: (lines: readonly LogLine[], now: Instant) => {
			for (const {nodeId, at, stream} of lines) {
				if (nodeId !== undefined && stream !== 'engine' && Number.isFinite(at)) {
					const {lag, count} = seen.get(nodeId) ?? {lag: Number.POSITIVE_INFINITY, count: 0};
					seen.set(nodeId, {lag: Math.min(lag, now - at), count: count + 1});
				}
			}
		},
		/** How far the slowest clock is behind ours, in milliseconds; undefined while nothing is known. */
		behind: (): number | undefined => {
			const lags = [...seen.values()].map(({lag}) => lag);
			return lags.length === 0 ? undefined : Math.max(...lags);
		},
		/** The two that are furthest apart, where that is noticeable. */
		skew: (): {readonly ahead: NodeId; readonly behind: NodeId; readonly milliseconds: number} | undefined => {
			const sorted = known().sort(([, one], [, other]) => one.lag - other.lag);
			const [first, last] = [sorted[0], sorted.at(-1)];
			const milliseconds = first && last ? last[1].lag - first[1].lag : 0;
			return first && last && milliseconds > noticeable ? {ahead: first[0], behind: last[0], milliseconds} : undefined;
		},
	};
};

export type LogClocks = ReturnType<typeof createLogClocks>;
export type ClockSkew = NonNullable<ReturnType<LogClocks['skew']>>;
