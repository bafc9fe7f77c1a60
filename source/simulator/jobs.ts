import {type Service, stateOf} from './objects.ts';
import {completionsOf, jobIteration} from './service-mode.ts';
import type {Swarm} from './swarm.ts';
import {hasEnded, isActive} from './task-order.ts';
import {createTask, setDesired} from './tasks.ts';

/** So many completions, so many at a time; slots count from 0 (orchestrator/jobs/replicated). */
export const reconcileReplicatedJob = (swarm: Swarm, service: Service) => {
	const iteration = jobIteration(service);
	const all = swarm.store.index.ofService(service.id);
	for (const old of all.filter(({raw}) => (raw.JobIteration?.Index ?? 0) < iteration)) {
		if (isActive(old) && !hasEnded(old)) {
			setDesired(swarm, old, 'remove');
		}
	}
	const current = all.filter(({raw}) => (raw.JobIteration?.Index ?? 0) === iteration);
	const done = new Set(current.filter(task => stateOf(task) === 'complete').map(({slot}) => slot));
	const underWay = new Set(
		current.filter(task => isActive(task) && stateOf(task) !== 'complete').map(({slot}) => slot),
	);
	const {total, concurrent} = completionsOf(service);
	let open = Math.min(concurrent - underWay.size, total - done.size - underWay.size);
	for (let slot = 0; open > 0; slot += 1) {
		if (!done.has(slot) && !underWay.has(slot)) {
			createTask(swarm, service, {slot});
			open -= 1;
		}
	}
};
