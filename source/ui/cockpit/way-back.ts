import {type Forecast, forecastOf} from '../../operations/estimate.ts';
import {imageAfter, type Return, returnsOf} from '../../operations/service/returns.ts';
import type {Service} from '../../swarm/service.ts';
import {roughSeconds} from '../../swarm/wording.ts';
import type {Choice, ChoiceCase} from './facts.ts';
import {slotNames, versionOf} from './names.ts';

type RollBackWords = Pick<Choice, 'verb' | 'words' | 'more'> & {
	/** It leads to what the rollback left, or leaves now. */
	readonly isAgain: boolean;
};

/** Where R's first offer leads, over how many slots, how fast: Docker's rollback has a policy of its own. */
export function rollBackWords(about: ChoiceCase): RollBackWords {
	const {service, rollout, history} = about;
	const [way] = returnsOf(service, history);
	const then = way === undefined ? service.image : imageAfter(service, way);

	if (way === undefined || then === service.image) {
		return {
			isAgain: false,
			verb: 'roll back',
			words: `the image stays ${versionOf(service.image)}: undoes the last change only`,
		};
	}

	const isAgain = rollout.direction === 'rollback' && then === rollout.oldImage;
	const offer = isAgain
		? {isAgain, verb: 'undo the rollback', words: `to ${versionOf(then)} again: ${wayBack(about, way)}`}
		: {isAgain, verb: `roll back to ${versionOf(then)}`, words: wayBack(about, way)};
	return way.kind === 'engine' ? offer : {...offer, more: "out of reach for docker's own rollback; skep kept it"};
}

function wayBack({service, rollout, snapshot}: ChoiceCase, {kind}: Return) {
	const policy = kind === 'engine' ? service.rollback : service.update;
	const {parallelism, delay} = policy;
	const isUnfinished = rollout.state === 'paused' || rollout.state === 'rolling';
	const keys = rollout.slots.filter(({phase}) => !isUnfinished || phase !== 'old').map(({key}) => key);
	// How long a start is taken to last is said where the plan is reviewed.
	const forecast = forecastOf(service, policy, keys.length, snapshot);
	const parts = [
		slotsWords(service, keys, rollout.slots.length),
		parallelism === 0 ? 'all at once' : `${parallelism} at a time`,
		...(delay > 0 ? [`${roughSeconds(delay)} between`] : []),
		...(forecast === undefined ? [] : [lengthWords(forecast)]),
	];
	return keys.length === 0 ? 'nothing is replaced yet' : parts.join(', ');
}

function lengthWords({seconds, most}: Forecast) {
	return most === undefined || most <= seconds
		? `about ${roughSeconds(seconds)}`
		: `about ${roughSeconds(seconds)}, up to ${roughSeconds(most)}`;
}

function slotsWords({mode}: Service, keys: readonly string[], of: number) {
	if (keys.length === of) {
		const noun = mode.kind === 'global' ? 'node' : 'slot';
		return of === 1 ? `its one ${noun}` : `${of === 2 ? 'both' : `all ${of}`} ${noun}s`;
	}

	return `only ${mode.kind === 'global' ? `${keys.length} nodes` : slotNames(keys, false)}`;
}
