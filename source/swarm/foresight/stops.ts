import type {Nodes} from '../living.ts';
import type {Service} from '../service.ts';
import {lastTimes} from '../slot-times.ts';
import type {Task} from '../task.ts';
import type {Fate} from './foresight.ts';
import {none} from './party.ts';
import {livingTasks} from './waiting-tasks.ts';

/** What becomes of a service some of whose tasks just stop, and are not replaced. */
export const stopsOf = (
	service: Service,
	going: readonly Task[],
	{tasks, nodes}: {readonly tasks: readonly Task[]; readonly nodes: Nodes},
): Fate => {
	const living = livingTasks(tasks, nodes);
	const left = living.length - going.filter(task => living.includes(task)).length;
	return {
		service,
		tasks: going.length,
		stuck: none,
		starting: none,
		living: {before: living.length, during: left, after: {least: left, most: left}},
		likely: [],
		text: undefined,
		nodes: [],
		local: [],
		last: lastTimes(service, tasks, living),
		isReplaced: false,
	};
};
