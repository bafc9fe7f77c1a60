import type {Json} from '../../swarm/values.ts';
import {byText, isTree, type Tree} from '../tree.ts';
import {compact, textAt, treeAt, treeIn, treesAt} from './tree.ts';

/** What is in the swarm by id: a spec in the engine names networks, secrets and configs so. */
export type KnownIds = {
	readonly networks: ReadonlyMap<string, string>;
	readonly secrets: ReadonlySet<string>;
	readonly configs: ReadonlyMap<string, string>;
};

/**
A service's spec as it can be compared: with what the engine fills in (daemon/cluster/convert), and with names for ids
of what is there. An id of what was removed stays, and so differs from a name.
*/
export const evened = (spec: Tree, known: KnownIds): Tree => {
	const task = treeAt(spec, 'TaskTemplate') ?? {};
	const {Runtime: _, ...rest} = task;
	return compact({
		...spec,
		TaskTemplate: {
			...rest,
			ForceUpdate: task['ForceUpdate'] ?? 0,
			ContainerSpec: evenedContainer(treeAt(task, 'ContainerSpec') ?? {}, known),
			...(isTree(task['RestartPolicy']) && {
				RestartPolicy: {Condition: 'any', MaxAttempts: 0, ...task['RestartPolicy']},
			}),
			Networks: treesAt(task, 'Networks').map(network => evenedNetwork(network, known)),
		},
		Mode: evenedMode(treeAt(spec, 'Mode') ?? {}),
		...policies(spec),
		EndpointSpec: evenedEndpoint(treeAt(spec, 'EndpointSpec') ?? {}),
	});
};

const evenedContainer = (container: Tree, known: KnownIds): Tree => {
	const {Isolation, ...rest} = container;
	return {
		...rest,
		...(Isolation === undefined || Isolation === 'default' ? {} : {Isolation}),
		Secrets: treesAt(container, 'Secrets').map(reference => withoutId(reference, 'SecretID', known.secrets)),
		Configs: treesAt(container, 'Configs').map(reference => withoutId(reference, 'ConfigID', known.configs)),
		Privileges: evenedPrivileges(container, known),
	};
};

const evenedPrivileges = (container: Tree, known: KnownIds): Json => {
	// Newer engines write a "no" where older ones write nothing.
	const {NoNewPrivileges, ...rest} = treeAt(container, 'Privileges') ?? {};
	const privileges: Tree = NoNewPrivileges === true ? {...rest, NoNewPrivileges} : rest;
	const credential = treeAt(privileges, 'CredentialSpec');
	const config = textAt(credential, 'Config');
	return config === undefined
		? privileges
		: {...privileges, CredentialSpec: {...credential, Config: known.configs.get(config) ?? config}};
};

type Ids = {readonly has: (id: string) => boolean};

const withoutId = (reference: Tree, field: string, ids: Ids): Tree => {
	const {[field]: id, ...rest} = reference;
	return id === undefined || ids.has(String(id)) ? rest : reference;
};

const evenedNetwork = (network: Tree, known: KnownIds): Tree => {
	const target = textAt(network, 'Target') ?? '';
	return {...network, Target: known.networks.get(target) ?? target};
};

const evenedMode = (mode: Tree): Tree => {
	if (Object.keys(mode).length === 0 || treeAt(mode, 'Replicated') !== undefined) {
		return {Replicated: {Replicas: treeIn(mode, 'Replicated')?.['Replicas'] ?? 1}};
	}

	// An empty mode says which one it is, and would be lost as an empty object.
	return Object.fromEntries(
		Object.entries(mode).map(([name, settings]) => [
			name,
			isTree(settings) && name === 'ReplicatedJob' ? settings : true,
		]),
	);
};

const policies = (spec: Tree): Tree =>
	Object.fromEntries(
		['UpdateConfig', 'RollbackConfig'].flatMap(name => {
			const policy = treeAt(spec, name);
			const usual = {FailureAction: 'pause', MaxFailureRatio: 0, Order: 'stop-first'};
			return policy === undefined ? [] : [[name, {...usual, ...policy}]];
		}),
	);

const evenedEndpoint = (endpoint: Tree): Tree => ({
	Mode: textAt(endpoint, 'Mode') ?? 'vip',
	Ports: treesAt(endpoint, 'Ports')
		.map(port => {
			const {PublishedPort, ...rest} = port;
			return compact({Protocol: 'tcp', PublishMode: 'ingress', ...rest, PublishedPort: PublishedPort || undefined});
		})
		.toSorted((a, b) => byText(portKey(a), portKey(b))),
});

const portKey = (port: Tree) =>
	['PublishedPort', 'TargetPort', 'Protocol', 'PublishMode'].map(name => textAt(port, name) ?? '').join('/');
