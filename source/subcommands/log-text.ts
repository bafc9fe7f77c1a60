import type {LogLine} from '../store/log-buffer.ts';
import {slotNumber} from '../swarm/slot-groups.ts';
import {clean} from './clean.ts';
import type {LogTargets} from './log-targets.ts';

type Names = Pick<LogTargets, 'services' | 'hostnames' | 'tasks'>;

const originOf = (line: LogLine, {services, hostnames, tasks}: Names) => {
	const task = line.taskId && tasks.get(line.taskId);
	const serviceId = task?.serviceId ?? line.serviceId;
	const nodeId = task?.nodeId ?? line.nodeId;
	const service = serviceId === undefined ? undefined : services.get(serviceId);
	return {
		service: service?.name ?? serviceId,
		slot: task && slotNumber(task, service),
		node: (nodeId && hostnames.get(nodeId)) ?? nodeId,
	};
};

/** Characters that JSON leaves as they are and a terminal may not: escaped, they mean the same and do nothing. */
const unsafe = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

const escaped = (json: string) =>
	json.replace(unsafe, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** One object a line: `time`, `service`, `slot`, `node`, `task`, `stream` and `text` as it was written. */
export const lineAsJson = (line: LogLine, names: Names): string => {
	const {timestamp: time, taskId: task, stream, text} = line;
	return `${escaped(JSON.stringify({time, ...originOf(line, names), task, stream, text}))}\n`;
};

/** `2026-11-21T09:00:01.000000000Z shop_web.3 node05 the line`: its parts stand in the same places in every line. */
export const lineAsText = (line: LogLine, names: Names): string => {
	const {service = '-', slot, node = '-'} = originOf(line, names);
	const name = slot === undefined ? service : `${service}.${slot}`;
	return `${[line.timestamp, name, node].map(word => clean(word).replaceAll(' ', '_')).join(' ')} ${clean(line.text)}\n`;
};
