import {stateOf, type Task} from './objects.ts';
import type {Swarm} from './swarm.ts';
import {slotKey} from './task-index.ts';
import {hasEnded} from './task-order.ts';

/** Nothing has to be waited for: it has ended, or it never got a node. */
export const startsAtOnce = (old: Task) => hasEnded(old);

type Restarts = {readonly specVersion: number; readonly times: number[]};

/** Who may be restarted once more (orchestrator/restart/restart.go, shouldRestart). */
export const createRestartHistory = ({timeline}: Swarm) => {
	const bySlot = new Map<string, Restarts>();

	const isWithin = (task: Task, window: number) => (time: number) =>
		window === 0 || time > timeline.now() - window || task.createdAt === time;

	return {
		allows(task: Task): boolean {
			const {Condition = 'any', MaxAttempts = 0, Window = 0} = task.raw.Spec.RestartPolicy ?? {};
			const isGood = stateOf(task) === 'complete';
			if (Condition === 'none' || (Condition === 'on-failure' && isGood)) {
				return false;
			}
			const known = bySlot.get(slotKey(task));
			if (MaxAttempts === 0 || known?.specVersion !== task.specVersion) {
				return true;
			}
			return known.times.filter(isWithin(task, Window / 1e6)).length < MaxAttempts;
		},
		record(fresh: Task) {
			const {MaxAttempts = 0} = fresh.raw.Spec.RestartPolicy ?? {};
			if (MaxAttempts === 0) {
				return;
			}
			const known = bySlot.get(slotKey(fresh));
			const times = known?.specVersion === fresh.specVersion ? known.times : [];
			bySlot.set(slotKey(fresh), {specVersion: fresh.specVersion, times: [...times, timeline.now()]});
		},
	};
};
