import {type LabelEdits, parseLabel, parseLabels} from '../swarm/label-edit.ts';
import type {Json, Labels} from '../swarm/values.ts';
import type {Field, FormValues, Parsed} from './form.ts';

export type {LabelEdits};

type Labelled = {readonly labels: Labels};

const written = ([key, value]: readonly [string, string]) => (value === '' ? key : `${key}=${value}`);

const presentOf = (all: readonly Labelled[]) => [
	...new Set(all.flatMap(({labels}) => Object.entries(labels).map(written))),
];

export const labelFields = (all: readonly Labelled[]): readonly Field[] => {
	const present = presentOf(all).join(' ');

	return [
		{
			name: 'labels',
			label: 'labels',
			initial: '',
			hint: `key=value, key, or key- to remove; several with spaces between. ${present === '' ? 'None now' : `Now: ${present}`}`,
		},
		{name: 'long', label: 'one with spaces', initial: '', hint: 'key=value, one whose value has spaces or commas'},
	];
};

export const parseLabelForm = (values: FormValues): Parsed<LabelEdits> => {
	const [several, one] = [values['labels']?.trim() ?? '', values['long']?.trim() ?? ''];
	const listed = several === '' && one !== '' ? {value: {set: {}, remove: []}} : parseLabels(several);
	const single = one === '' ? undefined : parseLabel(one);

	if ('problem' in listed) {
		return {kind: 'problem', field: 'labels', problem: listed.problem};
	}

	if (single === undefined) {
		return {kind: 'input', input: listed.value};
	}

	return 'problem' in single
		? {kind: 'problem', field: 'long', problem: single.problem}
		: {kind: 'input', input: withOne(listed.value, single.value)};
};

const withOne = ({set, remove}: LabelEdits, one: Extract<ReturnType<typeof parseLabel>, {value: unknown}>['value']) =>
	one.kind === 'set' ? {set: {...set, [one.key]: one.value}, remove} : {set, remove: [...remove, one.key]};

export const editedKeys = ({set, remove}: LabelEdits) => [...Object.keys(set), ...remove];

/** The labels that are about to change, as they are. */
export const labelsAboutToChange = ({labels}: Labelled, edits: LabelEdits): Json =>
	Object.fromEntries(editedKeys(edits).map(key => [`label ${key}`, labels[key] ?? null]));

export const hasLabels = (now: Labelled | undefined, {set, remove}: LabelEdits) =>
	now !== undefined &&
	Object.entries(set).every(([key, value]) => now.labels[key] === value) &&
	remove.every(key => !Object.hasOwn(now.labels, key));

/** One sentence per label that really changes. */
export const labelEffects = (name: string, {labels}: Labelled, {set, remove}: LabelEdits): readonly string[] => [
	...Object.entries(set).flatMap(([key, value]) => settingEffect(name, key, labels[key], value)),
	...remove.flatMap(key => {
		const present = labels[key];
		return present === undefined
			? [`${name} has no label ${key}.`]
			: [`${name} loses the label ${written([key, present])}.`];
	}),
];

const settingEffect = (name: string, key: string, before: string | undefined, value: string) => {
	if (before === value) {
		return [`${name} has the label ${written([key, value])} already.`];
	}

	return before === undefined
		? [`${name} gets the label ${written([key, value])}.`]
		: [`${name}: the label ${key} changes from "${before}" to "${value}".`];
};

export const labelFlags = ({set, remove}: LabelEdits): readonly string[] => [
	...Object.entries(set).flatMap(label => ['--label-add', written(label)]),
	...remove.flatMap(key => ['--label-rm', key]),
];
