import type {PublishedPort, Service} from '../../swarm/service.ts';
import type {DeployPlan, Running} from './deploy-plan.ts';
import type {ObjectPlan} from './object-plan.ts';
import type {ServicePart, StackSpecs} from './stack-specs.ts';
import {numberAt, textAt, textsAt, treeAt, treeIn, treesAt} from './tree.ts';

/** Why the engine would stop the deploy in the middle: known before anything is sent. */
export const refusalsOf = (
	specs: StackSpecs,
	running: Running,
	plan: Omit<DeployPlan, 'refusals'>,
	prune: boolean,
): readonly string[] => [
	...specs.externalNetworks.flatMap(name => externalNetwork(name, running)),
	...plan.networks.flatMap(({kind, spec}) => (kind === 'create' ? networkClash(spec.name, running) : [])),
	...plan.services.flatMap(({kind, part}) => (kind === 'create' ? serviceClash(part.name, running) : [])),
	...plan.secrets.flatMap(found => ofObject('secret', found, specs)),
	...plan.configs.flatMap(found => ofObject('config', found, specs)),
	...portClashes(specs, running, prune ? plan.leftovers : []),
];

const externalNetwork = (name: string, {networks}: Running) =>
	networks.some(network => network.name === name)
		? []
		: [`The network ${name} is external to the file, and the swarm has none of that name: create it first.`];

const networkClash = (name: string, {networks}: Running) => {
	const other = networks.find(network => network.name === name);
	return other === undefined
		? []
		: [`There is a network ${name} already that isn't of this stack: call it external in the file, or rename it.`];
};

const serviceClash = (name: string, {services}: Running) =>
	services.some(service => service.name === name)
		? [`There is a service ${name} already that isn't of this stack: the engine makes no second one.`]
		: [];

const isUsed = (kind: 'secret' | 'config', name: string, {services}: StackSpecs) =>
	services.some(({spec}) =>
		treesAt(treeIn(spec, 'TaskTemplate', 'ContainerSpec'), kind === 'secret' ? 'Secrets' : 'Configs').some(
			reference => textAt(reference, kind === 'secret' ? 'SecretName' : 'ConfigName') === name,
		),
	);

const ofObject = (kind: 'secret' | 'config', {object, kind: fate}: ObjectPlan, specs: StackSpecs) => {
	if (fate === 'differs') {
		return [
			`The ${kind} ${object.name} exists with other content, and the engine never changes it: give it a new name in the file (${kind}s: ${object.key}: name: ${object.name}_2).`,
		];
	}

	return fate === 'missing' && isUsed(kind, object.name, specs)
		? [`The ${kind} ${object.name} is external to the file, and the swarm has none of that name: create it first.`]
		: [];
};

type Published = Pick<PublishedPort, 'published' | 'protocol'> & {readonly by: string};

const ingressOf = ({name, spec}: ServicePart): readonly Published[] =>
	treesAt(treeAt(spec, 'EndpointSpec'), 'Ports')
		.filter(port => (textAt(port, 'PublishMode') ?? 'ingress') === 'ingress')
		.map(port => ({
			published: numberAt(port, 'PublishedPort'),
			protocol: (textAt(port, 'Protocol') ?? 'tcp') as PublishedPort['protocol'],
			by: name,
		}));

const taken = ({name, ports}: Service): readonly Published[] =>
	ports.filter(({mode}) => mode === 'ingress').map(({published, protocol}) => ({published, protocol, by: name}));

const portClashes = (specs: StackSpecs, {services}: Running, gone: readonly Service[]): readonly string[] => {
	const names = new Set([...specs.services.map(({name}) => name), ...gone.map(({name}) => name)]);
	const others = services.filter(({name}) => !names.has(name)).flatMap(taken);
	const wanted = specs.services.flatMap(ingressOf).filter(({published}) => published !== undefined);
	return wanted.flatMap((port, index) => {
		const isSame = (other: Published) =>
			other.published === port.published && other.protocol === port.protocol && other.by !== port.by;
		const other = others.find(isSame) ?? wanted.slice(0, index).find(isSame);
		return other === undefined
			? []
			: [
					`${port.by} wants port ${port.published}/${port.protocol}, which ${other.by} has on every node: one of them needs another.`,
				];
	});
};

/** Constraints of a service of the file, for those who check them. */
export const constraintsOf = ({spec}: ServicePart) => textsAt(treeIn(spec, 'TaskTemplate', 'Placement'), 'Constraints');
