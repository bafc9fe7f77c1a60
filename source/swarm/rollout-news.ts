import type {ServiceVerdict} from './convergence.ts';
import {rolledBackAt} from './rolled-back.ts';
import {isJob, isRolling, type Service} from './service.ts';
import type {Instant} from './values.ts';

/** What is worth telling of a rollout, worst first. `completed` is verified by its tasks, not only the engine's word. */
export const newsKinds = ['paused', 'failed', 'blocked', 'rolling-back', 'rolled-back', 'completed'] as const;

export type NewsKind = (typeof newsKinds)[number];

/** What is remembered of a service between two looks. Identical while nothing changed. */
export type Watched = {
	/** Tells one rollout from the next. A rollback that the engine begins by itself goes on as the same one. */
	readonly startedAt: Instant | undefined;
	readonly said: readonly NewsKind[];
	/** Since when it stands still for a reason that no task shows yet. */
	readonly unexplainedSince?: Instant;
};

/** A pause is heard of before the task that caused it is read. Milliseconds to wait for that. */
const patience = 5000;

const isUnexplained = ({state}: ServiceVerdict) =>
	state.kind === 'paused' && state.error === undefined && state.exitCode === undefined;

const endings: readonly NewsKind[] = ['failed', 'rolled-back', 'completed'];

const isOver = ({updateStatus}: Service) => updateStatus?.state.endsWith('completed') ?? false;

/** The engine dropped the spec it rolls back to: nobody asked for it. */
const isTakenBack = ({updateStatus, previousSpec}: Service) =>
	updateStatus?.state === 'rollback_started' && previousSpec === undefined;

/** Where a rollout stands, if that is worth a word. */
const kindOf = (service: Service, {state}: ServiceVerdict): NewsKind | undefined => {
	if (state.kind === 'paused') {
		return 'paused';
	}

	if (isRolling(service)) {
		const isBlocked = state.kind === 'rolling' && state.blocked !== undefined;
		return isBlocked ? 'blocked' : isTakenBack(service) ? 'rolling-back' : undefined;
	}

	if (!isOver(service)) {
		return undefined;
	}

	if (state.kind === 'failing' || state.kind === 'gave-up') {
		return 'failed';
	}

	// Until its tasks agree, it is not over, whatever the engine says.
	const isVerified = state.kind === 'converged' || state.kind === 'scaled-to-zero';
	return isVerified ? (rolledBackAt(service) === undefined ? 'completed' : 'rolled-back') : undefined;
};

/** Each is told once, and one ending only: what happens to a service later is no part of its rollout. */
const isSaid = (said: readonly NewsKind[], kind: NewsKind) =>
	said.includes(kind) || (endings.includes(kind) && said.some(before => endings.includes(before)));

/**
Compares a service with what was seen of it before, and says what is news. What was already so when it was seen for the
first time isn't.
*/
export const lookAgain = (
	before: Watched | undefined,
	service: Service,
	verdict: ServiceVerdict,
	now: Instant,
): {readonly watched: Watched | undefined; readonly news: NewsKind | undefined} => {
	if (verdict.state.kind === 'unknown' || isJob(service)) {
		return {watched: before, news: undefined};
	}

	const startedAt = service.updateStatus?.startedAt;
	const kind = kindOf(service, verdict);

	if (before === undefined) {
		const old = isOver(service) ? endings : [];
		return {watched: {startedAt, said: kind === undefined ? old : [...old, kind]}, news: undefined};
	}

	const current = before.startedAt === startedAt ? before : {startedAt, said: []};

	if (kind === undefined || isSaid(current.said, kind)) {
		return {watched: current, news: undefined};
	}

	const since = current.unexplainedSince ?? now;

	if (isUnexplained(verdict) && now - since < patience) {
		return {watched: {...current, unexplainedSince: since}, news: undefined};
	}

	return {watched: {startedAt, said: [...current.said, kind]}, news: kind};
};
