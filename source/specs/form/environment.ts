import type {Parsed} from '../../swarm/parsed.ts';
import type {Json} from '../../swarm/values.ts';
import {similar} from '../edit/similar.ts';
import {durationEntry, flagEntry, type Part, plainEntry} from './entry.ts';
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

const readLabel = ({text}: Word): Parsed<readonly [string, string]> => {
	const at = text.indexOf('=');
	const [key, value] = at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
	return key === '' || /\s/.test(key)
		? {problem: `"${text}" is no label: key=value, 'key=with spaces' in quotes`}
		: {value: [key, value]};
};

const readLabels = (text: string): Parsed<Json> =>
	whenValid(wordsIn(text), words => whenValid(readEach(words, readLabel), all => ({value: Object.fromEntries(all)})));

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

const signals = [
	...['ABRT', 'ALRM', 'BUS', 'CHLD', 'CLD', 'CONT', 'FPE', 'HUP', 'ILL', 'INT', 'IO', 'IOT', 'KILL', 'PIPE', 'POLL'],
	...['PROF', 'PWR', 'QUIT', 'SEGV', 'STKFLT', 'STOP', 'SYS', 'TERM', 'TRAP', 'TSTP', 'TTIN', 'TTOU', 'URG', 'USR1'],
	...['USR2', 'VTALRM', 'WINCH', 'XCPU', 'XFSZ', 'RTMIN', 'RTMAX'],
];

const readSignal = (text: string): Parsed<Json> => {
	const name = text.toUpperCase().replace(/^SIG/, '');
	const number = /^\d{1,2}$/.test(text) ? Number(text) : 0;

	if ((number > 0 && number <= 64) || signals.includes(name.replace(/^(RTMIN|RTMAX)[+-]\d+$/, '$1'))) {
		return {value: text};
	}

	const meant = similar(name, signals);
	return {problem: `"${text}" is no signal${meant === undefined ? ' such as SIGINT' : `; is SIG${meant} meant?`}`};
};

export const running: Part = {
	title: 'Running',
	entries: [
		plainEntry(
			{name: 'stopSignal', label: 'stop signal', hint: 'what asks it to stop: SIGINT, SIGQUIT', fallback: 'SIGTERM'},
			[...container, 'StopSignal'],
			readSignal,
		),
		durationEntry({name: 'stopGrace', label: 'stop within', hint: 'then it is killed: 30s, 1m30s', fallback: '10s'}, [
			...container,
			'StopGracePeriod',
		]),
		flagEntry(
			{name: 'init', label: 'init', hint: 'a small first process that passes signals on and clears up after others'},
			[...container, 'Init'],
		),
		flagEntry({name: 'readOnly', label: 'read-only', hint: `the container can't write but into its mounts`}, [
			...container,
			'ReadOnly',
		]),
		flagEntry({name: 'tty', label: 'terminal', hint: 'give it a pseudo terminal'}, [...container, 'TTY']),
	],
};
