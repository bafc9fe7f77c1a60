import type {UpdatePolicyChange} from '../engine/engine.ts';
import {parseImage, withDefaultTag} from '../swarm/image-name.ts';
import {isValid, type Parsed as Read} from '../swarm/parsed.ts';
import type {Service, UpdatePolicy} from '../swarm/service.ts';
import {duration, parseDuration} from './duration.ts';
import type {Field, FormValues, Parsed, ServiceTarget} from './operation.ts';
import type {Pin} from './pin-image.ts';

export type UpdateImageInput = {
	/** An image, a tag with its colon, or nothing: the image stays. */
	readonly typed: string;
	/** Only what differs from what was on screen. */
	readonly policy: UpdatePolicyChange;
	/** What registries said, by the image asked for. */
	readonly pins: Readonly<Record<string, Pin>>;
};

export const withoutDigest = (image: string) => image.split('@', 1).join('');

/** The image a service is to get, before its digest is known: `:2.5.0` changes only the tag. */
export const imageTyped = ({image}: Service, typed: string) => {
	if (typed === '') {
		return image;
	}

	return typed.startsWith(':') ? `${withoutDigest(image).replace(/:[^:/]*$/, '')}${typed}` : withDefaultTag(typed);
};

type Setting = {
	readonly name: 'parallelism' | 'delay' | 'order' | 'failureAction';
	readonly label: string;
	readonly hint: string;
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

export const settings: readonly Setting[] = [
	{
		name: 'parallelism',
		label: 'at a time',
		hint: 'a whole number of slots; 0 is all at once',
		show: ({parallelism}) => `${parallelism}`,
		read: text =>
			/^\d{1,6}$/.test(text) ? {value: {parallelism: Number(text)}} : {problem: 'a whole number, 0 for all at once'},
	},
	{
		name: 'delay',
		label: 'delay',
		hint: 'between slots: 10s, 1m30s',
		show: ({delay}) => duration(delay),
		read(text) {
			const delay = parseDuration(text);
			return delay === undefined ? {problem: `"${text}" is no duration such as 10s or 1m30s`} : {value: {delay}};
		},
	},
	{
		name: 'order',
		label: 'order',
		hint: 'which comes first in a slot',
		choices: orders,
		show: ({order}) => order,
		read: text => oneOf(orders, text, order => ({order})),
	},
	{
		name: 'failureAction',
		label: 'on failure',
		hint: 'what a failing new task leads to',
		choices: failureActions,
		show: ({failureAction}) => failureAction,
		read: text => oneOf(failureActions, text, failureAction => ({failureAction})),
	},
];

const common = (texts: readonly string[]) => (new Set(texts).size === 1 ? (texts[0] ?? '') : '');

export const updateImageFields = (targets: readonly ServiceTarget[]): readonly Field[] => [
	{
		name: 'image',
		label: 'image',
		initial: common(targets.map(({saw}) => withoutDigest(saw.image))),
		hint: 'registry/name:tag, or :tag alone; empty leaves it as it is',
	},
	...settings.map(({name, label, hint, choices, show}) => ({
		name,
		label,
		hint,
		initial: common(targets.map(({saw}) => show(saw.update))),
		...(choices && {choices}),
	})),
];

export const parseUpdateImage = (values: FormValues, targets: readonly ServiceTarget[]): Parsed<UpdateImageInput> => {
	const typed = (values['image'] ?? '').trim();
	const problem = problemOf(typed, targets);

	if (problem !== undefined) {
		return {kind: 'problem', field: 'image', problem};
	}

	let policy: UpdatePolicyChange = {};

	for (const {name, show, read} of settings) {
		const text = (values[name] ?? '').trim();
		const change = read(text);

		if (text !== '' && !isValid(change)) {
			return {kind: 'problem', field: name, problem: change.problem};
		}

		if (isValid(change) && targets.some(({saw}) => show(saw.update) !== show({...saw.update, ...change.value}))) {
			policy = {...policy, ...change.value};
		}
	}

	return {kind: 'input', input: {typed, policy, pins: {}}};
};

const problemOf = (typed: string, targets: readonly ServiceTarget[]) => {
	if (/^v?\d+(\.\d+)*$/.test(typed)) {
		return `"${typed}" would be the name of an image; for the tag write :${typed}`;
	}

	const parsed = typed === '' ? [] : targets.map(({saw}) => parseImage(imageTyped(saw, typed)));
	return parsed.flatMap(result => (isValid(result) ? [] : [result.problem]))[0];
};
