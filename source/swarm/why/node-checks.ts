import {type Constraint, matchesConstraint, parseConstraints} from '../constraints.ts';
import {candidateAt, type Place} from '../foresight/places.ts';
import {nano} from '../foresight/room.ts';
import type {ServiceId} from '../ids.ts';
import type {Node} from '../node.ts';
import {isValid} from '../parsed.ts';
import {portKey} from '../placement/candidate.ts';
import type {Demand, HostPort} from '../placement/demand.ts';
import {failingFilters} from '../placement/explain.ts';
import type {FilterName} from '../placement/filters.ts';
import {cpuWords, memoryWords} from './sizes.ts';

/** One rule that a node breaks, as exact as it can be said. */
export type Check = {
	readonly rule: FilterName;
	readonly need: string;
	readonly have: string;
	/** Both in a few words: `256 MiB short`, `node.labels.disk is hdd, needs ssd`. */
	readonly words: string;
	/** How far from enough, from 0: a share for amounts, 1 for what is so or isn't. */
	readonly distance: number;
};

const isOrNot = (rule: FilterName, need: string, have: string, words: string): Check => ({
	rule,
	need,
	have,
	words,
	distance: 1,
});

const standingOf = ({state, availability}: Node) => {
	if (state !== 'ready') {
		return state;
	}

	return availability === 'drain' ? 'drained' : 'paused';
};

type Amount = {readonly need: number; readonly have: number; readonly words: (amount: number) => string};

const shortOf = ({need, have, words}: Amount, what = ''): readonly Check[] => {
	const free = Math.max(0, have);
	return need <= have
		? []
		: [
				{
					rule: 'resource',
					need: `${words(need)}${what}`,
					have: `${words(free)}${what} free`,
					words: `${words(need - free)}${what} short`,
					distance: (need - free) / need,
				},
			];
};

const resourceChecks = ({cpus, memoryBytes, generic}: Demand, {node, held}: Place): readonly Check[] => [
	...(cpus > 0
		? shortOf({need: nano(cpus), have: nano(node.capacity.cpus) - nano(held.cpus), words: free => cpuWords(free / 1e9)})
		: []),
	...(memoryBytes > 0
		? shortOf({need: memoryBytes, have: node.capacity.memoryBytes - held.memoryBytes, words: memoryWords}, ' memory')
		: []),
	...Object.entries(generic).flatMap(([kind, need]) =>
		shortOf({
			need,
			have: (node.generic?.[kind] ?? 0) - (held.generic[kind] ?? 0),
			words: amount => `${amount} ${kind}`,
		}),
	),
];

const own = (labels: Readonly<Record<string, string>>, name: string) =>
	Object.hasOwn(labels, name) ? labels[name] : undefined;

/** What a node has for a key, as far as Swarm knows the key; `unknown` where it doesn't. */
const factOf = ({key}: Constraint, node: Node): {readonly known: boolean; readonly value: string | undefined} => {
	const facts: Readonly<Record<string, string | undefined>> = {
		'node.id': node.id,
		'node.hostname': node.hostname,
		'node.ip': node.address,
		'node.role': node.manager === undefined ? 'worker' : 'manager',
		'node.platform.os': node.os,
		'node.platform.arch': node.architecture,
	};
	const lower = key.toLowerCase();

	if (Object.hasOwn(facts, lower)) {
		return {known: true, value: facts[lower]};
	}

	const [, kind, name = ''] = /^(node|engine)\.labels\.(.+)$/i.exec(key) ?? [];
	const labels = kind?.toLowerCase() === 'engine' ? node.engineLabels : node.labels;
	return {known: kind !== undefined, value: own(labels, name)};
};

/** How a constraint is called in `need`. */
export const constraintNeed = ({key, operator, value}: Constraint): string => `${key} ${operator} ${value}`;

