import type {Task} from './objects.ts';
import type {TableChange} from './table.ts';

/** Tasks by what they belong to, so that nobody goes through all of them. */
export type TaskIndex = {
	readonly ofService: (serviceId: string) => readonly Task[];
	readonly onNode: (nodeId: string) => readonly Task[];
	/** The task and its predecessors. */
	readonly inSlotOf: (task: Task) => readonly Task[];
	readonly follow: (change: TableChange<Task>) => void;
};

/** Replicas share a slot's number; tasks of a global service their node. */
export const slotKey = (task: Task) =>
	task.slot === undefined ? `${task.serviceId}@${task.raw.NodeID}` : `${task.serviceId}.${task.slot}`;

const createBuckets = () => {
	const buckets = new Map<string, Set<Task>>();
	return {
		add: (key: string, task: Task) => {
			const bucket = buckets.get(key) ?? new Set();
			buckets.set(key, bucket.add(task));
		},
		remove: (key: string, task: Task) => {
			const bucket = buckets.get(key);
			bucket?.delete(task);
			if (bucket?.size === 0) {
				buckets.delete(key);
			}
		},
		get: (key: string): readonly Task[] => [...(buckets.get(key) ?? [])],
	};
};

export const createTaskIndex = (): TaskIndex => {
	const byService = createBuckets();
	const byNode = createBuckets();
	const bySlot = createBuckets();

	const change = (action: 'add' | 'remove', task: Task) => {
		byService[action](task.serviceId, task);
		bySlot[action](slotKey(task), task);
		if (task.raw.NodeID !== undefined) {
			byNode[action](task.raw.NodeID, task);
		}
	};

	return {
		ofService: byService.get,
		onNode: byNode.get,
		inSlotOf: task => bySlot.get(slotKey(task)),
		follow(seen) {
			if (seen.action !== 'update') {
				change(seen.action === 'create' ? 'add' : 'remove', seen.item);
			} else if (seen.before.NodeID !== seen.item.raw.NodeID && seen.item.raw.NodeID !== undefined) {
				byNode.add(seen.item.raw.NodeID, seen.item);
			}
		},
	};
};
