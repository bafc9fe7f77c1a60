import type {UpdatePolicyChange} from '../../engine/changes.ts';
import type {Parsed as Read} from '../../swarm/parsed.ts';
import type {UpdatePolicy} from '../../swarm/service.ts';
import {duration, parseDuration} from '../duration.ts';

/** One line of how an update goes about it: how it is typed and shown, and what Docker's command line calls it. */
export type Setting = {
	readonly name: keyof UpdatePolicyChange;
	readonly label: string;
	readonly hint: string;
	readonly flag: string;
	readonly choices?: readonly string[];
	readonly show: (policy: UpdatePolicy) => string;
	readonly read: (text: string) => Read<UpdatePolicyChange>;
};

const orders = ['stop-first', 'start-first'] as const;
const failureActions = ['pause', 'continue', 'rollback'] as const;

const oneOf = <T extends string>(choices: readonly T[], text: string, change: (choice: T) => UpdatePolicyChange) => {
	const choice = choices.find(candidate => candidate === text);
	return choice === undefined ? {problem: `one of ${choices.join(', ')}`} : {value: change(choice)};
};

const readDuration = (text: string, change: (seconds: number) => UpdatePolicyChange): Read<UpdatePolicyChange> => {
	const seconds = parseDuration(text);
	return seconds === undefined ? {problem: `"${text}" is no duration such as 10s or 1m30s`} : {value: change(seconds)};
};

/** `0.1`, `10%`. */
const readRatio = (text: string): Read<UpdatePolicyChange> => {
	const [, digits = '', sign] = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(text) ?? [];
	const ratio = Number(digits) / (sign === '%' ? 100 : 1);

	return digits === '' || ratio > 1
		? {problem: 'a number from 0 to 1, or a percentage such as 10%'}
		: {value: {maxFailureRatio: Math.round(ratio * 1e6) / 1e6}};
};

export const settings: readonly Setting[] = [
	{
		name: 'parallelism',
		label: 'at a time',
		hint: 'a whole number of slots; 0 is all at once',
		flag: '--update-parallelism',
		show: ({parallelism}) => `${parallelism}`,
		read: text =>
			/^\d{1,6}$/.test(text) ? {value: {parallelism: Number(text)}} : {problem: 'a whole number, 0 for all at once'},
	},
	{
		name: 'delay',
		label: 'delay',
		hint: 'between slots: 10s, 1m30s',
		flag: '--update-delay',
		show: ({delay}) => duration(delay),
		read: text => readDuration(text, delay => ({delay})),
	},
	{
		name: 'monitor',
		label: 'monitor',
		hint: 'how long a new task must run to count as good: 10s, 1m30s',
		flag: '--update-monitor',
		show: ({monitor}) => duration(monitor),
		// Zero would mean the engine's default of 5 s to it (swarmkit, orchestrator/update).
		read: text =>
			parseDuration(text) === 0 ? {problem: 'longer than 0s'} : readDuration(text, monitor => ({monitor})),
	},
	{
		name: 'order',
		label: 'order',
		hint: 'which comes first in a slot',
		flag: '--update-order',
		choices: orders,
		show: ({order}) => order,
		read: text => oneOf(orders, text, order => ({order})),
	},
	{
		name: 'failureAction',
		label: 'on failure',
		hint: 'what a failing new task leads to',
		flag: '--update-failure-action',
		choices: failureActions,
		show: ({failureAction}) => failureAction,
		read: text => oneOf(failureActions, text, failureAction => ({failureAction})),
	},
	{
		name: 'maxFailureRatio',
		label: 'failures allowed',
		hint: 'a part of the slots, 0 to 1 or a percentage: 0.1 is 10%; 0 is none',
		flag: '--update-max-failure-ratio',
		show: ({maxFailureRatio}) => `${maxFailureRatio}`,
		read: readRatio,
	},
];
