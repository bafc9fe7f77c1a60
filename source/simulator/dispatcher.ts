import {compareStates} from '../swarm/task.ts';
import {isConnected, type Node, stateOf} from './objects.ts';
import type {Raft} from './raft.ts';
import type {Swarm} from './swarm.ts';
import {hasEnded} from './task-order.ts';
import {setState} from './tasks.ts';

/** Heartbeats every 5 s, three missed are one too many: 12.4 s at a real swarm. */
const missedAfter = [11_900, 12_900] as const;
/** A new leader gives those that it has never heard twice as many heartbeats. */
const unheardFor = [27_000, 33_000] as const;
/** From a node's return to being heard again. */
const heardAfter = [900, 2200] as const;
/** Tasks of a node that stays away are given up after a day. */
const orphanedAfter = 24 * 3_600_000;
const leadershipMessage = 'Node moved to "unknown" state due to leadership change in cluster';

export type Dispatcher = {
	/** The node stopped or started being heard. */
	readonly changed: (node: Node) => void;
};

/** Watches heartbeats and says which nodes are ready (manager/dispatcher). */
export const startDispatcher = (swarm: Swarm, raft: Raft): Dispatcher => {
	const {timeline, random, store} = swarm;
	const timers = new Map<Node, () => void>();

	const setStatus = (node: Node, State: 'ready' | 'down' | 'unknown', Message?: string) => {
		if (!store.nodes.all.has(node.id) || (node.raw.Status.State === State && State !== 'unknown')) {
			return;
		}
		const {Addr} = node.raw.Status;
		store.nodes.write(node, {Status: {State, ...(Message === undefined ? {} : {Message}), Addr}});
	};

	const orphan = (node: Node) => {
		if (node.raw.Status.State !== 'down') {
			return;
		}
		for (const task of store.index.onNode(node.id)) {
			if (!hasEnded(task) && compareStates(stateOf(task), 'assigned') >= 0) {
				setState(swarm, task, 'orphaned', {message: 'Task is orphaned'});
			}
		}
	};

	const later = (node: Node, [least, most]: readonly [number, number], run: () => void) => {
		timers.get(node)?.();
		let isOff = false;
		const cancel = timeline.after(random.between(least, most), () => swarm.leadership.whenLed(() => isOff || run()));
		timers.set(node, () => {
			isOff = true;
			cancel();
		});
	};

	const hear = (node: Node, range: readonly [number, number]) =>
		later(node, range, () => {
			if (isConnected(node)) {
				setStatus(node, 'ready');
			}
		});

	const miss = (node: Node, range: readonly [number, number] = missedAfter) =>
		later(node, range, () => {
			if (!isConnected(node)) {
				setStatus(node, 'down', 'heartbeat failure');
				timers.set(
					node,
					timeline.after(orphanedAfter, () => swarm.leadership.whenLed(() => orphan(node))),
				);
			}
		});

	raft.onNewLeader(() => {
		for (const node of store.nodes.all.values()) {
			if (node.raw.Status.State !== 'down') {
				setStatus(node, 'unknown', leadershipMessage);
			}
			if (isConnected(node)) {
				hear(node, [300, 5000]);
			} else {
				miss(node, unheardFor);
			}
		}
	});

	return {changed: node => (isConnected(node) ? hear(node, heardAfter) : miss(node))};
};
