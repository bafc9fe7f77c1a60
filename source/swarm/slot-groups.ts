import type {Service} from './service.ts';
import type {Task} from './task.ts';

/** Its slots are nodes, not numbers. */
export const isByNode = ({mode}: Service) => mode.kind === 'global' || mode.kind === 'global-job';

/** Its number, where it has one. The engine leaves out a 0, which the first slot of a job has. */
export const slotNumber = ({slot}: Pick<Task, 'slot'>, service: Service | undefined): number | undefined =>
	slot ?? (service?.mode.kind === 'replicated-job' ? 0 : undefined);

const keyOf = (service: Service): ((task: Task) => string | undefined) => {
	const {mode, jobIteration = 0} = service;
	const isNow = (task: Task) => (task.jobIteration ?? 0) === jobIteration;
	const keys: Readonly<Record<typeof mode.kind, (task: Task) => string | undefined>> = {
		replicated: task => String(task.slot ?? 0),
		global: task => task.nodeId ?? task.id,
		'replicated-job': task => (isNow(task) ? String(task.slot ?? 0) : undefined),
		'global-job': task => (isNow(task) ? (task.nodeId ?? task.id) : undefined),
	};
	return keys[mode.kind];
};

/** A service's tasks by the slot they are for; of a job, those of its latest run. */
export const groupBySlot = (service: Service, tasks: readonly Task[]): ReadonlyMap<string, readonly Task[]> => {
	const slotKey = keyOf(service);
	const groups = new Map<string, Task[]>();

	for (const task of tasks) {
		const key = slotKey(task);

		if (key !== undefined) {
			const group = groups.get(key);
			group ? group.push(task) : groups.set(key, [task]);
		}
	}

	return groups;
};
