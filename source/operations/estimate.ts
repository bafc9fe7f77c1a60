import {reachedAt} from '../swarm/monitor.ts';
import {secondsFor, usualTime} from '../swarm/rollout-time.ts';
import {begunAt} from '../swarm/rollout-work.ts';
import {isJob, type Service, type UpdatePolicy} from '../swarm/service.ts';
import {type Snapshot, tasksOf} from '../swarm/snapshot.ts';
import {isRunning} from '../swarm/task.ts';
import type {Seconds} from '../swarm/values.ts';

/** What a start is taken to last where none of this service has been seen. */
const supposedStart: Seconds = 5;

/** `40 s`, `1 min 10 s`, `2 h 5 min`. */
const roughly = (seconds: Seconds): string => {
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

/**
How long the tasks that run now took from their creation until they ran, the stop of those before them included: those
that the last rollout made where there are any, as a first start has nothing to stop. Undefined without any.
*/
export const usualStart = (service: Service, snapshot: Snapshot): Seconds | undefined => {
	const running = (tasksOf(snapshot, service.id) ?? []).filter(isRunning);
	const made = running.filter(({createdAt}) => createdAt >= begunAt(service));
	const times = (made.length > 0 ? made : running).map(task => (reachedAt(task) - task.createdAt) / 1000);
	const usual = usualTime(times);
	// To the second, as it is said: a thousand slots multiply what is rounded off.
	return usual === undefined ? undefined : Math.max(1, Math.round(usual));
};

type Forecast = {
	readonly seconds: Seconds;
	/** What each start is taken to last. */
	readonly start: Seconds;
	/** That is how long tasks of this service took before. */
	readonly isSeen: boolean;
};

/** How long a rollout over so many slots takes; undefined where there is nothing to time. */
export const forecastOf = (
	service: Service,
	policy: UpdatePolicy,
	slots: number | undefined,
	snapshot: Snapshot,
): Forecast | undefined => {
	if (slots === undefined || slots === 0 || isJob(service)) {
		return undefined;
	}

	const seen = usualStart(service, snapshot);
	const start = seen ?? supposedStart;
	return {seconds: secondsFor(policy, slots, start), start, isSeen: seen !== undefined};
};

/** `about 1 min 10 s if each starts in 5 s`; undefined where there is nothing to time. */
export const estimate = (...about: Parameters<typeof forecastOf>): string | undefined => {
	const forecast = forecastOf(...about);
	return (
		forecast &&
		`about ${roughly(forecast.seconds)} if each starts in ${roughly(forecast.start)}${forecast.isSeen ? ', as before' : ''}`
	);
};
