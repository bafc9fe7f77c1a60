import type {ServiceVerdict} from './convergence.ts';
import {rolledBackAt} from './rolled-back.ts';
import {isJob, isRolling, type Service} from './service.ts';
import type {Instant} from './values.ts';

/** How a rollout stands, worst first. `ended` ones are history. */
const rolloutRanks = ['paused', 'blocked', 'failing', 'rolled-back', 'rolling', 'ended'] as const;

export type RolloutRank = (typeof rolloutRanks)[number];

export type ListedRollout = {
	readonly service: Service;
	readonly verdict: ServiceVerdict;
	readonly rank: RolloutRank;
	/** When it began; when it ended, for what has. */
	readonly at: Instant | undefined;
};

type Judged = {readonly service: Service; readonly verdict: ServiceVerdict};

const rankOf = ({service, verdict: {state}}: Judged): RolloutRank | undefined => {
	if (isJob(service)) {
		return undefined;
	}

	if (state.kind === 'paused') {
		return 'paused';
	}

	if (state.kind === 'rolling') {
		return state.blocked === undefined ? (state.error === undefined ? 'rolling' : 'failing') : 'blocked';
	}

	if (isRolling(service)) {
		return 'rolling';
	}

	if (rolledBackAt(service) !== undefined) {
		return 'rolled-back';
	}

	return service.updateStatus?.completedAt === undefined ? undefined : 'ended';
};

const instantOf = ({updateStatus}: Service) => updateStatus?.completedAt ?? updateStatus?.startedAt;

const listed = (judged: Judged): readonly ListedRollout[] => {
	const rank = rankOf(judged);
	return rank === undefined ? [] : [{...judged, rank, at: instantOf(judged.service)}];
};

/** The longest under way first: unlike the time left, that keeps its order while they move. */
const compare = (a: ListedRollout, b: ListedRollout) =>
	rolloutRanks.indexOf(a.rank) - rolloutRanks.indexOf(b.rank) ||
	(a.at ?? 0) - (b.at ?? 0) ||
	(a.service.name < b.service.name ? -1 : 1);

/** So many of those that ended are kept in sight. */
const lately = 5;

/** All that are under way or stopped short, worst first; then the few that ended last, the newest first. */
export const listRollouts = (services: Iterable<Judged>): readonly ListedRollout[] => {
	const all = [...services].flatMap(listed);
	const ended = all.filter(({rank}) => rank === 'ended').sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
	return [...all.filter(({rank}) => rank !== 'ended').sort(compare), ...ended.slice(0, lately)];
};
