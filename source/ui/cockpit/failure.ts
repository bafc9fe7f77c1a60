import type {TaskId} from '../../swarm/ids.ts';
import type {Rollout, RolloutSlot} from '../../swarm/rollout.ts';
import type {Service} from '../../swarm/service.ts';
import type {Task} from '../../swarm/task.ts';

/** Its tasks that failed as the last one did. */
const alikeIn = ({failures: [newest, ...older]}: RolloutSlot): readonly Task[] =>
	newest === undefined ? [] : [newest, ...older.filter(task => isAlike(task, newest))];

/** Between two failures of a crash loop a task starts, and runs for a moment. */
const isInTrouble = ({phase}: RolloutSlot) => phase !== 'done' && phase !== 'old';

const isAlike = (a: Task, b: Task) => a.error === b.error && a.exitCode === b.exitCode;

/**
The failure that is explained: the one that was explained before, until its slot is well or fails in another way; else the
one the engine named when it acted; else the newest. So its log lines don't change with every restart of a crash loop.
*/
export function failureToShow(rollout: Rollout, service: Service, before: TaskId | undefined): Task | undefined {
	const failing = rollout.slots.filter(({phase}) => phase === 'failing');
	const message = rollout.state === 'rolling' ? '' : (service.updateStatus?.message ?? '');
	const newest = failing.some(({failures}) => failures[0] === rollout.lastFailure) ? rollout.lastFailure : undefined;
	return (
		rollout.slots
			.filter(isInTrouble)
			.flatMap(alikeIn)
			.find(({id}) => id === before) ??
		failing.flatMap(alikeIn).find(({id}) => message.includes(id)) ??
		newest ??
		failing[0]?.failures[0]
	);
}
