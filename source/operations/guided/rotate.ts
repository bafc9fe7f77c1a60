import {type FileKind, nextFileName} from '../../swarm/file-rules.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {Json} from '../../swarm/values.ts';
import type {Field, FormValues, Parsed} from '../form.ts';
import {
	createCommand,
	createConfig,
	createSecret,
	type NewFileInput,
	newFileNameProblem,
} from '../objects/create-file.ts';
import {contentFields, parseContent, readContent} from '../objects/file-content.ts';
import {anyOperation, type ObjectOperation} from '../operation.ts';
import {repointCommand} from '../service/repoint-file.ts';
import type {Write} from './guided.ts';
import {doneStepByStep} from './guided-operation.ts';
import {changeOf, type FileTarget, named, planOf, type RotateInput, usersOf} from './rotate-plan.ts';

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

const fieldsOf = (
	kind: FileKind,
	[target]: readonly FileTarget[],
	snapshot: Snapshot | undefined,
): readonly Field[] => {
	const today = dayOf(snapshot?.[`${kind}s`]?.at || Date.now());
	const isTaken = (name: string) => named(kind, name, snapshot) !== undefined;
	return [
		{
			name: 'name',
			label: 'new name',
			initial: nextFileName(target?.saw.name ?? '', isTaken, today),
			hint: `what is in a ${kind} never changes, so the new version has a name of its own; that of one which exists, to use that`,
		},
		...contentFields(kind),
	];
};

const parse = (
	kind: FileKind,
	values: FormValues,
	[target]: readonly FileTarget[],
	snapshot: Snapshot | undefined,
): Parsed<RotateInput> => {
	const name = values['name']?.trim() ?? '';
	const isEmpty = (values['value'] ?? '') === '' && (values['file']?.trim() ?? '') === '';

	if (name === target?.saw.name) {
		return {kind: 'problem', field: 'name', problem: `${name} is the old one: the new version needs another name.`};
	}

	if (isEmpty && named(kind, name, snapshot) !== undefined) {
		return {kind: 'input', input: {name, isThere: true}};
	}

	const problem = newFileNameProblem(kind, name, snapshot);

	if (problem !== undefined) {
		const way =
			named(kind, name, snapshot) === undefined ? '' : ' To use that one, leave the value and the file empty.';
		return {kind: 'problem', field: 'name', problem: problem + way};
	}

	const content = parseContent(values, kind);
	return content.kind === 'problem' ? content : {kind: 'input', input: {name, isThere: false, ...content.input}};
};

const creations = {secret: createSecret, config: createConfig};

/** Made before anything is written down: no record of the rotation ever has the value. */
const creationOf = (kind: FileKind, {saw}: FileTarget, input: RotateInput, snapshot: Snapshot): Write | undefined => {
	const {swarm} = snapshot;

	if (input.isThere) {
		return undefined;
	}

	if (swarm === undefined) {
		throw new Error('Nothing is known of the swarm yet: nothing was made.');
	}

	return {
		operation: anyOperation(creations[kind]),
		target: {kind: 'swarm', id: swarm.id, saw: swarm},
		input: newFile(saw, input),
	};
};

/** The new version has all that the old one has but what is in it. */
const newFile = ({labels, isTemplate}: FileTarget['saw'], {isThere: _, ...made}: RotateInput): NewFileInput => ({
	...made,
	labels,
	isTemplate,
});

const rotating = (kind: FileKind): ObjectOperation<FileTarget, RotateInput> => ({
	...doneStepByStep,
	on: kind,
	id: kind === 'secret' ? 'rotateSecret' : 'rotateConfig',
	title: `Rotate ${kind}`,
	verb: 'rotate',
	doing: 'Rotating',
	done: 'rotated',
	danger: 'disruptive',
	blockedBy(target, snapshot) {
		if (usersOf(target, snapshot).length === 0) {
			return `no service has it: create another ${kind} instead (a)`;
		}

		return 'driver' in target.saw && target.saw.driver !== undefined
			? `its value comes from the driver ${target.saw.driver}`
			: undefined;
	},
	fields: (targets, snapshot) => fieldsOf(kind, targets, snapshot),
	parse: (values, targets, snapshot) => parse(kind, values, targets, snapshot),
	prepare: (input, _targets, resources, signal) => readContent(input, kind, resources, signal),
	needs: () => ({allServices: true, objects: `${kind}s`, swarm: true}),
	plan: ([target], input, snapshot) =>
		target === undefined ? {effects: [], warnings: [], refusals: []} : planOf(kind, target, input, snapshot),
	cli(target, input, snapshot) {
		const change = changeOf(kind, target, input, snapshot);
		return [
			...(input.isThere ? [] : [createCommand(kind, newFile(target.saw, input))]),
			...usersOf(target, snapshot).map(user => repointCommand(user, change, snapshot)),
		].join(' && ');
	},
	makesFirst: ([target], input, snapshot) => target && creationOf(kind, target, input, snapshot),
	guided([target], input, snapshot) {
		const made = named(kind, input.name, snapshot);

		if (target === undefined || made === undefined) {
			throw new Error(`${input.name} isn't seen yet: nothing was re-pointed. Rotate again, with the value left empty.`);
		}

		const users = usersOf(target, snapshot).map(({id, name, updateStatus}) => ({
			id,
			name,
			lastRollout: updateStatus?.startedAt ?? null,
		}));
		const change = {file: kind, from: {id: target.id, name: target.saw.name}, to: {id: made.id, name: made.name}};
		return {
			kind: 'rotate',
			title: `Rotation of ${target.saw.name} to ${made.name}`,
			input: {...change, users} as unknown as Json,
		};
	},
});

export const rotateSecret = rotating('secret');
export const rotateConfig = rotating('config');
