import {type Drift, driftOf, type TagAnswer} from '../../swarm/image-drift.ts';
import {type ImageInUse, type ImageVersion, imagesInUse} from '../../swarm/images-in-use.ts';
import {age, steppedAge} from '../format/age.ts';
import {count} from '../format/plural.ts';
import {type Entry, fact, heading, text, trouble} from '../pages/section.ts';
import {clean} from '../text/clean.ts';
import type {Tone} from '../text/style.ts';
import type {Column} from '../widgets/column.ts';
import {digestWords, fewNames, sentenceOf, stateWords} from './image-words.ts';
import type {Catalogue, Facts, ShelfRow} from './shelf.ts';

type ImageRow = ShelfRow & {
	readonly image: string;
	readonly tag: string;
	readonly digest: string;
	readonly users: string;
	readonly tasks: number | undefined;
	readonly drift: Drift['kind'];
	readonly isAsking: boolean;
	readonly state: string;
};

const answerOf = ({name}: ImageInUse, {tagAnswers}: Facts) => tagAnswers().get(name);

/** Undefined when one of them isn't known. */
const tasksOf = (versions: readonly ImageVersion[]) =>
	versions
		.flatMap(({users}) => users)
		.reduce<number | undefined>(
			(sum, {tasks}) => (sum === undefined || tasks === undefined ? undefined : sum + tasks),
			0,
		);

/** What was true then needn't be now. */
const askedWords = (answer: TagAnswer | undefined, facts: Facts) =>
	answer?.kind === 'digest' ? `; asked ${steppedAge(facts.now() - answer.at)} ago` : '';

function imageRow(image: ImageInUse, facts: Facts): ImageRow {
	const {name, tag, versions} = image;
	const answer = answerOf(image, facts);
	const drift = driftOf(image, answer);
	return {
		id: name,
		name: clean(name),
		sign: drift.kind === 'several' ? (drift.isRolling ? '~' : '!') : ' ',
		detail: clean(sentenceOf(image, drift, answer) + askedWords(answer, facts)),
		image: clean(tag === undefined ? name : name.slice(0, -tag.length - 1)),
		tag: clean(tag ?? ''),
		digest: digestWords(versions),
		users: fewNames(versions),
		tasks: tasksOf(versions),
		drift: drift.kind,
		isAsking: answer?.kind === 'asking',
		state: stateWords(drift, answer),
	};
}

const tones: Readonly<Partial<Record<Drift['kind'], Tone>>> = {
	several: 'look',
	moved: 'look',
	current: 'dim',
	fixed: 'dim',
	unpinned: 'dim',
	unknown: 'dim',
};

const columns: readonly Column<ImageRow>[] = [
	{id: 'image', title: 'IMAGE', cell: row => row.image, sortBy: row => row.name, tone: () => 'bold', shrinksTo: 16},
	{id: 'tag', title: 'TAG', cell: row => row.tag, sortBy: row => row.tag, shrinksTo: 8},
	{id: 'digest', title: 'DIGEST', cell: row => row.digest, tone: row => (row.drift === 'several' ? 'look' : 'dim')},
	{
		id: 'tasks',
		title: 'TASKS',
		align: 'right',
		cell: row => (row.tasks === undefined ? '?' : String(row.tasks)),
		sortBy: row => row.tasks ?? -1,
	},
	{id: 'users', title: 'SERVICES', cell: row => row.users, sortBy: row => row.users, shrinksTo: 10, expendable: 3},
	{
		id: 'state',
		title: 'DRIFT',
		cell: row => row.state,
		sortBy: row => row.state,
		tone: row => (row.isAsking ? 'moving' : tones[row.drift]),
		shrinksTo: 14,
	},
];

export const images: Catalogue<ImageRow> = {
	title: count => `Images in use ${count}`,
	aside: () => 'v asks a registry about one, V about all',
	columns,
	rows: facts => imagesInUse(facts.snapshot())?.map(image => imageRow(image, facts)),
	none: 'No service, no image',
	enter: 'describe',
	also: [
		['v V', 'ask'],
		['u', 'update'],
	],
	page: (id, facts) => {
		const image = imagesInUse(facts.snapshot())?.find(({name}) => name === id);
		return image && {title: `Image ${clean(image.name)}`, describe: () => describeImage(image, facts)};
	},
};

function describeImage(image: ImageInUse, facts: Facts): readonly Entry[] {
	const answer = answerOf(image, facts);
	const drift = driftOf(image, answer);
	return [
		...image.versions.flatMap(({digest, users}) => [
			heading(digest === undefined ? 'Not pinned to a digest' : digest),
			...users.flatMap(({service, tasks}) =>
				fact(clean(service.name), tasks === undefined ? 'tasks not known' : `${count(tasks, 'task')} running`),
			),
		]),
		heading('What the tag is now'),
		...answerEntries(answer, facts),
		...(drift.kind === 'several' || drift.kind === 'moved'
			? trouble('so', sentenceOf(image, drift, answer))
			: fact('so', drift.kind === 'unpinned' ? sentenceOf(image, drift, answer) : undefined)),
	];
}

function answerEntries(answer: TagAnswer | undefined, facts: Facts): readonly Entry[] {
	switch (answer?.kind) {
		case undefined:
			return [text('The registry was not asked: v in the list asks it.')];
		case 'asking':
			return [text('The registry is being asked.')];
		case 'failed':
			return [text(answer.sentence)];
		case 'digest':
			return fact(answer.digest, `asked ${age(facts.now() - answer.at)} ago`);
	}
}
