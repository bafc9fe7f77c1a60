import type {LogLine} from '../../store/log-buffer.ts';
import {forgetFirst} from '../../swarm/forgetting.ts';
import type {TaskId} from '../../swarm/ids.ts';
import {slotNumber} from '../../swarm/slot-groups.ts';
import {nodeOf, type Snapshot, serviceOf} from '../../swarm/snapshot.ts';
import type {Task} from '../../swarm/task.ts';
import {findTask} from '../pages/page.ts';
import {clean} from '../text/clean.ts';

/** Where a line is from. */
export type Origin = {
	readonly service: string;
	/** The slot, for global services the node's name. */
	readonly slot: string;
	readonly node: string;
	/** The start of the task's id. */
	readonly task: string;
};

const nowhere: Origin = {service: '', slot: '', node: '', task: ''};

/** Tasks: more than a log on screen can have lines of. */
const remembered = 50_000;

/** Origins of lines, remembered by task: a task stays where it is. */
export const createOrigins = (snapshot: () => Snapshot) => {
	const known = new Map<TaskId, Origin>();
	let unknown = new Map<TaskId, Origin>();
	let seen: Snapshot | undefined;
	return (line: LogLine): Origin => {
		const {taskId} = line;
		if (taskId === undefined) {
			return nowhere;
		}
		const now = snapshot();
		if (now !== seen) {
			seen = now;
			unknown = new Map();
		}
		const found = known.get(taskId) ?? unknown.get(taskId);
		if (found !== undefined) {
			return found;
		}
		const task = findTask(now, taskId);
		const origin = originOf(now, line, task);
		(task === undefined ? unknown : known).set(taskId, origin);
		forgetFirst(known, remembered);
		return origin;
	};
};

export type Origins = ReturnType<typeof createOrigins>;

const originOf = (snapshot: Snapshot, {taskId, nodeId, serviceId}: LogLine, task: Task | undefined): Origin => {
	const id = (taskId ?? '').slice(0, 6);
	const service = serviceOf(snapshot, task?.serviceId ?? serviceId);
	const node = clean(nodeOf(snapshot, task?.nodeId ?? nodeId)?.hostname ?? '');
	return {
		service: clean(service?.name ?? ''),
		slot: task === undefined ? id : String(slotNumber(task, service) ?? ''),
		node,
		task: id,
	};
};

/** `shop_web.3 node05 4p1xab`: all that there is to tell. */
export const wholeOrigin = ({service, slot, node, task}: Origin) =>
	[[service, slot].filter(Boolean).join('.'), node, slot === task ? '' : task].filter(Boolean).join(' ');

export const originText = (origins: Origins) => (line: LogLine) => wholeOrigin(origins(line));

/** `3 node05`, in the log of one service. */
export const shortOrigin = ({slot, node}: Origin) => [slot, node].filter(Boolean).join(' ');

/** `web.3`, among the services of a stack: what all names begin with is left out. */
export const nameAmong = ({service, slot, node}: Origin, prefix: string) => {
	const name = service.startsWith(prefix) ? service.slice(prefix.length) : service;
	return slot === '' ? `${name} ${node}`.trim() : `${name}.${slot}`;
};
