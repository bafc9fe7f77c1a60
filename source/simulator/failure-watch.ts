import type {Service, Task} from './objects.ts';
import type {Swarm} from './swarm.ts';
import {hasEnded} from './task-order.ts';
import type {Policy} from './update-policy.ts';
import {isRollingBack, pauseUpdate, rollBack} from './update-status.ts';

/**
Counts failures of the tasks that one run of the updater made. Like the updater's own loop it looks while slots are
handed out and in the monitor window after the last; what fails in between waits for that window.
*/
export type FailureWatch = {
	/** The run has made this task: should it end before it ran, that counts. */
	readonly created: (task: Task) => void;
	readonly isRunning: (task: Task) => void;
	readonly taskChanged: (task: Task) => void;
	readonly allSlotsTaken: () => void;
	readonly monitor: () => void;
	readonly isStopped: () => boolean;
	readonly close: () => void;
};

export const createFailureWatch = (swarm: Swarm, service: Service, policy: Policy, slots: number): FailureWatch => {
	const runningSince = new Map<Task, number | undefined>();
	const failed = new Set<Task>();
	const waiting: Task[] = [];
	const isRollback = isRollingBack(service);
	let phase: 'looking' | 'away' | 'closed' = policy.failureAction === 'continue' ? 'closed' : 'looking';
	let isStopped = false;

	const act = (task: Task) => {
		const because = `due to failure or early termination of task ${task.id}`;
		phase = 'closed';
		isStopped = true;
		if (policy.failureAction === 'rollback' && !isRollback) {
			rollBack(swarm, service, `update rolled back ${because}`);
			return;
		}
		pauseUpdate(swarm, service, `${policy.failureAction === 'rollback' ? 'rollback' : 'update'} paused ${because}`);
	};

	const judge = (task: Task) => {
		const since = runningSince.get(task);
		const isEarly = since === undefined || swarm.timeline.now() - since <= policy.monitor;
		if (!runningSince.has(task) || failed.has(task) || !isEarly) {
			return;
		}
		failed.add(task);
		if (Math.fround(failed.size / slots) > Math.fround(policy.maxFailureRatio)) {
			act(task);
		}
	};

	return {
		created: task => void runningSince.set(task, undefined),
		isRunning: task => void runningSince.set(task, swarm.timeline.now()),
		taskChanged(task) {
			if (!hasEnded(task) || phase === 'closed') {
				return;
			}
			if (phase === 'looking') {
				judge(task);
			} else {
				waiting.push(task);
			}
		},
		allSlotsTaken() {
			phase = phase === 'looking' ? 'away' : phase;
		},
		monitor() {
			phase = phase === 'away' ? 'looking' : phase;
			for (const task of waiting.splice(0)) {
				if (phase === 'looking') {
					judge(task);
				}
			}
		},
		isStopped: () => isStopped,
		close() {
			phase = 'closed';
		},
	};
};
