import type {Happening} from './happenings.ts';
import type {Instant} from './values.ts';
import {spanWords} from './wording.ts';

/** How well the swarm is heard, in the store's words. */
export type Heard = {readonly kind: string; readonly since?: Instant; readonly message?: string};

type Told = Pick<Happening, 'urgency' | 'words'>;

const saidBy = ({message}: Heard) => (message ? `: ${message}` : '');

const words: Readonly<Record<string, (heard: Heard) => Told>> = {
	stale: () => ({urgency: 'look', words: 'answers are late'}),
	electing: () => ({urgency: 'look', words: 'no answer from the managers: a leader is being elected'}),
	'no-quorum': () => ({urgency: 'act', words: 'no quorum: nothing can be changed or healed'}),
	disconnected: heard => ({urgency: 'act', words: `nothing answers${saidBy(heard)}`}),
	'not-a-manager': () => ({urgency: 'act', words: 'the engine is no manager'}),
	'not-in-a-swarm': () => ({urgency: 'act', words: 'the engine is in no swarm'}),
	locked: () => ({urgency: 'act', words: 'the manager is locked'}),
	forbidden: heard => ({urgency: 'act', words: `not allowed${saidBy(heard)}`}),
	unsupported: heard => ({urgency: 'act', words: `not supported${saidBy(heard)}`}),
};

/** Several engines were given, and another of them is asked from now on. */
export const elsewhereHappening = (before: string, after: string, now: Instant): Happening => ({
	kind: 'connection',
	urgency: 'look',
	at: now,
	seenAt: now,
	by: 'seen',
	name: '',
	about: undefined,
	words: `asked at ${after} now`,
	details: [`${before} was asked before`],
});

const backWords = ({since}: Heard, now: Instant): Told => ({
	urgency: 'none',
	words: since === undefined ? 'answers again' : `answers again, after ${spanWords(now - since)}`,
});

/** How the swarm is heard has changed; undefined where it hasn't, and for its first answer. */
export const connectionHappening = (before: Heard, after: Heard, now: Instant): Happening | undefined => {
	const isFirst = before.kind === 'connecting' && after.kind === 'live';

	if (before.kind === after.kind || isFirst || after.kind === 'connecting') {
		return undefined;
	}

	const told = after.kind === 'live' ? backWords(before, now) : words[after.kind]?.(after);
	return (
		told && {kind: 'connection', at: now, seenAt: now, by: 'seen', name: '', about: undefined, details: [], ...told}
	);
};
