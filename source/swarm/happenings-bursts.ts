import type {Happening} from './happenings.ts';
import {type Deed, type TaskDeed, taskDeeds, timeOf} from './happenings-deeds.ts';
import type {ServiceId} from './ids.ts';
import {slotNumber} from './slot-groups.ts';
import type {Instant} from './values.ts';
import {endWords, plural} from './wording.ts';

/** What tasks did within a short time, of one service or of many. */
export type Burst = {
	readonly counts: Readonly<Partial<Record<TaskDeed, number>>>;
	/** Names of the services, and of the nodes that tasks were on. */
	readonly services: readonly string[];
	readonly nodes: readonly string[];
	/** The latest reason that a task failed or waits. */
	readonly cause: string | undefined;
	/** The first few, a clause each. */
	readonly deeds: readonly string[];
	readonly beganAt: Instant;
	readonly endedAt: Instant;
};

/** Clauses kept of a burst. */
const mostDeeds = 12;
/** Two looks further apart, or a burst longer than this (in milliseconds), are two bursts. */
const longestGap = 15_000;
const longestBurst = 60_000;

const verbs: Readonly<Record<TaskDeed, string>> = {
	failed: 'failed',
	waiting: 'waiting for a node',
	ended: 'ended by itself',
	started: 'started',
	stopped: 'stopped',
	done: 'done',
};

const isBad = (did: TaskDeed) => did === 'failed' || did === 'waiting' || did === 'ended';

/** `slot 3 failed on worker-1: exit 3`; of global services, which have no slots, `failed on worker-1: exit 3`. */
const oneWords = ({service, task, did, node}: Deed): string => {
	const number = slotNumber(task, service);
	const slot = number === undefined ? '' : `slot ${number} `;
	const place = node === '' ? '' : ` on ${node}`;
	const why = did === 'waiting' ? task.error : isBad(did) ? endWords(service, task) : undefined;
	return `${slot}${verbs[did]}${place}${why === undefined ? '' : `: ${why}`}`;
};

const placeWords = ({nodes}: Burst) =>
	nodes.length === 0 ? '' : nodes.length === 1 ? ` on ${nodes[0]}` : ` on ${nodes.length} nodes`;

/** `2 tasks failed, 4 started, 3 stopped on 4 nodes: exit 3`, the worst first; what one task did is said in full. */
const burstWords = (burst: Burst): string => {
	const {counts, cause, deeds} = burst;
	const parts = taskDeeds.flatMap(did => {
		const count = counts[did];
		return count === undefined ? [] : [{did, count}];
	});
	const [first, ...rest] = parts;

	if (first === undefined || (rest.length === 0 && first.count === 1)) {
		return deeds[0] ?? '';
	}

	const counted = [
		`${plural(first.count, 'task')} ${verbs[first.did]}`,
		...rest.map(({did, count}) => `${count} ${verbs[did]}`),
	];
	return `${counted.join(', ')}${placeWords(burst)}${cause === undefined ? '' : `: ${cause}`}`;
};

const unique = (items: readonly string[]) => [...new Set(items)].filter(item => item !== '');

const causeOf = (deeds: readonly Deed[]) => {
	const last =
		deeds.findLast(({did}) => did === 'failed' || did === 'ended') ?? deeds.findLast(({did}) => did === 'waiting');
	return last && (last.did === 'waiting' ? last.task.error : endWords(last.service, last.task));
};

const burstOf = (deeds: readonly Deed[], now: Instant): Burst => {
	const times = deeds.map(deed => timeOf(deed, now));
	return {
		counts: Object.fromEntries(
			taskDeeds.map(did => [did, deeds.filter(deed => deed.did === did).length]).filter(([, count]) => count !== 0),
		),
		services: unique(deeds.map(({service}) => service.name)),
		nodes: unique(deeds.map(({node}) => node)),
		cause: causeOf(deeds),
		deeds: deeds.slice(0, mostDeeds).map(oneWords),
		beganAt: times.reduce((a, b) => Math.min(a, b)),
		endedAt: times.reduce((a, b) => Math.max(a, b)),
	};
};

const urgencyOf = ({failed, ended, waiting}: Burst['counts']): Happening['urgency'] =>
	failed || ended || waiting ? 'look' : 'none';

/** Names told of many services. */
const mostNames = 60;

const namesOf = (names: readonly string[]) => {
	const more = names.length - mostNames;
	return more > 0 ? `${names.slice(0, mostNames).join(', ')} and ${more} more` : names.join(', ');
};

const inWords = (burst: Burst, about: Happening['about'], seenAt: Instant): Happening => ({
	kind: 'task',
	at: burst.beganAt,
	seenAt,
	until: burst.endedAt,
	by: 'engine',
	urgency: urgencyOf(burst.counts),
	name: about === undefined ? plural(burst.services.length, 'service') : (burst.services[0] ?? ''),
	about,
	words: burstWords(burst),
	details: about === undefined ? [namesOf(burst.services)] : burst.deeds,
	burst,
});

/** What tasks did between two looks; of one service, or of several where none is named. */
export const happenedToTasks = (deeds: readonly Deed[], service: ServiceId | undefined, now: Instant) =>
	inWords(burstOf(deeds, now), service && {kind: 'service', id: service}, now);

/** Both as one where they are the same going on; undefined where they are two things. */
export const joinBursts = (one: Happening, next: Happening): Happening | undefined => {
	const [a, b] = [one.burst, next.burst];
	const isClose = next.seenAt - one.seenAt <= longestGap && (b?.endedAt ?? 0) - (a?.beganAt ?? 0) <= longestBurst;

	if (a === undefined || b === undefined || one.about?.id !== next.about?.id || !isClose) {
		return undefined;
	}

	const counts = Object.fromEntries(
		taskDeeds
			.map(did => [did, (a.counts[did] ?? 0) + (b.counts[did] ?? 0)] as const)
			.filter(([, count]) => count !== 0),
	);
	const joined = {
		counts,
		services: unique([...a.services, ...b.services]),
		nodes: unique([...a.nodes, ...b.nodes]),
		cause: b.cause ?? a.cause,
		deeds: [...a.deeds, ...b.deeds].slice(0, mostDeeds),
		beganAt: Math.min(a.beganAt, b.beganAt),
		endedAt: Math.max(a.endedAt, b.endedAt),
	};
	return inWords(joined, one.about, next.seenAt);
};
