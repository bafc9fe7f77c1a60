import {compareStates} from '../swarm/task.ts';
import {type Service, stateOf, type Task} from './objects.ts';
import {replicasOf} from './service-mode.ts';
import type {Slot} from './slot-update.ts';
import type {Swarm} from './swarm.ts';
import {isRunnable} from './task-order.ts';
import {createTask, setDesired} from './tasks.ts';
import type {Updater} from './updater.ts';

/** Runnable tasks by slot, and the tasks of slots that have none: they gave up, or did before a scale. */
const slotsOf = (tasks: readonly Task[]) => {
	const live = Map.groupBy(tasks.filter(isRunnable), ({slot}) => slot ?? 0);
	const dead = Map.groupBy(
		tasks.filter(({slot}) => !live.has(slot ?? 0)),
		({slot}) => slot ?? 0,
	);
	return {live, dead};
};

/** Those that run come first, then those on nodes with few of the service: the rest goes when there are too many. */
const sortedForKeeping = (live: ReadonlyMap<number, Slot>): readonly Slot[] => {
	const perNode = new Map<string, number>();
	const ranked = [...live.values()].map(slot => {
		const running = slot.find(task => stateOf(task) === 'running');
		return {slot, isRunning: running !== undefined, nodeId: (running ?? slot[0])?.raw.NodeID ?? ''};
	});
	const withRank = ranked.map(entry => {
		const rank = perNode.get(entry.nodeId) ?? 0;
		perNode.set(entry.nodeId, rank + 1);
		return {...entry, rank};
	});
	return withRank
		.sort((one, other) => Number(other.isRunning) - Number(one.isRunning) || one.rank - other.rank)
		.map(({slot}) => slot);
};

const addTasks = (swarm: Swarm, service: Service, live: ReadonlyMap<number, Slot>, count: number) => {
	for (let slot = 1, left = count; left > 0; slot += 1) {
		if (!live.has(slot)) {
			createTask(swarm, service, {slot});
			left -= 1;
		}
	}
};

const removeTasks = (swarm: Swarm, tasks: Iterable<Task>) => {
	for (const task of tasks) {
		if (compareStates(task.raw.DesiredState, 'remove') < 0) {
			setDesired(swarm, task, 'remove');
		}
	}
};

/** As many slots as wanted, and all of them made from the spec (orchestrator/replicated/services.go). */
export const reconcileReplicated = (swarm: Swarm, updater: Updater, service: Service) => {
	const {live, dead} = slotsOf(swarm.store.index.ofService(service.id));
	const wanted = replicasOf(service);
	const missing = wanted - live.size;
	const deadTasks = [...dead.entries()].filter(([slot]) => missing <= 0 || slot > wanted).flatMap(([, tasks]) => tasks);

	if (missing >= 0) {
		updater.update(service, [...live.values()]);
		addTasks(swarm, service, live, missing);
		removeTasks(swarm, deadTasks);
		return;
	}
	const sorted = sortedForKeeping(live);
	updater.update(service, sorted.slice(0, wanted));
	removeTasks(swarm, [...deadTasks, ...sorted.slice(wanted).flat()]);
};
