import type {Parsed} from '../../swarm/parsed.ts';
import type {Json} from '../../swarm/values.ts';
import {type Part, plainEntry} from './entry.ts';
import {readPairs} from './pairs.ts';
import {container} from './paths.ts';
import {readEach, type Word, whenValid, wordsIn} from './words.ts';

const readVariable = ({text}: Word): Parsed<string> => {
	const at = text.indexOf('=');

	if (at > 0 && !/\s/.test(text.slice(0, at))) {
		return {value: text};
	}

	return at === -1
		? {problem: `${text} needs a value: ${text}=something, or ${text}= for an empty one`}
		: {problem: `"${text}" is no variable: NAME=value, 'NAME=with spaces' in quotes`};
};

/** What comes later wins, as on Docker's command line. */
export const lastOfEach = (variables: readonly string[]) => {
	const nameOf = (variable: string) => variable.slice(0, variable.indexOf('='));
	return variables.filter((variable, at) => !variables.slice(at + 1).some(later => nameOf(later) === nameOf(variable)));
};

const readEnvironment = (text: string): Parsed<Json> =>
	whenValid(wordsIn(text), words => whenValid(readEach(words, readVariable), all => ({value: lastOfEach(all)})));

const readLabels = readPairs(`"%" is no label: key=value, 'key=with spaces' in quotes`);

const readFolder = (text: string): Parsed<Json> =>
	/^(\/|[A-Za-z]:[\\/])/.test(text) ? {value: text} : {problem: `"${text}" is no whole path such as /srv/app`};

const readOneWord = (text: string): Parsed<Json> =>
	/\s/.test(text) ? {problem: `"${text}" holds a space`} : {value: text};

export const environment: Part = {
	title: 'Environment',
	entries: [
		plainEntry(
			{name: 'env', label: 'variables', hint: `NAME=value, several with spaces between; 'NAME=a b' in quotes`},
			[...container, 'Env'],
			readEnvironment,
		),
		{
			name: 'envFile',
			label: 'from a file',
			hint: 'a file on this machine with NAME=value in each line; what is typed above counts before it',
			// Read when all else is right.
			read: () => ({value: []}),
		},
		plainEntry(
			{
				name: 'workdir',
				label: 'folder',
				hint: 'where the command begins: a whole path in the container',
				fallback: `the image's own`,
			},
			[...container, 'Dir'],
			readFolder,
		),
		plainEntry(
			{name: 'user', label: 'user', hint: 'a name or number, :group after it if need be', fallback: `the image's own`},
			[...container, 'User'],
			readOneWord,
		),
		plainEntry(
			{
				name: 'hostname',
				label: 'hostname',
				hint: 'of the container; may hold {{.Node.Hostname}} or {{.Task.Slot}}',
				fallback: `the container's id`,
			},
			[...container, 'Hostname'],
			readOneWord,
		),
		plainEntry(
			{name: 'labels', label: 'labels', hint: `of the service: key=value, several with spaces between`},
			['Labels'],
			readLabels,
		),
		plainEntry(
			{
				name: 'containerLabels',
				label: 'container labels',
				hint: `labels of its containers: key=value, several with spaces between`,
			},
			[...container, 'Labels'],
			readLabels,
		),
	],
};
