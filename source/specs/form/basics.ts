import {parseImage, withDefaultTag} from '../../swarm/image-name.ts';
import {isValid, type Parsed} from '../../swarm/parsed.ts';
import {parseReplicas} from '../../swarm/replicas.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {Json} from '../../swarm/values.ts';
import {choiceEntry, countEntry, type Entry, type Part, plainEntry, type Setting} from './entry.ts';
import {container} from './paths.ts';
import {whenValid, wordsIn} from './words.ts';

/** The engine makes a DNS name of it (manager/controlapi/common.go). */
const namePattern = /^[a-zA-Z0-9]+(?:[a-zA-Z0-9-_.]*[a-zA-Z0-9])?$/;
const longestName = 63;

/** Why no new service can have the name; undefined where one can. */
export const serviceNameProblem = (name: string, {services}: Pick<Snapshot, 'services'>): string | undefined => {
	if (name === '') {
		return 'a service needs a name';
	}

	if (!namePattern.test(name)) {
		return `"${name}" is no name: letters, digits and - _ . between them`;
	}

	if (name.length > longestName) {
		return `the name has ${name.length} characters; Swarm takes ${longestName} at most`;
	}

	const isTaken = [...(services?.items.values() ?? [])].some(service => service.name === name);
	return isTaken ? `there is a service ${name} already` : undefined;
};

const readName: Entry['read'] = (text, known) => {
	const problem = serviceNameProblem(text, known);
	return problem === undefined ? {value: [{path: ['Name'], value: text}]} : {problem};
};

const readImage = (text: string): Parsed<Json> => {
	const parsed = parseImage(text);
	return isValid(parsed) ? {value: withDefaultTag(text)} : parsed;
};

const readWords = (text: string): Parsed<Json> =>
	whenValid(wordsIn(text), words => ({value: words.map(word => word.text)}));

const modes: Readonly<Record<string, readonly Setting[]>> = {
	replicated: [],
	global: [{path: ['Mode'], value: {Global: {}}}],
	'replicated-job': [{path: ['Mode', 'ReplicatedJob'], value: {}}],
	'global-job': [{path: ['Mode'], value: {GlobalJob: {}}}],
};

export const basics: Part = {
	title: 'Basics',
	entries: [
		{name: 'name', label: 'name', hint: 'letters, digits and - _ . between them', read: readName},
		plainEntry(
			{name: 'image', label: 'image', hint: 'registry/name:tag; only this and the name are needed'},
			[...container, 'Image'],
			readImage,
		),
		choiceEntry(
			{
				name: 'login',
				label: 'send login',
				hint: 'the login that Docker keeps here for its registry, if any, to the nodes',
			},
			['yes', 'no'],
			() => [],
		),
		plainEntry(
			{
				name: 'command',
				label: 'command',
				hint: `what the container runs, with arguments, quoted as in a shell: sh -c 'sleep 60'`,
				fallback: `the image's own`,
			},
			[...container, 'Args'],
			readWords,
		),
		plainEntry(
			{
				name: 'entrypoint',
				label: 'entrypoint',
				hint: 'what the command is given to',
				fallback: `the image's own`,
			},
			[...container, 'Command'],
			readWords,
		),
		choiceEntry(
			{name: 'mode', label: 'mode', hint: 'so many tasks, or one on every node that fits; those of a job end'},
			Object.keys(modes),
			choice => modes[choice] ?? [],
		),
		plainEntry(
			{
				name: 'replicas',
				label: 'replicas',
				hint: 'tasks; of a replicated job, how many are to complete',
				fallback: '1',
			},
			['Mode', 'Replicated', 'Replicas'],
			parseReplicas,
		),
		countEntry(
			{
				name: 'maxConcurrent',
				label: 'at a time',
				hint: 'of a replicated job: so many of its tasks run together; 0 is all',
				fallback: 'all, of a job',
			},
			['Mode', 'ReplicatedJob', 'MaxConcurrent'],
		),
	],
};
