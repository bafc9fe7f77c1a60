import {secondsFor} from '../swarm/rollout-time.ts';
import {isJob, type Service, type UpdatePolicy} from '../swarm/service.ts';
import {type RoundTime, roundTime} from '../swarm/slot-times.ts';
import {type Snapshot, tasksOf} from '../swarm/snapshot.ts';
import type {Seconds} from '../swarm/values.ts';

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

export type Forecast = {
	readonly seconds: Seconds;
	/** Where no stop was seen: if every task takes as long to stop as it may. */
	readonly most: Seconds | undefined;
	/** What each slot is taken to last. */
	readonly round: RoundTime;
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

	const round = roundTime(service, policy.order, tasksOf(snapshot, service.id) ?? []);
	const most = round.most === undefined ? undefined : secondsFor(policy, slots, round.most);
	return {seconds: secondsFor(policy, slots, round.seconds), most, round};
};

const longest = ({seconds, most, round}: Forecast) =>
	most === undefined || most <= seconds
		? ''
		: `; up to ${roughly(most)} if each takes its ${roughly(round.grace)} to stop`;

/** `about 1 min 10 s if each stops and starts in 5 s, as before`; undefined where there is nothing to time. */
export const estimate = (...about: Parameters<typeof forecastOf>): string | undefined => {
	const forecast = forecastOf(...about);

	if (forecast === undefined) {
		return undefined;
	}

	const {seconds, round} = forecast;
	const does = round.withStop ? 'stops and starts' : 'starts';
	const seen = round.isSeen ? ', as before' : '';
	return `about ${roughly(seconds)} if each ${does} in ${roughly(round.seconds)}${seen}${longest(forecast)}`;
};
