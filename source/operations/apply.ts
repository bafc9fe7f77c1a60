import {setTimeout as sleep} from 'node:timers/promises';
import {isDeepStrictEqual} from 'node:util';
import {type EngineErrorKind, isEngineError} from '../engine/errors.ts';
import {freshOf} from './fresh.ts';
import {type Order, usualPatience} from './order.ts';
import {differences, nameOf, type Outcome, subjectOf} from './outcome.ts';
import type {Target} from './target.ts';

type Fresh = Target['saw'];

const mostAttempts = 5;

/** After these nothing was written; after any other error of a write, it may have been. */
const refusals: readonly EngineErrorKind[] = [
	'refused',
	'conflict',
	'forbidden',
	'not-a-manager',
	'not-in-a-swarm',
	'locked',
	'starting',
	'unsupported',
];

/** One target: intent applied to what is there now, again when someone was faster, never blindly. */
export const apply = async (order: Order, target: Target): Promise<Outcome> => {
	for (let attempt = 0; attempt < mostAttempts; attempt++) {
		const fresh = await readUnlessGone(order, target, order.signal);
		const outcome = fresh === undefined ? gone(target) : check(order, target, fresh);

		if (outcome !== undefined || fresh === undefined) {
			return outcome ?? gone(target);
		}

		try {
			const notes = await order.operation.run(order.resources, fresh, order.input, order.signal);
			return requested(order, target, [...notes, ...(await keepReplaced(order, fresh))]);
		} catch (error) {
			if (!isEngineError(error, 'out-of-date')) {
				return afterFailure(order, target, fresh, error);
			}
		}

		await sleep(20 * 2 ** attempt * Math.random());
	}

	return {
		kind: 'failed',
		sentence: `${nameOf(target)} was written by others ${mostAttempts} times in a row: nothing was changed. Try again.`,
	};
};

export const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const readUnlessGone = async (order: Order, target: Target, signal: AbortSignal): Promise<Fresh | undefined> => {
	try {
		return await freshOf(order.resources.engine, target, signal);
	} catch (error) {
		if (isEngineError(error, 'not-found')) {
			return undefined;
		}

		throw error;
	}
};

/** What a service was before is kept, unless it is gone now: nothing can return to it. Answers what went wrong. */
const keepReplaced = async ({operation, input, resources}: Order, before: Fresh): Promise<readonly string[]> => {
	if (!('spec' in before) || !('template' in before) || operation.isWritten(undefined, input, before)) {
		return [];
	}

	try {
		await resources.keepReplaced(before, operation.title);
		return [];
	} catch (error) {
		return [`The spec before this is kept only while skep runs: ${messageOf(error)}`];
	}
};

const gone = (target: Target): Outcome => ({
	kind: 'gone',
	sentence: `${nameOf(target)} was removed meanwhile; nothing was changed.`,
});

const requested = ({operation, input}: Order, target: Target, notes: readonly string[]): Outcome => ({
	kind: 'requested',
	sentence: `${operation.doing} ${subjectOf(operation, target, input)} was accepted; the screen shows what comes of it.`,
	notes,
});

/** Why the write must not be made over this object. */
const check = ({operation, input}: Order, target: Target, fresh: Fresh): Outcome | undefined => {
	const [saw, is] = [operation.relies(target.saw, input), operation.relies(fresh, input)];

	if (operation.isWritten(fresh, input, fresh)) {
		return {kind: 'unchanged', sentence: `${nameOf(target)} is so already: nothing was written.`};
	}

	if (isDeepStrictEqual(saw, is)) {
		return undefined;
	}

	const clauses = differences(saw, is).join('; ');
	return {
		kind: 'changed',
		sentence: `${nameOf(target)} was changed meanwhile: ${clauses}. Nothing was written.`,
		fresh,
	};
};

const afterFailure = async (order: Order, target: Target, over: Fresh, error: unknown): Promise<Outcome> => {
	if (isEngineError(error, 'not-found')) {
		return gone(target);
	}

	if (!isEngineError(error) || refusals.includes(error.kind)) {
		return {kind: 'failed', sentence: messageOf(error)};
	}

	return afterLostAnswer(order, target, over, messageOf(error));
};

const isThere = async ({operation, resources, input}: Order, now: Fresh | undefined, over: Fresh) =>
	operation.isMade === undefined
		? operation.isWritten(now, input, over)
		: operation.isMade(resources, input, AbortSignal.timeout(5_000));

/** The write may have been applied: look, and never send it again. */
const afterLostAnswer = async (order: Order, target: Target, over: Fresh, message: string): Promise<Outcome> => {
	const {pause, looks, unseen} = order.patience ?? usualPatience;
	let unseenLooks = 0;

	for (let look = 0; look < looks && unseenLooks < unseen; look++) {
		try {
			const now = await readUnlessGone(order, target, AbortSignal.timeout(5_000));

			if (await isThere(order, now, over)) {
				const note = `The engine's answer was lost (${message}); the swarm shows the change.`;
				return requested(order, target, [note, ...(await keepReplaced(order, over))]);
			}

			unseenLooks++;
		} catch {
			// Nothing can be read during an election: look again.
		}

		await sleep(pause);
	}

	return uncertain(subjectOf(order.operation, target, order.input), message, unseenLooks > 0);
};

const uncertain = (subject: string, message: string, wasRead: boolean): Outcome => ({
	kind: 'uncertain',
	sentence: wasRead
		? `${subject}: no answer came (${message}). The swarm doesn't show the change, but it may still be made: look before doing it again.`
		: `${subject}: no answer came (${message}), and the swarm can't be read: it may have been changed. Look before doing it again.`,
});
