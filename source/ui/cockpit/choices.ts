import {forecastOf} from '../../operations/estimate.ts';
import type {Operation, ServiceTarget} from '../../operations/operation.ts';
import {operations} from '../../operations/operations.ts';
import {imageAfter, type Return, returnsOf} from '../../operations/returns.ts';
import {shortImage, tagOf} from '../../swarm/image-name.ts';
import type {Rollout} from '../../swarm/rollout.ts';
import type {Service} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {KnownSpec} from '../../swarm/spec-history.ts';
import {roughSeconds} from '../format/seconds.ts';
import {clean} from '../text/clean.ts';
import type {Choice} from './facts.ts';
import {slotNames} from './names.ts';

export type ChoiceCase = {
	readonly service: Service;
	readonly rollout: Rollout;
	readonly snapshot: Snapshot;
	/** The specs that are known of it, newest first. */
	readonly history: readonly KnownSpec[];
};

/** What can be done now, the likeliest first: going back when it is paused or fails. */
export function choicesOf(about: ChoiceCase): readonly Choice[] {
	const {service, snapshot, history} = about;
	const target: ServiceTarget = {kind: 'service', id: service.id, saw: service, history};
	return offersFor(about)
		.filter(({operation}) => operation.blockedBy(target, snapshot) === undefined)
		.map(({operation, ...choice}) => ({...choice, ...commandOf(operation, target, snapshot)}));
}

type Offer = Omit<Choice, 'command'> & {readonly operation: Operation};

function offersFor(about: ChoiceCase): readonly Offer[] {
	const {state, counts} = about.rollout;
	const roll: Offer = {key: 'R', operation: operations.rollBackService, ...rollBack(about)};

	if (state === 'paused' || counts.failing > 0) {
		return [
			roll,
			{
				key: 'u',
				operation: operations.updateImage,
				verb: 'fix forward',
				words: 'another image, or another pace',
				...more(about.service, "docker rollback then can't reach", 'skep still can'),
			},
			{
				key: 'U',
				operation: operations.resumeUpdate,
				verb: `resume ${versionOf(about.service.image)}`,
				words: 'only if the cause is fixed outside',
				...more(about.service, 'Docker forgets', 'skep keeps it'),
			},
			{key: 'r', operation: operations.restartService, verb: 'restart', words: 'the same spec again, over all slots'},
		].filter(({key}) => key !== 'r' || state !== 'paused') as readonly Offer[];
	}

	if (state === 'rolling') {
		return [
			roll,
			{
				key: 'u',
				operation: operations.updateImage,
				verb: 'slow it down',
				words: 'parallelism and delay for the rest; or another image',
			},
		];
	}

	return [
		{key: 'u', operation: operations.updateImage, verb: 'update', words: 'another image, and how'},
		{key: 'r', operation: operations.restartService, verb: 'restart', words: 'the same spec again, over all slots'},
		{key: 's', operation: operations.scaleService, verb: 'scale', words: 'more slots, or fewer'},
		roll,
	];
}

/** What becomes of the way back. */
const more = ({image, previousImage}: Service, what: string, but: string) =>
	previousImage === undefined || previousImage === image ? {} : {more: `${what} ${versionOf(previousImage)}, ${but}`};

const versionOf = (image: string) => clean(tagOf(image) ?? shortImage(image));

/** Where R's first offer leads, over how many slots, how fast: Docker's rollback has a policy of its own. */
function rollBack(about: ChoiceCase): Pick<Choice, 'verb' | 'words' | 'more'> {
	const {service, history} = about;
	const [way] = returnsOf(service, history);
	const then = way === undefined ? service.image : imageAfter(service, way);

	if (way === undefined || then === service.image) {
		return {verb: 'roll back', words: `the image stays ${versionOf(service.image)}: undoes the last change only`};
	}

	const offer = {verb: `roll back to ${versionOf(then)}`, words: wayBack(about, way)};
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
		...(forecast === undefined ? [] : [`about ${roughSeconds(forecast.seconds)}`]),
	];
	return keys.length === 0 ? 'nothing is replaced yet' : parts.join(', ');
}

function slotsWords({mode}: Service, keys: readonly string[], of: number) {
	if (keys.length === of) {
		return `all ${of} ${mode.kind === 'global' ? 'nodes' : 'slots'}`;
	}

	return `only ${mode.kind === 'global' ? `${keys.length} nodes` : slotNames(keys, false)}`;
}

/** The command that its dialog would show, where there is nothing to enter. */
function commandOf(operation: Operation, target: ServiceTarget, snapshot: Snapshot): {readonly command?: string} {
	if (operation.id !== operations.rollBackService.id) {
		return {};
	}

	const fields = operation.fields?.([target]) ?? [];
	const parsed = operation.parse(Object.fromEntries(fields.map(({name, initial}) => [name, initial])), [target]);
	return parsed.kind === 'problem' ? {} : {command: clean(operation.cli(target, parsed.input, snapshot))};
}
