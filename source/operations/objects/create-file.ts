import {EngineError} from '../../engine/errors.ts';
import type {Config} from '../../swarm/config.ts';
import {type FileKind, fileNameProblem} from '../../swarm/file-rules.ts';
import type {Secret} from '../../swarm/secret.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {Labels} from '../../swarm/values.ts';
import type {Field, FormValues, Parsed} from '../form.ts';
import type {SwarmOperation} from '../operation.ts';
import {docker, quoted} from '../shell.ts';
import {
	contentFields,
	contentWords,
	type FileContent,
	newlineEffects,
	parseContent,
	readContent,
} from './file-content.ts';
import {labelArguments, labelEffect, newLabelsField, parseNewLabels} from './new-labels.ts';

/** A shell expands `~` only where it isn't quoted, and docker takes `-` for its standard input: a typed value would be read from there. */
export const pathArgument = (path: string | undefined) => {
	if (path === undefined) {
		return '-';
	}

	const isOfHome = path.startsWith('~/');
	return isOfHome ? `~/${quoted(path.slice(2))}` : quoted(path.startsWith('-') ? `./${path}` : path);
};

/** Without what was typed, which docker would read from its standard input. */
export const createCommand = (kind: FileKind, {name, labels, isTemplate, path}: NewFileInput) =>
	[
		docker(kind, 'create', ...labelArguments(labels), ...(isTemplate ? ['--template-driver', 'golang'] : []), name),
		pathArgument(path),
	].join(' ');

/** A secret or config to be made. Its content is sealed: nothing that keeps or shows this has it. */
export type NewFileInput = FileContent & {
	readonly name: string;
	readonly labels: Labels;
	readonly isTemplate: boolean;
};

const namesTaken = (kind: FileKind, snapshot: Snapshot): ReadonlySet<string> => {
	const known: Iterable<Secret | Config> | undefined = snapshot[`${kind}s`]?.items.values();
	return new Set([...(known ?? [])].map(({name}) => name));
};

/** Why nothing new can have that name here, as a sentence. */
export const newFileNameProblem = (kind: FileKind, name: string, snapshot: Snapshot | undefined) =>
	fileNameProblem(name) ??
	(snapshot !== undefined && namesTaken(kind, snapshot).has(name)
		? `There is a ${kind} ${name} already: names are taken once, and what is in it can't be changed.`
		: undefined);

const fieldsOf = (kind: FileKind): readonly Field[] => [
	{name: 'name', label: 'name', initial: '', hint: 'letters, digits, and - _ . between them, at most 64'},
	...contentFields(kind),
	newLabelsField,
	{
		name: 'template',
		label: 'template',
		initial: 'no',
		choices: ['no', 'yes'],
		hint: 'whether Docker fills in {{...}} for each container (Go templates)',
	},
];

const parse = (kind: FileKind, values: FormValues, snapshot: Snapshot | undefined): Parsed<NewFileInput> => {
	const name = values['name']?.trim() ?? '';
	const problem = newFileNameProblem(kind, name, snapshot);

	if (problem !== undefined) {
		return {kind: 'problem', field: 'name', problem};
	}

	const content = parseContent(values, kind);
	const labels = parseNewLabels(values);

	if (content.kind === 'problem' || labels.kind === 'problem') {
		return content.kind === 'problem' ? content : (labels as Extract<typeof labels, {kind: 'problem'}>);
	}

	const isTemplate = values['template'] === 'yes';
	return {kind: 'input', input: {name, labels: labels.input, isTemplate, ...content.input}};
};

const effectsOf = (kind: FileKind, input: NewFileInput): readonly string[] => [
	`The ${kind} ${input.name} is made with ${contentWords(input, kind)}.`,
	...newlineEffects(input),
	...(kind === 'secret'
		? ['No manager gives out its value again, and skep keeps it nowhere.']
		: ['Whoever may ask a manager can read it: what is secret belongs in a secret.']),
	...(input.isTemplate ? ['Docker fills in {{...}} in it for each container.'] : []),
	...labelEffect(input.labels),
	'No container has it until a service is given it.',
];

const creating = (kind: FileKind): SwarmOperation<NewFileInput> => {
	const word = kind === 'secret' ? 'Secret' : 'Config';
	const call = `create${word}` as const;

	return {
		on: 'swarm',
		id: call,
		title: `Create a ${kind}`,
		verb: 'create',
		doing: 'Creating',
		done: 'created',
		subject: ({name}) => `the ${kind} ${name}`,
		danger: 'disruptive',
		blockedBy: () => undefined,
		fields: () => fieldsOf(kind),
		parse: (values, _targets, snapshot) => parse(kind, values, snapshot),
		prepare: (input, _targets, resources, signal) => readContent(input, kind, resources, signal),
		recorded: ({name, labels, isTemplate, path}) => ({name, labels, isTemplate, from: path ?? 'typed'}),
		needs: () => ({objects: `${kind}s`}),
		plan: (_targets, input, snapshot) => {
			const refusal = newFileNameProblem(kind, input.name, snapshot);
			return {effects: effectsOf(kind, input), warnings: [], refusals: refusal === undefined ? [] : [refusal]};
		},
		cli: (_target, input) => createCommand(kind, input),
		relies: () => null,
		async run({engine}, _fresh, {name, labels, isTemplate, content}, signal) {
			if (content === undefined) {
				throw new EngineError('refused', 'What is to be in it was not read: nothing was made.');
			}

			try {
				const {warnings} = await engine[call]({name, labels, isTemplate, data: content.open()}, signal);
				return warnings;
			} finally {
				content.wipe();
			}
		},
		isWritten: () => false,
		isMade: async ({engine}, {name}, signal) => {
			const {items}: {readonly items: readonly (Secret | Config)[]} = await engine[`${kind}s`](signal);
			return items.some(item => item.name === name);
		},
		isSeen: (_target, {name}, snapshot) => namesTaken(kind, snapshot).has(name),
	};
};

export const createSecret = creating('secret');
export const createConfig = creating('config');
