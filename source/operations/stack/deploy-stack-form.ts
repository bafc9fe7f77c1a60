import {parseStackName, stackNameFor} from '../../specs/compose/stack-name.ts';
import {resolveImageChoices} from '../../specs/compose/wanted-spec.ts';
import {isValid, type Parsed as Read} from '../../swarm/parsed.ts';
import type {Field, FormValues, Parsed} from '../form.ts';
import type {Look} from './deploy-stack-look.ts';
import type {DeployFlags, DeployRequest, StackOrigin} from './stack-tools.ts';

export type DeployInput = DeployFlags & {
	/** As typed. */
	readonly file: string;
	readonly stack: string;
	/** Known once the file was looked at: with the path made absolute. */
	readonly request?: DeployRequest;
	readonly look?: Look;
};

export const requestOf = ({stack, prune, registryAuth, resolveImage}: DeployInput, path: string): DeployRequest => ({
	file: path,
	stack,
	prune,
	registryAuth,
	resolveImage,
});

const noYes = ['no', 'yes'] as const;

const fileField: Field = {
	name: 'file',
	label: 'compose file',
	initial: '',
	hint: 'a path on this machine, such as ~/shop/compose.yaml',
};

const nameField: Field = {
	name: 'stack',
	label: 'stack',
	initial: '',
	hint: "its name; left empty, the folder's",
};

const flagFields: readonly Field[] = [
	{
		name: 'prune',
		label: 'prune',
		initial: 'no',
		choices: noYes,
		hint: 'remove services that the file no longer has',
	},
	{
		name: 'registryAuth',
		label: 'registry login',
		initial: 'no',
		choices: noYes,
		hint: 'send it along, for nodes to pull with',
	},
	{
		name: 'resolveImage',
		label: 'resolve image',
		initial: 'always',
		choices: resolveImageChoices,
		hint: "when the registry is asked for an image's digest",
	},
];

/** A stack that is there has its name. */
export const deployFields = (hasName: boolean): readonly Field[] =>
	hasName ? [fileField, ...flagFields] : [fileField, nameField, ...flagFields];

/** What the form held the last time. */
export const valuesOf = ({file, stack, prune, registryAuth, resolveImage}: StackOrigin): FormValues => ({
	file,
	stack,
	prune: prune ? 'yes' : 'no',
	registryAuth: registryAuth ? 'yes' : 'no',
	resolveImage,
});

const folderOf = (file: string) =>
	file
		.split('/')
		.slice(0, -1)
		.findLast(part => part !== '' && !/^[~.]+$/.test(part)) ?? '';

const nameIn = (typed: string, file: string): Read<string> => {
	const name = typed === '' ? stackNameFor(folderOf(file)) : typed;
	return name === '' && typed === ''
		? {problem: 'name the stack: the path has no folder that it could be called after'}
		: parseStackName(name);
};

export const parseDeploy = (values: FormValues, known: string | undefined): Parsed<DeployInput> => {
	const file = values['file']?.trim() ?? '';

	if (file === '') {
		return {kind: 'problem', field: 'file', problem: 'the path of a compose file'};
	}

	const name = known === undefined ? nameIn(values['stack']?.trim() ?? '', file) : {value: known};

	if (!isValid(name)) {
		return {kind: 'problem', field: 'stack', problem: name.problem};
	}

	return {
		kind: 'input',
		input: {
			file,
			stack: name.value,
			prune: values['prune'] === 'yes',
			registryAuth: values['registryAuth'] === 'yes',
			resolveImage: resolveImageChoices.find(choice => choice === values['resolveImage']) ?? 'always',
		},
	};
};

/** Below the form: what it comes to. */
export const deployMeaning = (values: FormValues, known: string | undefined): readonly string[] => {
	const parsed = parseDeploy(values, known);
	return parsed.kind === 'input' && known === undefined ? [`The stack is called ${parsed.input.stack}.`] : [];
};
