import type {Execution} from '../../operations/order.ts';
import type {Happenings} from '../../store/happenings.ts';
import type {Happening} from '../../swarm/happenings.ts';
import {nodeId, serviceId} from '../../swarm/ids.ts';
import type {NewsKind} from '../../swarm/rollout-news.ts';
import type {Instant} from '../../swarm/values.ts';
import type {ToldNews} from '../notices.ts';

const urgencies: Readonly<Record<NewsKind, Happening['urgency']>> = {
	paused: 'act',
	failed: 'act',
	blocked: 'look',
	'rolling-back': 'look',
	'rolled-back': 'look',
	completed: 'none',
};

/** How a rollout ends, or stands still. When it does is what its tasks say, so it is told as seen. */
export const rolloutHappening = ({kind, service, words}: ToldNews, now: Instant): Happening => ({
	kind: 'rollout',
	at: now,
	seenAt: now,
	by: 'seen',
	urgency: urgencies[kind],
	name: service.name,
	about: {kind: 'service', id: service.id},
	words: words.startsWith(`${service.name}: `) ? words.slice(service.name.length + 2) : words,
	details: [],
});

const aboutOf = ({kind, id}: Execution['target']): Happening['about'] => {
	if (kind === 'service') {
		return {kind, id: serviceId(id)};
	}

	return kind === 'node' ? {kind, id: nodeId(id)} : undefined;
};

/** What was done from here to one target: the command that does the same, or why nothing came of it. */
const ownHappening = ({target, command, outcome, sentence}: Execution, now: Instant): Happening => {
	const isDone = outcome === 'requested';
	return {
		kind: 'skep',
		at: now,
		seenAt: now,
		by: 'seen',
		urgency: isDone || ['unchanged', 'gone', 'ended'].includes(outcome) ? 'none' : 'look',
		name: target.name,
		about: aboutOf(target),
		words: isDone ? command : sentence,
		details: [isDone ? sentence : command],
	};
};

type Journal = (execution: Execution) => Promise<string | undefined>;

/** What goes into the journal is told in the timeline, too. */
export const noteOwn =
	(happenings: Happenings, journal: Journal, now: () => Instant): Journal =>
	execution => {
		happenings.note(ownHappening(execution, now()));
		return journal(execution);
	};
