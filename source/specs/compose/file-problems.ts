import {parseSubnet} from '../../swarm/ip-address.ts';
import {volumeSourceProblem} from '../../swarm/volume-name.ts';
import type {Tree} from '../tree.ts';
import {volumeName} from './mounts.ts';
import {isExternal, type Scope} from './scope.ts';
import {type ServiceProblem, serviceProblems} from './service-problems.ts';
import type {FileProblem} from './stack-specs.ts';
import {textAt, treeAt, treesAt} from './tree.ts';

type Entry = readonly [key: string, service: Tree];

/**
What `docker stack config` lets pass, and `docker stack deploy` finds only after it has made networks and more: names
that nothing in the file stands for, subnets that are none, modes that don't go together.
*/
export const problemsIn = (services: readonly Entry[], scope: Scope): readonly FileProblem[] => [
	...(services.length === 0 ? [{path: ['services'], sentence: 'the file has no services'}] : []),
	...services.flatMap(entry => ofService(entry, scope)),
	...Object.keys(scope.networks).flatMap(key => ofNetwork(key, scope)),
	...(['secrets', 'configs'] as const).flatMap(kind =>
		Object.keys(scope[kind]).flatMap(key => ofObject(kind, key, scope)),
	),
];

const ofService = ([key, service]: Entry, scope: Scope): readonly FileProblem[] =>
	[
		...serviceProblems(key, service, scope.stack),
		...undefinedIn(key, service, scope),
		...misnamedIn(key, service, scope),
	].map(([path, sentence]) => ({
		path: ['services', key, ...path],
		sentence,
	}));

const volumesIn = (service: Tree) =>
	treesAt(service, 'volumes')
		.filter(({type = 'volume'}) => type === 'volume')
		.flatMap(volume => textAt(volume, 'source') ?? []);

/** Neither the command line nor the managers look at these names: the nodes refuse them, task after task. */
const misnamedIn = (key: string, service: Tree, scope: Scope): readonly ServiceProblem[] =>
	volumesIn(service)
		.filter(name => Object.hasOwn(scope.volumes, name))
		.flatMap(name => {
			const driver = textAt(treeAt(scope.volumes, name), 'driver') ?? '';
			const problem = volumeSourceProblem(volumeName(name, scope), driver);
			return problem === undefined ? [] : [[['volumes'], `service ${key}: ${problem}`] as const];
		});

const undefinedIn = (key: string, service: Tree, scope: Scope): readonly ServiceProblem[] => {
	const missing = (kind: string, names: readonly string[], known: Tree, inFile = `${kind}s`) =>
		names
			.filter(name => !Object.hasOwn(known, name))
			.map(
				name =>
					[[inFile], `service ${key} uses ${kind} ${name}, and the file's ${inFile} have none of that name`] as const,
			);
	const sources = (list: string) => treesAt(service, list).flatMap(item => textAt(item, 'source') ?? []);
	return [
		...missing(
			'network',
			Object.keys(treeAt(service, 'networks') ?? {}).filter(name => name !== 'default'),
			scope.networks,
		),
		...missing('secret', sources('secrets'), scope.secrets),
		...missing('config', sources('configs'), scope.configs),
		...missing('volume', volumesIn(service), scope.volumes),
	];
};

const ofNetwork = (key: string, {networks}: Scope): readonly FileProblem[] => {
	const pools = treesAt(treeAt(treeAt(networks, key), 'ipam'), 'config');
	return pools
		.flatMap(pool => textAt(pool, 'subnet') ?? [])
		.filter(subnet => parseSubnet(subnet) === undefined)
		.map(subnet => ({
			path: ['networks', key, 'ipam', 'config'],
			sentence: `network ${key}: "${subnet}" is no subnet such as 10.20.0.0/24`,
		}));
};

const ofObject = (kind: 'secrets' | 'configs', key: string, scope: Scope): readonly FileProblem[] => {
	const object = treeAt(scope[kind], key) ?? {};
	const isMade = !isExternal(object) && textAt(object, 'driver') === undefined;
	return isMade && textAt(object, 'file') === undefined
		? [{path: [kind, key], sentence: `${kind.slice(0, -1)} ${key} has no file that its content comes from`}]
		: [];
};
