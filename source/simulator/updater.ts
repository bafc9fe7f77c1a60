import {createFailureWatch} from './failure-watch.ts';
import type {Service, Task} from './objects.ts';
import {type Process, sleep} from './processes.ts';
import type {Restarts} from './restarts.ts';
import {isSlotDirty, replaceSlot, type Slot} from './slot-update.ts';
import type {Swarm} from './swarm.ts';
import {policyOf} from './update-policy.ts';
import {completeUpdate, isRollingBack, startUpdate} from './update-status.ts';

export type Updater = {
	/** Brings these slots to the service's spec, unless an update works on that spec already. */
	readonly update: (service: Service, slots: readonly Slot[]) => void;
	readonly taskChanged: (task: Task) => void;
	/** A new leader starts its own. */
	readonly forget: () => void;
};

type Run = {readonly specVersion: number; readonly stop: () => void; readonly taskChanged: (task: Task) => void};

/**
Rolling updates (orchestrator/update/updater.go): independent workers take slots from a queue; failures of tasks
that this run created, within the monitor window, decide whether it goes on.
*/
export const createUpdater = (swarm: Swarm, restarts: Restarts): Updater => {
	const runs = new Map<string, Run>();

	const update = (service: Service, slots: readonly Slot[]) => {
		const known = runs.get(service.id);
		if (known?.specVersion === service.specVersion) {
			return;
		}
		known?.stop();
		runs.delete(service.id);
		const begun = begin(swarm, restarts, service, slots, () => {
			if (runs.get(service.id) === begun) {
				runs.delete(service.id);
			}
		});
		if (begun) {
			runs.set(service.id, begun);
		}
	};

	return {
		update,
		taskChanged: task => runs.get(task.serviceId)?.taskChanged(task),
		forget() {
			for (const {stop} of runs.values()) {
				stop();
			}
			runs.clear();
		},
	};
};

const isPaused = ({raw}: Service) => ['paused', 'rollback_paused'].includes(raw.UpdateStatus?.State ?? '');

const begin = (
	swarm: Swarm,
	restarts: Restarts,
	service: Service,
	slots: readonly Slot[],
	ended: () => void,
): Run | undefined => {
	if (isPaused(service)) {
		return undefined;
	}
	const dirty = swarm.random.shuffled(slots.filter(slot => isSlotDirty(swarm, service, slot)));
	if (dirty.length === 0) {
		if (service.raw.UpdateStatus?.State === 'updating' || isRollingBack(service)) {
			completeUpdate(swarm, service);
		}
		return undefined;
	}
	startUpdate(swarm, service);

	const policy = policyOf(service, dirty.length);
	const failures = createFailureWatch(swarm, service, policy, dirty.length);
	const stops: (() => void)[] = [];
	const {specVersion} = service;
	let workersLeft = policy.parallelism;

	function* work(): Process {
		for (let slot = failures.isStopped() ? undefined : dirty.shift(); slot; slot = dirty.shift()) {
			if (dirty.length === 0) {
				failures.allSlotsTaken();
			}
			yield* replaceSlot({swarm, restarts, service, policy, failures}, slot);
			if (policy.delay > 0) {
				yield sleep(policy.delay);
			}
			if (failures.isStopped()) {
				break;
			}
		}
		workersLeft -= 1;
		if (workersLeft === 0) {
			yield* settle();
		}
	}

	function* settle(): Process {
		if (!failures.isStopped()) {
			failures.monitor();
			yield sleep(policy.monitor);
		}
		failures.close();
		ended();
		if (!failures.isStopped() && swarm.store.services.all.has(service.id)) {
			completeUpdate(swarm, service);
		}
	}

	const run: Run = {
		specVersion,
		taskChanged: failures.taskChanged,
		stop() {
			failures.close();
			for (const stop of stops) {
				stop();
			}
		},
	};
	for (let worker = 0; worker < policy.parallelism; worker += 1) {
		stops.push(swarm.processes.start(work()));
	}
	return run;
};
