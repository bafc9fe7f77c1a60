import {desiredOf, type Service, stateOf, type Task} from './objects.ts';
import {modeOf} from './service-mode.ts';
import {type Swarm, soon} from './swarm.ts';
import {slotKey} from './task-index.ts';
import {hasEnded, isRunnable} from './task-order.ts';

/** How long the reaper waits for more to do. */
const delay = 250;

const limitOf = ({settings}: Swarm, service: Service) => {
	const attempts = service.raw.Spec.TaskTemplate.RestartPolicy?.MaxAttempts ?? 0;
	return attempts > 0 ? attempts + 1 : settings.taskHistoryLimit;
};

/** What is to be removed may go once it has ended, or before it has a node. */
const isRemovable = (task: Task) =>
	desiredOf(task) === 'remove' && (hasEnded(task) || stateOf(task) === 'new' || stateOf(task) === 'pending');

const history = (swarm: Swarm, task: Task): readonly Task[] => {
	const service = swarm.store.services.all.get(task.serviceId);
	if (service === undefined || modeOf(service).endsWith('job')) {
		return [];
	}
	const limit = limitOf(swarm, service);
	const tasks = swarm.store.index.inSlotOf(task);
	if (limit < 0 || tasks.length <= limit) {
		return [];
	}
	return tasks
		.filter(found => !isRunnable(found) || hasEnded(found))
		.sort((one, other) => (one.raw.Status.Timestamp < other.raw.Status.Timestamp ? -1 : 1))
		.slice(0, tasks.length - limit);
};

/** Forgets old tasks of a slot, and those that were to be removed (orchestrator/taskreaper). */
export const startReaper = (swarm: Swarm) => {
	const {store} = swarm;
	const fresh = new Map<string, Task>();
	const removable = new Set<Task>();

	const reap = soon(
		swarm,
		() => delay,
		() => {
			for (const task of removable) {
				store.tasks.remove(task);
			}
			removable.clear();
			for (const [key, task] of fresh) {
				fresh.delete(key);
				for (const old of history(swarm, task)) {
					store.tasks.remove(old);
				}
			}
		},
	);

	store.watch(change => {
		if (change.kind !== 'task' || change.action === 'remove') {
			return;
		}
		if (change.action === 'create') {
			fresh.set(slotKey(change.item), change.item);
			reap();
		} else if (isRemovable(change.item)) {
			removable.add(change.item);
			reap();
		}
	});
};
