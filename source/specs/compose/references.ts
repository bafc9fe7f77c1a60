import type {Json} from '../../swarm/values.ts';
import {byText, type Tree} from '../tree.ts';
import type {Scope} from './scope.ts';
import {scoped} from './stack-name.ts';
import {compact, numberAt, textAt, treeAt, treesAt} from './tree.ts';

/** The name that a secret or config of the file has in the swarm. */
export const objectName = (stack: string, key: string, object: Tree | undefined) =>
	textAt(object, 'name') ?? scoped(stack, key);

const readable = 0o444;

const fileOf = (reference: Tree) => ({
	Name: textAt(reference, 'target') ?? textAt(reference, 'source') ?? '',
	UID: textAt(reference, 'uid') ?? '0',
	GID: textAt(reference, 'gid') ?? '0',
	Mode: numberAt(reference, 'mode') ?? readable,
});

type Named = {readonly name: string; readonly reference: Tree};

const byName = (a: Named, b: Named) => byText(a.name, b.name);

const named = (references: readonly Tree[], stack: string, objects: Tree): readonly Named[] =>
	references.map(reference => {
		const key = textAt(reference, 'source') ?? '';
		return {name: objectName(stack, key, treeAt(objects, key)), reference};
	});

/** Without ids: those are the swarm's. Sorted by name, as docker/cli sends them. */
export const secretReferences = (service: Tree, {stack, secrets}: Scope): readonly Json[] =>
	named(treesAt(service, 'secrets'), stack, secrets)
		.toSorted(byName)
		.map(({name, reference}) => ({File: fileOf(reference), SecretName: name}));

export const configReferences = (service: Tree, scope: Scope): readonly Json[] => {
	const files = named(treesAt(service, 'configs'), scope.stack, scope.configs).map(({name, reference}) => ({
		name,
		target: {File: fileOf(reference), ConfigName: name},
	}));
	const credential = credentialConfig(service, scope);
	const runtime = credential === undefined ? [] : [{name: credential, target: {Runtime: {}, ConfigName: credential}}];
	return [...files, ...runtime].toSorted((a, b) => byText(a.name, b.name)).map(({target}) => target);
};

const credentialConfig = (service: Tree, {stack, configs}: Scope): string | undefined => {
	const key = textAt(treeAt(service, 'credential_spec'), 'config');
	return key === undefined ? undefined : objectName(stack, key, treeAt(configs, key));
};

/** With the config's name where the engine has its id. */
export const credentialSpec = (service: Tree, scope: Scope): Tree => {
	const spec = treeAt(service, 'credential_spec');
	return compact({
		Config: credentialConfig(service, scope),
		File: textAt(spec, 'file'),
		Registry: textAt(spec, 'registry'),
	});
};
