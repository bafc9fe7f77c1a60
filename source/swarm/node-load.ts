import type {NodeId} from './ids.ts';
import {isAlive, type Node} from './node.ts';
import type {Snapshot} from './snapshot.ts';
import {compareStates, hasEnded, isUnwanted, type Task} from './task.ts';
import type {Resources} from './values.ts';

/** What a node carries, as far as the tasks in the snapshot tell (`hasAllTasks`). */
export type NodeLoad = {
	/** Tasks that are meant to be there and haven't ended. */
	readonly tasks: number;
	/** Of these, the running ones; none on a dead node. */
	readonly running: number;
	/** On a dead node: tasks that the engine still counts as running. */
	readonly lost: number;
	/** What the scheduler holds as taken, tasks being shut down included; limits and real use play no part. */
	readonly reserved: Resources;
	readonly capacity: Resources;
};

type Tally = {tasks: number; running: number; lost: number; cpus: number; memoryBytes: number};

const emptyTally = (): Tally => ({tasks: 0, running: 0, lost: 0, cpus: 0, memoryBytes: 0});

const count = (tally: Tally, task: Task, isNodeAlive: boolean) => {
	const isRunningNow = task.state === 'running';
	const isWanted = !isUnwanted(task);
	tally.tasks += isWanted ? 1 : 0;
	tally.running += isWanted && isRunningNow && isNodeAlive ? 1 : 0;
	tally.lost += isRunningNow && !isNodeAlive ? 1 : 0;

	// The scheduler's own rule: assigned <= state <= running (manager/scheduler/nodeinfo.go).
	if (compareStates(task.state, 'assigned') >= 0) {
		tally.cpus += task.reservations.cpus;
		tally.memoryBytes += task.reservations.memoryBytes;
	}
};

const tallyOf = (tallies: Map<NodeId, Tally>, id: NodeId) => {
	const known = tallies.get(id) ?? emptyTally();
	tallies.set(id, known);
	return known;
};

const loadOf = (node: Node, {tasks, running, lost, cpus, memoryBytes}: Tally): NodeLoad => ({
	tasks,
	running,
	lost,
	reserved: {cpus, memoryBytes},
	capacity: node.capacity,
});

/** The load of every known node, in one pass over all known tasks. */
export const loadByNode = (snapshot: Snapshot): ReadonlyMap<NodeId, NodeLoad> => {
	const nodes = snapshot.nodes?.items ?? new Map<NodeId, Node>();
	const tallies = new Map<NodeId, Tally>();

	for (const {items} of snapshot.tasks.values()) {
		for (const task of items) {
			if (task.nodeId !== undefined && !hasEnded(task)) {
				// A node that reads `unknown` has most likely lost its leader, not its tasks.
				const node = nodes.get(task.nodeId);
				count(tallyOf(tallies, task.nodeId), task, isAlive(node) || node?.state === 'unknown');
			}
		}
	}

	return new Map([...nodes].map(([id, node]) => [id, loadOf(node, tallies.get(id) ?? emptyTally())]));
};
