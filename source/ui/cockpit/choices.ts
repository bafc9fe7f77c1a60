import {estimate} from '../../operations/estimate.ts';
import type {Operation, ServiceTarget} from '../../operations/operation.ts';
import {operations} from '../../operations/operations.ts';
import {shortImage, tagOf} from '../../swarm/image-name.ts';
import type {Rollout} from '../../swarm/rollout.ts';
import type {Service} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import {clean} from '../text/clean.ts';
import type {Choice} from './facts.ts';
import {secondsWords} from './head.ts';
import {slotNames} from './names.ts';

export type ChoiceCase = {
	readonly service: Service;
	readonly rollout: Rollout;
	readonly snapshot: Snapshot;
};

/** What can be done now, the likeliest first: going back when it is paused or fails. */
export function choicesOf(about: ChoiceCase): readonly Choice[] {
	const {service, snapshot} = about;
	const target: ServiceTarget = {kind: 'service', id: service.id, saw: service};
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
				words: 'parallelism and delay for the slots that are left; or another image',
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

/** Where it leads, over how many slots, how fast: its own policy decides. */
function rollBack(about: ChoiceCase): Pick<Choice, 'verb' | 'words'> {
	const {previousImage, image} = about.service;
	return previousImage === undefined || previousImage === image
		? {verb: 'roll back', words: `the image stays ${versionOf(image)}: undoes the last change only`}
		: {verb: `roll back to ${versionOf(previousImage)}`, words: wayBack(about)};
}

function wayBack({service, rollout, snapshot}: ChoiceCase) {
	const {parallelism, delay} = service.rollback;
	const isUnfinished = rollout.state === 'paused' || rollout.state === 'rolling';
	const keys = rollout.slots.filter(({phase}) => !isUnfinished || phase !== 'old').map(({key}) => key);
	// How long a start is taken to last is said where the plan is reviewed.
	const time = estimate(service, service.rollback, keys.length, snapshot)?.replace(/ if .*/, '');
	const parts = [
		slotsWords(service, keys, rollout.slots.length),
		parallelism === 0 ? 'all at once' : `${parallelism} at a time`,
		...(delay > 0 ? [`${secondsWords(delay)} between`] : []),
		...(time === undefined ? [] : [time]),
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
