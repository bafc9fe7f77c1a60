import type {Service, Task} from './objects.ts';
import {desiredOf, stateOf} from './objects.ts';
import {type Process, sleep, until} from './processes.ts';
import {createRestartHistory, startsAtOnce} from './restart-history.ts';
import {isJob, isPerNode} from './service-mode.ts';
import type {Swarm} from './swarm.ts';
import {hasEnded, isRunnable} from './task-order.ts';
import {createTask, setDesired} from './tasks.ts';

/** How long a new task waits for the old one to stop (orchestrator/restart, TaskTimeout). */
const patience = 60_000;

type DelayedStart = {readonly isDone: () => boolean};

export type Restarts = {
	/** Replaces a task that ended or lost its node, as its restart policy says. */
	readonly restart: (service: Service, task: Task) => void;
	/** Lets a waiting task run after a delay and, if one is given, after the old task has stopped. */
	readonly delayStart: (old: Task | undefined, fresh: Task, delay: number) => DelayedStart;
	/** A new leader knows nothing of what the old one was waiting for: it starts what still waits. */
	readonly forget: () => void;
};

export const createRestarts = (swarm: Swarm): Restarts => {
	const {store, processes} = swarm;
	const history = createRestartHistory(swarm);
	const waiting = new Map<Task, {readonly stop: () => void; isWanted: boolean}>();

	const isNodeLost = (nodeId: string | undefined) => {
		const node = store.nodes.all.get(nodeId ?? '');
		return nodeId !== undefined && (node === undefined || node.raw.Status.State === 'down');
	};

	const startNow = (task: Task) => {
		const isWaiting = store.tasks.all.has(task.id) && desiredOf(task) === 'ready';
		const service = store.services.all.get(task.serviceId);
		if (isWaiting) {
			setDesired(swarm, task, service && isJob(service) ? 'complete' : 'running');
		}
	};

	function* delayed(old: Task | undefined, fresh: Task, delay: number, done: () => void): Process {
		const waitsForOld = old !== undefined && startsAtOnce(old) === false;
		if (delay > 0) {
			yield sleep(delay);
		}
		if (old !== undefined && waitsForOld) {
			const isGone = () => hasEnded(old) || !store.tasks.all.has(old.id) || isNodeLost(old.raw.NodeID);
			yield until([old.id, old.raw.NodeID ?? ''], isGone, Math.max(0, patience - delay));
		}
		done();
		startNow(fresh);
		processes.touch(`started ${fresh.id}`);
	}

	const delayStart = (old: Task | undefined, fresh: Task, delay: number): DelayedStart => {
		let isDone = false;
		const entry = {stop: () => {}, isWanted: false};
		waiting.set(fresh, entry);
		const done = () => {
			isDone = true;
			waiting.delete(fresh);
		};
		entry.stop = processes.start(delayed(old, fresh, delay, done));
		return {isDone: () => isDone};
	};

	const restart = (service: Service, task: Task) => {
		const delay = waiting.get(task);
		if (delay) {
			// It failed while it still waited to start: that is looked at once the wait is over.
			if (!delay.isWanted) {
				delay.isWanted = true;
				processes.start(restartLater(task));
			}
			return;
		}
		if (!isRunnable(task) && !(isJob(service) && desiredOf(task) === 'complete')) {
			return;
		}
		setDesired(swarm, task, 'shutdown');
		if (history.allows(task)) {
			replace(service, task);
		}
	};

	function* restartLater(task: Task): Process {
		yield until([`started ${task.id}`], () => !waiting.has(task));
		const service = store.services.all.get(task.serviceId);
		if (service && store.tasks.all.has(task.id)) {
			restart(service, task);
		}
	}

	const replace = (service: Service, task: Task) => {
		const node = store.nodes.all.get(task.raw.NodeID ?? '');
		const place = isPerNode(service) ? {nodeId: task.raw.NodeID ?? ''} : {slot: task.slot ?? 0};
		const fresh = createTask(swarm, service, place, 'ready');
		history.record(fresh);
		const isDrained = node?.raw.Spec.Availability === 'drain';
		const delay = isDrained ? 0 : (task.raw.Spec.RestartPolicy?.Delay ?? 5e9) / 1e6;
		const mayStop = node?.raw.Status.State !== 'down' && !['failed', 'rejected'].includes(stateOf(task));
		delayStart(mayStop ? task : undefined, fresh, delay);
	};

	return {
		restart,
		delayStart,
		forget() {
			for (const [task, {stop}] of waiting) {
				stop();
				waiting.delete(task);
				startNow(task);
			}
		},
	};
};
