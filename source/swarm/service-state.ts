import type {Convergence} from './convergence.ts';
import {isLooping} from './crash-loop.ts';
import {failureOf, waitingSlots} from './failure.ts';
import {hungWords} from './hung-update.ts';
import {reachedAt, tailOf, watchedUntil} from './monitor.ts';
import {isRolling, type Service} from './service.ts';
import type {Slot} from './slots.ts';
import type {Survey} from './survey.ts';
import type {Instant} from './values.ts';

type Asked = {readonly service: Service; readonly survey: Survey; readonly now: Instant};

const directionOf = ({updateStatus}: Service) =>
	updateStatus?.state.startsWith('rollback') ? ('rollback' as const) : ('update' as const);

const pausedState = ({service, survey}: Asked): Convergence | undefined => {
	const {updateStatus} = service;

	if (updateStatus?.state !== 'paused' && updateStatus?.state !== 'rollback_paused') {
		return undefined;
	}

	const {error, exitCode} = failureOf(survey.slots, updateStatus.startedAt);
	// The engine keeps no time of the pause; writing it was its last change of the service.
	const since = service.updatedAt;
	return {kind: 'paused', direction: directionOf(service), since, message: updateStatus.message, error, exitCode};
};

const emptyState = ({survey}: Asked): Convergence | undefined => {
	if (survey.wanted > 0) {
		return undefined;
	}

	const isEmpty = survey.serving === 0 && survey.stopping === 0;
	return isEmpty ? {kind: 'scaled-to-zero'} : {kind: 'progressing', isStopping: true};
};

const isSettled = ({standing, isUpToDate}: Slot) => standing === 'running' && isUpToDate;

/** Every slot has one running task of the current spec, and there are as many as wanted. */
const isComplete = ({slots, serving, wanted}: Survey) =>
	serving === wanted && slots.every(slot => isSettled(slot) || slot.standing === 'stopped');

const rollingState = ({service, survey, now}: Asked): Convergence | undefined => {
	if (!isRolling(service)) {
		return undefined;
	}

	const {error, count} = failureOf(survey.slots, service.updateStatus?.startedAt);

	const {hungOn} = survey;

	if (isComplete(survey) && count === 0 && hungOn === undefined) {
		return {kind: 'verifying', until: watchedUntil(service, survey.slots, now)};
	}

	const unplaced = waitingSlots(survey.slots, now).find(slot => slot.isUpToDate)?.current.error;
	const blocked = unplaced ?? (hungOn && hungWords(hungOn));
	const since = service.updateStatus?.startedAt;
	return {kind: 'rolling', direction: directionOf(service), since, blocked, waitsFor: hungOn?.hostname, error};
};

const failingState = ({survey, now}: Asked): Convergence | undefined => {
	const loops = survey.slots.filter(slot => isLooping(slot, now));

	if (loops.length > 0) {
		const {since, error, exitCode, count} = failureOf(loops);
		return {kind: 'failing', since, error, exitCode, failures: count};
	}

	const dead = survey.slots.filter(({standing}) => standing === 'gave-up');
	const {task} = failureOf(dead);
	const last = task ?? dead[0]?.current;
	return last && {kind: 'gave-up', since: last.stateAt, error: last.error, exitCode: last.exitCode};
};

const waitingState = ({survey, now}: Asked): Convergence | undefined => {
	const waiting = waitingSlots(survey.slots, now).map(({current}) => current);
	const [oldest] = waiting.toSorted((a, b) => a.createdAt - b.createdAt);

	if (oldest) {
		return {kind: 'pending', since: oldest.createdAt, reason: oldest.error ?? waiting.find(task => task.error)?.error};
	}

	const isShort = survey.serving < survey.wanted;
	return isShort && survey.lost > 0 ? {kind: 'lost', tasks: survey.lost} : undefined;
};

const forgotten = 'the engine no longer reports this update; nothing has moved since';

/** A POST of the same spec while it rolls wipes the status: the update goes on, or stops, without a word of it. */
const silentState = ({service, survey, now}: Asked): Convergence | undefined => {
	const isOld = ({standing, isUpToDate}: Slot) => !isUpToDate && standing !== 'stopping' && standing !== 'stopped';

	if (!survey.slots.some(isOld)) {
		return undefined;
	}

	const latest = Math.max(service.updatedAt, ...survey.slots.map(({current}) => reachedAt(current)));
	const patience = 1000 * (service.update.delay + tailOf(service.update) + 60);
	const blocked = now - latest > patience ? forgotten : undefined;
	return {
		kind: 'rolling',
		direction: directionOf(service),
		since: undefined,
		blocked,
		waitsFor: undefined,
		error: undefined,
	};
};

const calmState = ({service, survey, now}: Asked): Convergence => {
	if (!isComplete(survey) || survey.stopping > 0) {
		return survey.serving >= survey.wanted ? {kind: 'progressing', isStopping: true} : {kind: 'progressing'};
	}

	const until = watchedUntil(service, survey.slots, now);
	return until === undefined ? {kind: 'converged'} : {kind: 'verifying', until};
};

/** How a service that is no job stands: the first of these that holds. */
export const serviceState = (asked: Asked): Convergence =>
	pausedState(asked) ??
	emptyState(asked) ??
	rollingState(asked) ??
	failingState(asked) ??
	waitingState(asked) ??
	silentState(asked) ??
	calmState(asked);
