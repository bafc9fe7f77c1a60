import {isValid, type Parsed} from '../../swarm/parsed.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {Json} from '../../swarm/values.ts';
import {parseDurationText} from '../units.ts';
import {whenValid} from './words.ts';

/** A value and its place in a service's spec. */
export type Setting = {readonly path: readonly string[]; readonly value: Json};

/** A line of the form: how it is called and read, as `docker service create` reads its flag. */
export type Entry = {
	readonly name: string;
	readonly label: string;
	/** What may be typed there, in a few words. */
	readonly hint: string;
	/** What Docker takes where nothing is entered. */
	readonly fallback?: string;
	/** Only these; the first is what it is where nobody chooses. */
	readonly choices?: readonly string[];
	readonly read: (text: string, known: Snapshot) => Parsed<readonly Setting[]>;
};

export type Part = {readonly title: string; readonly entries: readonly Entry[]};

/** What stands in a field before anyone typed. */
export const initialOf = ({choices}: Entry) => choices?.[0] ?? '';

type Words = Pick<Entry, 'name' | 'label' | 'hint' | 'fallback'>;

const reading =
	(path: readonly string[], read: (text: string) => Parsed<Json>): Entry['read'] =>
	text =>
		whenValid(read(text), value => ({value: [{path, value}]}));

/** Whatever is typed, as long as it passes. */
export const plainEntry = (
	words: Words,
	path: readonly string[],
	read: (text: string) => Parsed<Json> = text => ({value: text}),
): Entry => ({...words, read: reading(path, read)});

/** A length of time. */
export const durationEntry = (words: Words, path: readonly string[], least = 0): Entry =>
	plainEntry(words, path, text => {
		const parsed = parseDurationText(text);
		return isValid(parsed) && parsed.value < least ? {problem: `"${text}" is too short: 1ms at least`} : parsed;
	});

const wholeNumber = /^\d{1,9}$/;

/** A whole number. */
export const countEntry = (words: Words, path: readonly string[]): Entry =>
	plainEntry(words, path, text =>
		wholeNumber.test(text) ? {value: Number(text)} : {problem: `"${text}" is no whole number, 0 or more`},
	);

/** One of some words, of which the first needs no saying. */
export const choiceEntry = (
	words: Words,
	choices: readonly string[],
	set: (choice: string) => readonly Setting[],
): Entry => ({
	...words,
	choices,
	read: text =>
		choices.includes(text) ? {value: set(text)} : {problem: `one of ${choices.join(', ')}, not "${text}"`},
});

/** Yes or no, where no is usual. */
export const flagEntry = (words: Words, path: readonly string[]): Entry =>
	choiceEntry(words, ['no', 'yes'], choice => (choice === 'yes' ? [{path, value: true}] : []));
