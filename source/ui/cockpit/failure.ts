import type {Rollout} from '../../swarm/rollout.ts';
import type {Service} from '../../swarm/service.ts';
import type {Task} from '../../swarm/task.ts';

/**
The failure that is explained: the one the engine named when it acted, while its history has it; else the newest of the
first slot that fails. Neither changes with every restart of a crash loop.
*/
export function failureToShow(rollout: Rollout, service: Service): Task | undefined {
	const message = rollout.state === 'rolling' ? '' : (service.updateStatus?.message ?? '');
	const failing = rollout.slots.filter(({phase}) => phase === 'failing');
	const named = failing.flatMap(({failures}) => failures).find(({id}) => message.includes(id));
	return named ?? failing[0]?.failures[0] ?? (failing.length > 0 ? rollout.lastFailure : undefined);
}
