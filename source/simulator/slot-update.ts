import {isTaskDirty} from './dirty.ts';
import type {FailureWatch} from './failure-watch.ts';
import {desiredOf, type Service, stateOf, type Task} from './objects.ts';
import {type Process, until} from './processes.ts';
import type {Restarts} from './restarts.ts';
import {isPerNode} from './service-mode.ts';
import type {Swarm} from './swarm.ts';
import {hasEnded, isRunnable} from './task-order.ts';
import {createTask, setDesired} from './tasks.ts';
import type {Policy} from './update-policy.ts';

/** The runnable tasks of one slot; mostly one. */
export type Slot = readonly Task[];

type Update = {
	readonly swarm: Swarm;
	readonly restarts: Restarts;
	readonly service: Service;
	readonly policy: Policy;
	readonly failures: FailureWatch;
};

const isDirty = ({store}: Swarm, service: Service, task: Task) =>
	isTaskDirty(service, task, store.nodes.all.get(task.raw.NodeID ?? ''));

export const isSlotDirty = (swarm: Swarm, service: Service, slot: Slot) =>
	slot.length > 1 || slot.some(task => isDirty(swarm, service, task));

/** Shuts these down; answers one of those that it had to. */
const removeOld = (swarm: Swarm, tasks: readonly Task[]): Task | undefined => {
	const old = tasks.filter(task => isRunnable(task) && swarm.store.tasks.all.has(task.id));
	for (const task of old) {
		setDesired(swarm, task, 'shutdown');
	}
	return old.at(-1);
};

/** What one worker does for one slot: everything but the delay that follows. */
export function* replaceSlot(update: Update, slot: Slot): Process {
	const {swarm, service} = update;
	const clean = slot.filter(task => !isDirty(swarm, service, task));
	const kept = clean.find(task => desiredOf(task) === 'running') ?? clean.at(-1);
	if (kept) {
		yield* keepTask(update, slot, kept);
	} else {
		yield* replaceTask(update, slot);
	}
}

function* keepTask({swarm, restarts}: Update, slot: Slot, kept: Task): Process {
	const old = removeOld(
		swarm,
		slot.filter(task => task !== kept),
	);
	if (desiredOf(kept) !== 'running') {
		const start = restarts.delayStart(old, kept, 0);
		yield until([`started ${kept.id}`], start.isDone);
	}
}

function* replaceTask({swarm, restarts, service, policy, failures}: Update, slot: Slot): Process {
	const [first] = slot;
	if (first === undefined || !swarm.store.services.all.has(service.id)) {
		return;
	}
	const place = isPerNode(service) ? {nodeId: first.raw.NodeID ?? ''} : {slot: first.slot ?? 0};
	const fresh = createTask(swarm, service, place, 'ready');
	failures.created(fresh);
	const old = policy.isStartFirst ? undefined : removeOld(swarm, slot);
	const start = restarts.delayStart(old, fresh, 0);
	yield until([`started ${fresh.id}`], start.isDone);

	const hasRun = () => stateOf(fresh) === 'running' || hasEnded(fresh) || !swarm.store.tasks.all.has(fresh.id);
	yield until([fresh.id], hasRun);
	failures.isRunning(fresh);
	if (policy.isStartFirst && stateOf(fresh) === 'running') {
		removeOld(swarm, slot);
	}
}
