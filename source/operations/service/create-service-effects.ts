import {at, itemsOf, type Tree, treeOf} from '../../specs/tree.ts';
import {shortImage, tagOf} from '../../swarm/image-name.ts';
import {isAllocated} from '../../swarm/network.ts';
import {publishedPorts} from '../../swarm/published.ts';
import type {PublishedPort, Service} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import {mountersOf} from '../../swarm/uses.ts';
import {agree, count, listed} from '../words.ts';
import {imageIn, type NewService, nameIn} from './create-service-input.ts';

const servicesIn = ({services}: Snapshot) => [...(services?.items.values() ?? [])];

const readyNodes = ({nodes}: Snapshot) =>
	[...(nodes?.items.values() ?? [])].filter(({state}) => state === 'ready').map(({hostname}) => hostname);

/** `shop/web:2.8.0, pinned to its digest 51fd83` */
const imageWords = (input: NewService) => {
	const digest = input.pin && 'digest' in input.pin ? input.pin.digest.split(':')[1]?.slice(0, 6) : undefined;
	return `${shortImage(imageIn(input))}${digest === undefined ? '' : `, pinned to its digest ${digest}`}`;
};

/** What is worth knowing of the image. */
export const imageEffects = (input: NewService): readonly string[] => [
	...(tagOf(imageIn(input)) === 'latest'
		? ['The tag latest moves on: a version in its place would tell what runs, and what to go back to.']
		: []),
	...(input.hasLogin ? ['The login for its registry goes along, so that every node can pull the image.'] : []),
];

/** What it runs, and how many times; `eligible` nodes fit a global one. */
export const taskEffect = (input: NewService, eligible: number | undefined): string => {
	const [name, image, mode] = [nameIn(input), imageWords(input), input.service?.mode];

	switch (mode?.kind) {
		case undefined:
			return `${name} runs ${image}.`;
		case 'replicated':
			return mode.replicas === 0
				? `${name} has no task until it is scaled up; then it runs ${image}.`
				: `${name}: ${count(mode.replicas, 'task')} of ${image}.`;
		case 'replicated-job':
			return `${name} is a job: ${count(mode.completions, 'task')} of ${image} that end, ${mode.concurrent} at a time.`;
		case 'global-job':
			return `${name} is a job: a task of ${image} that ends on each node that fits.`;
		case 'global':
			return `${name}: a task of ${image} on each node that fits${eligible === undefined ? '' : `, ${eligible} now`}.`;
	}
};

const portEffect = ({published, target, protocol, mode}: PublishedPort, nodes: readonly string[]) => {
	if (mode === 'host') {
		return published === undefined
			? `Port ${target}/${protocol} of each task opens on its own node, under a number that the node chooses.`
			: `Port ${published}/${protocol} opens on the nodes its tasks run on, one task on each at most; it leads to port ${target}.`;
	}

	const name = published === undefined ? 'A port that the swarm chooses' : `Port ${published}/${protocol}`;
	return `${name} opens on every node (${nodes.length}: ${listed(nodes.toSorted())}), and leads to port ${target} of its tasks.`;
};

/** Where it can be reached from outside, and who is kept apart by that. */
export const portEffects = (service: Service, snapshot: Snapshot): readonly string[] => {
	const nodes = readyNodes(snapshot);
	const own = publishedPorts([...servicesIn(snapshot), service]).filter(published => published.service === service);
	const neighbours = [...new Set(own.flatMap(published => published.neighbours.map(({name}) => name)))];
	return [
		...service.ports.map(port => portEffect(port, nodes)),
		...(neighbours.length > 0
			? [`Its tasks never share a node with those of ${listed(neighbours)}: they want the same port of it.`]
			: []),
	];
};

/** A port that another service has is taken; which the form says, too, unless that was created meanwhile. */
export const portRefusals = (service: Service, snapshot: Snapshot): readonly string[] =>
	publishedPorts([...servicesIn(snapshot), service])
		.filter(published => published.service === service && published.conflicts.length > 0)
		.map(
			({port, conflicts}) =>
				`Port ${port.published}/${port.protocol} is taken by ${listed(conflicts.map(({name}) => name))}.`,
		);

const networksOf = (service: Service, {networks}: Snapshot) =>
	service.networks.map(id => networks?.items.get(id) ?? {id, name: id, driver: 'overlay'});

export const networkEffects = (service: Service, snapshot: Snapshot): readonly string[] => {
	const names = networksOf(service, snapshot).map(({name}) => name);
	const way =
		service.uses?.hasVirtualAddress === false ? 'the addresses of its tasks' : 'one address for all its tasks';
	return names.length === 0 ? [] : [`On ${listed(names)} the name ${service.name} leads to ${way}.`];
};

/** Its tasks would wait without an error. */
export const networkWarnings = (service: Service, {networks}: Snapshot): readonly string[] =>
	service.networks
		.flatMap(id => networks?.items.get(id) ?? [])
		.filter(network => !isAllocated(network))
		.map(({name}) => `The network ${name} was never allocated: tasks on it wait, and no error says so.`);

type Mount = {readonly type: string; readonly source: string; readonly target: string; readonly options: Tree};

const mountsIn = ({spec}: NewService): readonly Mount[] =>
	itemsOf(at(spec, ['TaskTemplate', 'ContainerSpec', 'Mounts'])).map(raw => {
		const {Type: type, Source: source, Target: target} = treeOf(raw);
		const driver = treeOf(at(raw, ['VolumeOptions', 'DriverConfig']));
		const named = typeof driver['Name'] === 'string' && !['', 'local'].includes(driver['Name']);
		const options = named ? {driver: driver['Name'] ?? ''} : treeOf(driver['Options']);
		return {type: `${type ?? 'volume'}`, source: `${source ?? ''}`, target: `${target ?? ''}`, options};
	});

const volumeEffect = ({source, options}: Mount, snapshot: Snapshot) => {
	const others = mountersOf(source, servicesIn(snapshot)).map(({name}) => name);
	const shared = others.length === 0 ? '' : ` On a node with ${listed(others)} it is theirs as well.`;

	if (Object.keys(options).length > 0) {
		return `The volume ${source} is set up on each node by its driver and options, unless that node has one of the name.${shared}`;
	}

	return `The volume ${source} begins empty on every node that has none of the name; what is in it stays there when a task moves.${shared}`;
};

/** Data that doesn't move along, and what must be there already. */
export const mountEffects = (input: NewService, snapshot: Snapshot): readonly string[] => {
	const mounts = mountsIn(input);
	const binds = mounts.filter(({type}) => type === 'bind').map(({source}) => source);
	const volumes = mounts.filter(({type, source}) => type === 'volume' && source !== '');
	return [
		...volumes.map(mount => volumeEffect(mount, snapshot)),
		...(binds.length > 0
			? [`${listed(binds)} must be there on every node that takes a task, else the task is rejected: skep can't look.`]
			: []),
	];
};

export const fileEffects = ({uses}: Service): readonly string[] => {
	const {secrets = [], configs = []} = uses ?? {};
	const words = [
		...(secrets.length > 0
			? [`${agree(secrets.length, 'the secret', 'the secrets')} ${listed(secrets.map(({name}) => name))}`]
			: []),
		...(configs.length > 0
			? [`${agree(configs.length, 'the config', 'the configs')} ${listed(configs.map(({name}) => name))}`]
			: []),
	];
	return words.length === 0 ? [] : [`Its containers get ${words.join(' and ')} as files.`];
};
