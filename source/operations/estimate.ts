import {reachedAt, tailOf} from '../swarm/monitor.ts';
import {isJob, type Service, type UpdatePolicy} from '../swarm/service.ts';
import {type Snapshot, tasksOf} from '../swarm/snapshot.ts';
import {isRunning} from '../swarm/task.ts';
import type {Seconds} from '../swarm/values.ts';

/** What a start is taken to last where none of this service has been seen. */
const supposedStart: Seconds = 5;

/** `40 s`, `1 min 10 s`, `2 h 5 min`. */
export const roughly = (seconds: Seconds): string => {
	const whole = Math.max(1, Math.ceil(seconds));

	if (whole < 60) {
		return `${whole} s`;
	}

	const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
	const parts =
		hours > 0
			? ([
					[hours, 'h'],
					[minutes, 'min'],
				] as const)
			: ([
					[minutes, 'min'],
					[rest, 's'],
				] as const);

	return parts.flatMap(([amount, unit]) => (amount > 0 ? [`${amount} ${unit}`] : [])).join(' ');
};

/** How long the tasks that run now took from their creation until they ran, in the median; undefined without any. */
export const usualStart = ({id}: Service, snapshot: Snapshot): Seconds | undefined => {
	const times = (tasksOf(snapshot, id) ?? [])
		.filter(isRunning)
		.map(task => Math.max(0, reachedAt(task) - task.createdAt) / 1000)
		.toSorted((a, b) => a - b);

	return times[Math.floor((times.length - 1) / 2)];
};

/** Slots are taken `parallelism` at a time, each followed by the delay; at the end the engine watches the last ones. */
const totalTime = ({parallelism, delay, ...policy}: UpdatePolicy, slots: number, start: Seconds): Seconds => {
	const rounds = parallelism === 0 ? 1 : Math.ceil(slots / parallelism);
	return rounds * (start + delay) + tailOf({parallelism, delay, ...policy});
};

/** `about 1 min 10 s if each starts in 5 s`; undefined where there is nothing to time. */
export const estimate = (
	service: Service,
	policy: UpdatePolicy,
	slots: number | undefined,
	snapshot: Snapshot,
): string | undefined => {
	if (slots === undefined || slots === 0 || isJob(service)) {
		return undefined;
	}

	const seen = usualStart(service, snapshot);
	const why =
		seen === undefined ? `if each starts in ${supposedStart} s` : `if each starts in ${roughly(seen)}, as before`;

	return `about ${roughly(totalTime(policy, slots, seen ?? supposedStart))} ${why}`;
};
