import type {Parsed} from '../../swarm/parsed.ts';
import type {Json} from '../../swarm/values.ts';
import {similar} from '../edit/similar.ts';
import {choiceEntry, countEntry, durationEntry, type Entry, flagEntry, type Part, plainEntry} from './entry.ts';
import {readPairs} from './pairs.ts';
import {container} from './paths.ts';

const restart = ['TaskTemplate', 'RestartPolicy'];

const restarts: readonly Entry[] = [
	choiceEntry(
		{name: 'restart', label: 'restart', hint: 'when a task that ended is replaced'},
		['any', 'on-failure', 'none'],
		value => [{path: [...restart, 'Condition'], value}],
	),
	durationEntry({name: 'restartDelay', label: 'delay', hint: 'between two tries: 10s, 1m30s', fallback: '5s'}, [
		...restart,
		'Delay',
	]),
	countEntry(
		{
			name: 'restartAttempts',
			label: 'most tries',
			hint: 'within the window, then it gives up; 0 is no limit',
			fallback: 'no limit',
		},
		[...restart, 'MaxAttempts'],
	),
	durationEntry(
		{
			name: 'restartWindow',
			label: 'window',
			hint: 'in which tries are counted: 2m; 0s is for ever',
			fallback: 'for ever',
		},
		[...restart, 'Window'],
	),
];

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

const stopping: readonly Entry[] = [
	plainEntry(
		{name: 'stopSignal', label: 'stop signal', hint: 'what asks it to stop: SIGINT, SIGQUIT', fallback: 'SIGTERM'},
		[...container, 'StopSignal'],
		readSignal,
	),
	durationEntry({name: 'stopGrace', label: 'stop within', hint: 'then it is killed: 30s, 1m30s', fallback: '10s'}, [
		...container,
		'StopGracePeriod',
	]),
];

const log = ['TaskTemplate', 'LogDriver'];

/** A driver that keeps no log that anyone can read is a choice that one may regret: the hint says so. */
const logging: readonly Entry[] = [
	plainEntry(
		{
			name: 'logDriver',
			label: 'log driver',
			hint: 'json-file, local, journald, syslog, fluentd...; docker and skep read the logs of the first three',
			fallback: `the node's`,
		},
		[...log, 'Name'],
	),
	plainEntry(
		{name: 'logOptions', label: 'log options', hint: 'of that driver: max-size=10m max-file=3'},
		[...log, 'Options'],
		readPairs(`"%" is no option: key=value, such as max-size=10m`),
	),
];

/** From its start to its end, and what it says in between. */
export const running: Part = {
	title: 'Running and logs',
	entries: [
		...restarts,
		...stopping,
		flagEntry(
			{name: 'init', label: 'init', hint: 'a small first process that passes signals on and clears up after others'},
			[...container, 'Init'],
		),
		flagEntry({name: 'tty', label: 'terminal', hint: 'give it a pseudo terminal'}, [...container, 'TTY']),
		...logging,
	],
};