const constraintCheck = (constraint: Constraint, node: Node): Check => {
	const {key, operator, value} = constraint;
	const {known, value: actual} = factOf(constraint, node);
	const need = constraintNeed(constraint);

	if (!known) {
		return isOrNot('constraint', need, 'no such key', `Swarm knows no ${key}`);
	}

	const have = actual === undefined || actual === '' ? 'not set' : actual;
	return isOrNot(
		'constraint',
		need,
		have,
		`${key} is ${have}, ${operator === '==' ? 'needs' : 'must not be'} ${value}`,
	);
};

const constraintChecks = ({constraints}: Demand, node: Node): readonly Check[] =>
	parseConstraints(constraints)
		.filter(isValid)
		.filter(({value}) => !matchesConstraint(value, node))
		.map(({value}) => constraintCheck(value, node));

/** What `have` is where the port is taken by a task of the same service: no more than one fits on a node. */
export const ownPort = 'its own';

/** How a host port is called in `need`. */
export const portNeed = ({port, protocol}: HostPort): string => `port ${port}/${protocol}`;

/** A service that has a port of a node: by its name, or as the one that asks. */
type Holder = {readonly name: string; readonly isItself: boolean};

const takenWords = (name: string, holder: Holder | undefined) => {
	if (holder === undefined) {
		return `${name} is taken`;
	}

	return holder.isItself ? `a task of its own has ${name}` : `${name} is taken by ${holder.name}`;
};

const portChecks = ({hostPorts}: Demand, {held}: Place, holderOf: (port: string) => Holder | undefined) =>
	hostPorts
		.filter(port => held.hostPorts.has(portKey(port)))
		.map(port => {
			const name = portNeed(port);
			const holder = holderOf(portKey(port));
			return isOrNot('host-port', name, holder?.isItself ? ownPort : 'taken', takenWords(name, holder));
		});

const platformCheck = ({platforms}: Demand, {os, architecture}: Node) => {
	const need = platforms.map(platform => `${platform.os}/${platform.architecture}`).join(' or ');
	const have = `${os ?? '?'}/${architecture ?? '?'}`;
	return isOrNot('platform', need, have, `it is ${have}, the image is for ${need}`);
};

const pluginCheck = ({plugins}: Demand, {plugins: has = []}: Node) => {
	const missing = plugins.filter(
		({kind, name}) => !has.some(plugin => plugin.kind === kind && plugin.name.startsWith(name)),
	);
	const names = missing.map(({kind, name}) => `${kind.toLowerCase()} plugin ${name}`).join(', ');
	return isOrNot('plugin', names, 'none', `no ${names}`);
};

export type Asking = {
	readonly service: ServiceId;
	readonly demand: Demand;
	/** Which service has a host port of a node. */
	readonly holderOf: (place: Place, port: string) => Holder | undefined;
};

/** Everything that keeps a task off a node, in the scheduler's order; the scheduler itself stops at the first. */
export const checksOf = ({service, demand, holderOf}: Asking, place: Place): readonly Check[] => {
	const {node} = place;
	const count = place.byService.get(service) ?? 0;
	const checks: Readonly<Record<FilterName, () => readonly Check[]>> = {
		ready: () => [isOrNot('ready', 'ready and active', standingOf(node), standingOf(node))],
		resource: () => resourceChecks(demand, place),
		plugin: () => [pluginCheck(demand, node)],
		constraint: () => constraintChecks(demand, node),
		platform: () => [platformCheck(demand, node)],
		'host-port': () => portChecks(demand, place, port => holderOf(place, port)),
		'max-replicas': () => [
			isOrNot(
				'max-replicas',
				`at most ${demand.maxPerNode} here`,
				`${count}`,
				`has ${count} of at most ${demand.maxPerNode}`,
			),
		],
		volumes: () => [
			isOrNot('volumes', demand.volumes.join(', '), 'not here', 'its cluster volume is not available there'),
		],
	};
	return failingFilters(demand, candidateAt(place, service)).flatMap(rule => checks[rule]());
};
