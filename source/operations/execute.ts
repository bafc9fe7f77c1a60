import {nodeOf} from '../swarm/snapshot.ts';
import {apply, messageOf} from './apply.ts';
import type {Order} from './order.ts';
import {goesOn, nameOf, type Outcome, type Result, subjectOf} from './outcome.ts';
import {readOnlySentence} from './read-only.ts';
import type {Target} from './target.ts';

/**
Does what was confirmed, one target after the other, and journals each. Never rejects.
The rest of a set is not tried after a target that went wrong; one that is gone doesn't count as that.
*/
export const execute = async (order: Order): Promise<readonly Result[]> => {
	const refusal = refusalOf(order);
	const results: Result[] = [];
	let stoppedBy: Target | undefined;

	for (const target of order.targets) {
		order.onProgress?.(target);
		const outcome = await outcomeOf(order, target, refusal, stoppedBy);
		stoppedBy ??= goesOn(outcome) ? undefined : target;
		results.push({target, outcome});
		order.onProgress?.(target, outcome);
	}

	return results;
};

const outcomeOf = async (order: Order, target: Target, refusal: string | undefined, stoppedBy: Target | undefined) => {
	if (refusal !== undefined) {
		return failed(refusal);
	}

	if (stoppedBy !== undefined) {
		const sentence = `${nameOf(target)} was not tried, because of ${nameOf(stoppedBy)}.`;
		return {kind: 'not-tried', sentence} satisfies Outcome;
	}

	return journalled(order, target, await attempt(order, target));
};

const failed = (sentence: string): Outcome => ({kind: 'failed', sentence});

/** Asked once more here, so that no dialog can forget to. */
const refusalOf = ({operation, targets, input, snapshot, isReadOnly}: Order) => {
	if (isReadOnly) {
		return readOnlySentence;
	}

	const blocked = targets.find(target => operation.blockedBy(target, snapshot) !== undefined);

	return blocked === undefined
		? operation.plan(targets, input, snapshot).refusals[0]
		: `${nameOf(blocked)}: ${operation.blockedBy(blocked, snapshot)}.`;
};

const attempt = async (order: Order, target: Target): Promise<Outcome> => {
	if (order.signal.aborted) {
		return failed(`${nameOf(target)}: stopped before anything was written.`);
	}

	try {
		return await apply(order, target);
	} catch (error) {
		return failed(`${subjectOf(order.operation, target, order.input)}: nothing was written. ${messageOf(error)}`);
	}
};

/** An operation that keeps nothing of its input says null: that is no reason to keep all of it. */
const recordOf = ({operation, input}: Order) => (operation.recorded === undefined ? input : operation.recorded(input));

/** A journal that can't be written is said, and stops nothing. */
const journalled = async (order: Order, target: Target, outcome: Outcome): Promise<Outcome> => {
	const complaint = await order.journal({
		operation: order.operation.id,
		target: {kind: target.kind, id: target.id, name: nameOf(target)},
		input: recordOf(order),
		command: (order.operation.recordedCli ?? order.operation.cli)(target, order.input, order.snapshot),
		manager: nodeOf(order.snapshot, order.snapshot.self)?.hostname,
		outcome: outcome.kind,
		sentence: outcome.sentence,
	});

	if (complaint === undefined) {
		return outcome;
	}

	return outcome.kind === 'requested'
		? {...outcome, notes: [...outcome.notes, complaint]}
		: {...outcome, sentence: `${outcome.sentence} ${complaint}`};
};
