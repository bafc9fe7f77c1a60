import {desiredOf, type Service, stateOf} from '../objects.ts';
import {completionsOf, jobIteration, modeOf, replicasOf} from '../service-mode.ts';
import type {Swarm} from '../swarm.ts';

/** The engine's own counts, with their flaw: what still stops, or ran on a dead node, counts as running. */
export const serviceStatus = ({store}: Swarm, service: Service) => {
	const mode = modeOf(service);
	const isJob = mode.endsWith('job');
	const tasks = store.index
		.ofService(service.id)
		.filter(({raw}) => !isJob || (raw.JobIteration?.Index ?? 0) === jobIteration(service));
	const running = tasks.filter(task => stateOf(task) === 'running').length;
	const completed = tasks.filter(task => stateOf(task) === 'complete').length;
	const desired = {
		replicated: () => replicasOf(service),
		global: () => tasks.filter(task => desiredOf(task) === 'running').length,
		'replicated-job': () => completionsOf(service).concurrent,
		'global-job': () => tasks.filter(task => desiredOf(task) === 'complete' && stateOf(task) !== 'complete').length,
	}[mode]();
	return {RunningTasks: running, DesiredTasks: desired, CompletedTasks: isJob ? completed : 0};
};
