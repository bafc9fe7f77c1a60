import type {Operation} from '../../operations/operation.ts';
import {operations} from '../../operations/operations.ts';
import type {ServiceTarget} from '../../operations/target.ts';
import type {Service} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import {clean} from '../text/clean.ts';
import type {Choice, ChoiceCase} from './facts.ts';
import {versionOf} from './names.ts';
import {rollBackWords} from './way-back.ts';

/** What can be done now, the likeliest first: going back when it is paused or fails. */
export function choicesOf(about: ChoiceCase): readonly Choice[] {
	const {service, snapshot, history} = about;
	const target: ServiceTarget = {kind: 'service', id: service.id, saw: service, history};
	return offersFor(about)
		.filter(({operation}) => operation.blockedBy(target, snapshot) === undefined)
		.map(({operation, ...choice}) => ({...choice, ...commandOf(operation, target, snapshot)}));
}

type Offer = Omit<Choice, 'command'> & {readonly operation: Operation};

const restart: Offer = {
	key: 'r',
	operation: operations.restartService,
	verb: 'restart',
	words: 'the same spec again, over all slots',
};

/** A rollback is undone last: it leads to what was just left. */
function offersFor(about: ChoiceCase): readonly Offer[] {
	const {state, counts} = about.rollout;
	const {isAgain, ...words} = rollBackWords(about);
	const roll: Offer = {key: 'R', operation: operations.rollBackService, ...words};

	if (state === 'paused' || counts.failing > 0) {
		const others = onTrouble(about);
		return isAgain ? [...others, roll] : [roll, ...others];
	}

	if (state === 'rolling') {
		return isAgain ? [slower, roll] : [roll, slower];
	}

	return [
		{key: 'u', operation: operations.updateImage, verb: 'update', words: 'another image, and how'},
		restart,
		{key: 's', operation: operations.scaleService, verb: 'scale', words: 'more slots, or fewer'},
		roll,
	];
}

const slower: Offer = {
	key: 'u',
	operation: operations.updateImage,
	verb: 'slow it down',
	words: 'parallelism and delay for the rest; or another image',
};

const onTrouble = ({service, rollout}: ChoiceCase): readonly Offer[] => [
	{
		key: 'u',
		operation: operations.updateImage,
		verb: 'fix forward',
		words: 'another image, or another pace',
		...more(service, "docker rollback then can't reach", 'skep still can'),
	},
	{
		key: 'U',
		operation: operations.resumeUpdate,
		verb: `resume ${versionOf(service.image)}`,
		words: 'only if the cause is fixed outside',
		...more(service, 'Docker forgets', 'skep keeps it'),
	},
	...(rollout.state === 'paused' ? [] : [restart]),
];

/** What becomes of the way back. */
const more = ({image, previousImage}: Service, what: string, but: string) =>
	previousImage === undefined || previousImage === image ? {} : {more: `${what} ${versionOf(previousImage)}, ${but}`};

/** The command that its dialog would show, where there is nothing to enter. */
function commandOf(operation: Operation, target: ServiceTarget, snapshot: Snapshot): {readonly command?: string} {
	if (operation.id !== operations.rollBackService.id) {
		return {};
	}

	const fields = operation.fields?.([target]) ?? [];
	const parsed = operation.parse(Object.fromEntries(fields.map(({name, initial}) => [name, initial])), [target]);
	return parsed.kind === 'problem' ? {} : {command: clean(operation.cli(target, parsed.input, snapshot))};
}
