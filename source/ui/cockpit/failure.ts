import type {TaskId} from '../../swarm/ids.ts';
import type {Rollout} from '../../swarm/rollout.ts';
import type {Service} from '../../swarm/service.ts';
import type {Task} from '../../swarm/task.ts';

const isAlike = (a: Task, b: Task) => a.error === b.error && a.exitCode === b.exitCode;

/**
The failure that is explained: the one that was explained before, while its slot goes on failing in the same way; else the
one the engine named when it acted; else the newest. So its log lines don't change with every restart of a crash loop.
*/
export function failureToShow(rollout: Rollout, service: Service, before: TaskId | undefined): Task | undefined {
	const failing = rollout.slots.filter(({phase}) => phase === 'failing');
	const explained = failing.flatMap(({failures: [newest, ...older]}) =>
		newest === undefined ? [] : [newest, ...older.filter(task => isAlike(task, newest))],
	);
	const message = rollout.state === 'rolling' ? '' : (service.updateStatus?.message ?? '');
	const newest = failing.some(({failures}) => failures[0] === rollout.lastFailure) ? rollout.lastFailure : undefined;
	return (
		explained.find(({id}) => id === before) ??
		explained.find(({id}) => message.includes(id)) ??
		newest ??
		failing[0]?.failures[0]
	);
}
