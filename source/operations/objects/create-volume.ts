import type {NewVolume} from '../../engine/creations.ts';
import {isLocalVolumeName} from '../../swarm/volume-name.ts';
import {FieldProblem} from '../field-problem.ts';
import type {Field, FormValues, Parsed} from '../form.ts';
import type {EngineOperation} from '../operation.ts';
import {docker} from '../shell.ts';
import {labelArguments, labelEffect, newLabelsField, pairWords, parseNewLabels} from './new-labels.ts';

const fields: readonly Field[] = [
	{name: 'name', label: 'name', initial: '', hint: 'letters, digits, and - _ . behind the first'},
	{name: 'driver', label: 'driver', initial: 'local', hint: 'local, or a plugin that this engine has'},
	{
		name: 'options',
		label: 'options',
		initial: '',
		hint: 'of the driver, key=value with spaces between; for NFS: type=nfs o=addr=10.0.0.5,rw,nfsvers=4 device=:/export/data',
	},
	newLabelsField,
];

const nameProblem = (name: string) =>
	isLocalVolumeName(name)
		? undefined
		: name === ''
			? 'It needs a name: a letter or digit, then letters, digits, - _ and dots.'
			: `"${name}" can't be its name: a letter or digit, then at least one letter, digit, - _ or dot.`;

/** Values may hold commas and equals signs, as `o=addr=10.0.0.5,rw` does: only spaces are between them. */
const parseOptions = (values: FormValues): Parsed<Readonly<Record<string, string>>> => {
	const words = (values['options'] ?? '').split(/\s+/).filter(word => word !== '');
	const wrong = words.find(word => !/^[^=]+=/.test(word));
	return wrong === undefined
		? {
				kind: 'input',
				input: Object.fromEntries(
					words.map(word => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
				),
			}
		: {kind: 'problem', field: 'options', problem: `"${wrong}" is no option: key=value, such as type=nfs.`};
};

const localOptions = ['type', 'o', 'device', 'size'];

/** A device without its type, or an NFS one without an address, is only found out by the first container. */
const mountProblem = (options: Readonly<Record<string, string>>) => {
	const {type, device, o = ''} = options;
	const unknown = Object.keys(options).find(key => !localOptions.includes(key));

	if (unknown !== undefined) {
		return `The driver local has no option ${unknown}: ${localOptions.join(', ')}.`;
	}

	if (device !== undefined && type === undefined) {
		return 'A device goes with its type, such as type=nfs or type=none o=bind.';
	}

	if (type !== undefined && device === undefined) {
		return `type=${type} goes with a device, such as device=${type === 'tmpfs' ? 'tmpfs' : ':/export/data'}.`;
	}

	return type?.startsWith('nfs') && !/(^|,)addr=/.test(o)
		? 'NFS needs the server: o=addr=10.0.0.5, with more mount options behind commas.'
		: undefined;
};

const parse = (values: FormValues): Parsed<NewVolume> => {
	const [name, driver] = [values['name']?.trim() ?? '', values['driver']?.trim() || 'local'];
	const [options, labels] = [parseOptions(values), parseNewLabels(values)];
	const inName = nameProblem(name);

	if (inName !== undefined) {
		return {kind: 'problem', field: 'name', problem: inName};
	}

	if (options.kind === 'problem' || labels.kind === 'problem') {
		return options.kind === 'problem' ? options : (labels as Extract<typeof labels, {kind: 'problem'}>);
	}

	const problem = driver === 'local' ? mountProblem(options.input) : undefined;
	return problem === undefined
		? {kind: 'input', input: {name, driver, options: options.input, labels: labels.input}}
		: {kind: 'problem', field: 'options', problem};
};

const isPlain = ({driver, options}: NewVolume) => driver === 'local' && Object.keys(options).length === 0;

const effectsOf = (input: NewVolume, where: string): readonly string[] => [
	`The volume ${input.name} is made on ${where}, the engine that skep talks to, and on no other node.`,
	isPlain(input)
		? 'It is empty, and its data stays on this node: a task that mounts it elsewhere starts with an empty one of the same name.'
		: `It is made by the driver ${input.driver}${Object.keys(input.options).length === 0 ? '' : ` with ${pairWords(input.options).join(' ')}`}; nothing is mounted before a container uses it.`,
	'A service that mounts it by name makes it on its nodes by itself; driver and options for those belong in its mount.',
	...labelEffect(input.labels),
];

export const createVolume: EngineOperation<NewVolume> = {
	on: 'engine',
	id: 'createVolume',
	title: 'Create a volume on this engine',
	verb: 'create',
	doing: 'Creating',
	done: 'created',
	subject: ({name}) => `the volume ${name}`,
	danger: 'disruptive',
	blockedBy: () => undefined,
	fields: () => fields,
	parse: values => parse(values),
	needs: () => ({volumes: true}),
	/** An engine answers a second creation of a name with the volume that is there: that must not pass for a new one. */
	prepare: async (input, _targets, {engine}, signal) => {
		const volumes = await engine.volumes(signal);

		if (volumes.some(({name}) => name === input.name)) {
			throw new FieldProblem('name', `There is a volume ${input.name} on this engine already.`);
		}

		return input;
	},
	plan: (targets, input) => ({
		effects: effectsOf(input, targets[0]?.saw.name ?? 'this engine'),
		warnings: [],
		refusals: [],
	}),
	cli: (_target, {name, driver, options, labels}) =>
		docker(
			'volume',
			'create',
			...(driver === 'local' ? [] : ['--driver', driver]),
			...pairWords(options).flatMap(word => ['--opt', word]),
			...labelArguments(labels),
			name,
		),
	relies: () => null,
	async run({engine}, _fresh, input, signal) {
		await engine.createVolume(input, signal);
		return [];
	},
	isWritten: () => false,
	isMade: async ({engine}, {name}, signal) => (await engine.volumes(signal)).some(volume => volume.name === name),
	// Volumes are in no snapshot: the engine's answer is all there is to wait for.
	isSeen: () => true,
};
