import type {Parsed} from '../../swarm/parsed.ts';
import {choiceEntry, countEntry, durationEntry, type Entry, type Part, plainEntry, type Setting} from './entry.ts';

/** `0.1`, `10%`. */
const readRatio = (text: string): Parsed<number> => {
	const [, digits = '', sign] = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(text) ?? [];
	const ratio = Number(digits) / (sign === '%' ? 100 : 1);
	return digits === '' || ratio > 1
		? {problem: `"${text}" is no part of the slots: a number from 0 to 1, or a percentage such as 10%`}
		: {value: Math.round(ratio * 1e6) / 1e6};
};

type Kind = {readonly prefix: string; readonly key: string; readonly actions: readonly string[]; readonly what: string};

/** How an update, or a rollback, goes about it. */
const policyEntries = ({prefix, key, actions, what}: Kind): readonly Entry[] => {
	const at = (name: string) => [key, name];
	const set =
		(name: string) =>
		(value: string): readonly Setting[] => [{path: at(name), value}];
	return [
		countEntry(
			{
				name: `${prefix}Parallelism`,
				label: 'at a time',
				hint: 'slots that are replaced together; 0 is all at once',
				fallback: '1',
			},
			at('Parallelism'),
		),
		durationEntry(
			{name: `${prefix}Delay`, label: 'delay', hint: 'between slots: 10s, 1m30s', fallback: '0s'},
			at('Delay'),
		),
		durationEntry(
			{
				name: `${prefix}Monitor`,
				label: 'monitor',
				hint: 'how long a new task must run to count as good: 10s, 1m30s',
				fallback: '5s',
			},
			at('Monitor'),
		),
		choiceEntry(
			{name: `${prefix}Order`, label: 'order', hint: 'which comes first in a slot'},
			['stop-first', 'start-first'],
			set('Order'),
		),
		choiceEntry(
			{name: `${prefix}Action`, label: 'on failure', hint: `what a failing new task leads to in ${what}`},
			actions,
			set('FailureAction'),
		),
		plainEntry(
			{
				name: `${prefix}Ratio`,
				label: 'failures allowed',
				hint: 'a part of the slots, 0 to 1 or a percentage: 0.1 is 10%',
				fallback: '0',
			},
			at('MaxFailureRatio'),
			readRatio,
		),
	];
};

export const updates: Part = {
	title: 'Updates',
	entries: policyEntries({
		prefix: 'update',
		key: 'UpdateConfig',
		actions: ['pause', 'continue', 'rollback'],
		what: 'an update',
	}),
};

/** A rollback that fails can't roll back. */
export const rollbacks: Part = {
	title: 'Rollbacks',
	entries: policyEntries({
		prefix: 'rollback',
		key: 'RollbackConfig',
		actions: ['pause', 'continue'],
		what: 'a rollback',
	}),
};
