import type {NewNetwork} from '../engine/creations.ts';
import {poolsOf} from '../swarm/settings-problem.ts';
import type {Snapshot} from '../swarm/snapshot.ts';
import {rangeProblemOf, roomIn, type TypedRange} from '../swarm/subnet-rules.ts';
import type {Field, FormValues, Parsed} from './form.ts';
import {labelArguments, labelEffect, newLabelsField, pairWords, parseNewLabels, parsePairs} from './new-labels.ts';
import type {SwarmOperation} from './operation.ts';
import {docker} from './shell.ts';

const noYes = ['no', 'yes'] as const;

const networksIn = ({networks}: Snapshot) => [...(networks?.items.values() ?? [])];

const hasIngress = (snapshot: Snapshot | undefined) =>
	snapshot?.networks === undefined || networksIn(snapshot).some(({isIngress}) => isIngress);

const choice = (name: string, label: string, hint: string): Field => ({
	name,
	label,
	initial: 'no',
	choices: noYes,
	hint,
});

const fieldsOf = (snapshot: Snapshot | undefined): readonly Field[] => [
	{name: 'name', label: 'name', initial: '', hint: 'letters, digits, and - _ between them, at most 63'},
	{
		name: 'subnet',
		label: 'subnet',
		initial: '',
		hint: 'such as 10.77.0.0/24; empty: the swarm takes one from its pool',
	},
	{name: 'gateway', label: 'gateway', initial: '', hint: 'an address in the subnet; empty: its first'},
	{name: 'range', label: 'range', initial: '', hint: 'the part of the subnet that tasks get theirs from; empty: all'},
	choice('attachable', 'attachable', 'whether plain containers (docker run) may join it'),
	choice('encrypted', 'encrypted', 'whether what goes between nodes is encrypted (IPsec; slower)'),
	choice('internal', 'internal', 'whether nothing leads out of it'),
	...(hasIngress(snapshot)
		? []
		: [choice('ingress', 'ingress', 'whether it carries ports published on every node; the swarm has none now')]),
	{
		name: 'options',
		label: 'options',
		initial: '',
		hint: 'of the driver, key=value with spaces between, such as com.docker.network.driver.mtu=1400',
	},
	newLabelsField,
];

const everyEnginesOwn = ['bridge', 'host', 'none', 'docker_gwbridge'];

/** Engines hold names of networks in a swarm to this (swarmkit, manager/controlapi/common.go: a DNS label). */
const nameProblem = (name: string, snapshot: Snapshot | undefined) => {
	if (!/^[a-zA-Z0-9](?:[\w-]{0,61}[a-zA-Z0-9])?$/.test(name)) {
		return name === ''
			? 'It needs a name: letters, digits, and - _ between them.'
			: `"${name}" can't be its name: letters, digits, and - _ between them, at most 63.`;
	}

	const isTaken = snapshot !== undefined && networksIn(snapshot).some(network => network.name === name);
	return isTaken || everyEnginesOwn.includes(name)
		? `There is a network ${name} already${isTaken ? '' : ' on every engine'}.`
		: undefined;
};

/** With an empty subnet: whether the swarm's pool has one left. */
const poolProblem = (snapshot: Snapshot | undefined) => {
	const settings = snapshot?.swarm?.settings;
	const pools = snapshot && settings && poolsOf(settings, snapshot);
	return pools !== undefined && pools.total > 0 && pools.taken >= pools.total
		? `The swarm's pool (${settings?.addressPools.join(' ')}) has no range left: give a subnet of its own.`
		: undefined;
};

const subnetProblem = (range: TypedRange, snapshot: Snapshot | undefined) => {
	const problem = rangeProblemOf(range, snapshot === undefined ? [] : networksIn(snapshot));

	if (problem !== undefined || range.subnet !== '') {
		return problem;
	}

	const inPool = poolProblem(snapshot);
	return inPool === undefined ? undefined : ({field: 'subnet', problem: inPool} as const);
};

const traitProblem = ({isIngress, isAttachable}: NewNetwork) =>
	isIngress && isAttachable ? {field: 'attachable', problem: "An ingress network can't be attachable."} : undefined;

const rangeOf = (values: FormValues): TypedRange => ({
	subnet: values['subnet']?.trim() ?? '',
	gateway: values['gateway']?.trim() ?? '',
	range: values['range']?.trim() ?? '',
});

const parse = (values: FormValues, snapshot: Snapshot | undefined): Parsed<NewNetwork> => {
	const name = values['name']?.trim() ?? '';
	const range = rangeOf(values);
	const [options, labels] = [parsePairs(values, 'options'), parseNewLabels(values)];

	if (options.kind === 'problem' || labels.kind === 'problem') {
		return options.kind === 'problem' ? options : (labels as Extract<typeof labels, {kind: 'problem'}>);
	}

	const is = (field: string) => values[field] === 'yes';
	const input: NewNetwork = {
		name,
		driver: 'overlay',
		subnets: range.subnet === '' ? [] : [subnetOf(range)],
		isAttachable: is('attachable'),
		isInternal: is('internal'),
		...(is('ingress') ? {isIngress: true} : {}),
		options: {...options.input, ...(is('encrypted') ? {encrypted: ''} : {})},
		labels: labels.input,
	};
	const inName = nameProblem(name, snapshot);
	const problem =
		inName === undefined
			? (subnetProblem(range, snapshot) ?? traitProblem(input))
			: ({field: 'name', problem: inName} as const);
	return problem === undefined ? {kind: 'input', input} : {kind: 'problem', ...problem};
};

const subnetOf = ({subnet, gateway, range}: TypedRange) => ({
	subnet,
	...(gateway === '' ? {} : {gateway}),
	...(range === '' ? {} : {range}),
});

const rangeEffect = ({name, subnets}: NewNetwork, snapshot: Snapshot) => {
	const [first] = subnets;
	const settings = snapshot.swarm?.settings;

	if (first !== undefined) {
		const room = roomIn(first.range ?? first.subnet);
		return `${name} gets ${first.subnet}, with room for about ${room ?? 0} addresses of services and tasks.`;
	}

	return settings === undefined
		? `${name} gets a range from the swarm's pool.`
		: `${name} gets a range from the swarm's pool (${settings.addressPools.join(' ')}): a /${settings.rangeBits}, with room for about ${2 ** (32 - settings.rangeBits) - 3} addresses of services and tasks.`;
};

/** Few ranges left are worth a word before one more is taken. */
const poolWarnings = ({subnets}: NewNetwork, snapshot: Snapshot): readonly string[] => {
	const settings = snapshot.swarm?.settings;
	const pools = settings && poolsOf(settings, snapshot);
	return subnets.length === 0 && pools && pools.total > 0 && pools.taken / pools.total >= 0.9
		? [`The swarm's pool has ${pools.total - pools.taken} of ${pools.total} ranges left, and this takes one.`]
		: [];
};

const effectsOf = (input: NewNetwork, snapshot: Snapshot): readonly string[] => {
	const port = snapshot.swarm?.settings?.dataPort ?? 4789;
	const options = pairWords(input.options).filter(word => word !== 'encrypted');
	return [
		rangeEffect(input, snapshot),
		`It reaches a node when a task on it does; the nodes talk over UDP ${port}.`,
		...('encrypted' in input.options
			? [
					`What goes between nodes is encrypted by IPsec: IP protocol 50 (ESP) must be open between them, beside UDP ${port}.`,
				]
			: []),
		...(input.isAttachable
			? ['Plain containers may join it on any node; the engine does not list those that do.']
			: []),
		...(input.isInternal ? ['Nothing leads out of it: its tasks reach each other, and nothing else by it.'] : []),
		...(input.isIngress === true ? ['Ports published on every node come in through it.'] : []),
		...(options.length > 0 ? [`Options of its driver: ${options.join(', ')}.`] : []),
		...labelEffect(input.labels),
	];
};

const argumentsOf = ({name, driver, subnets, options, labels, ...is}: NewNetwork): readonly string[] => [
	'--driver',
	driver,
	...subnets.flatMap(({subnet, gateway, range}) => [
		...['--subnet', subnet],
		...(gateway === undefined ? [] : ['--gateway', gateway]),
		...(range === undefined ? [] : ['--ip-range', range]),
	]),
	...(is.isAttachable ? ['--attachable'] : []),
	...(is.isInternal ? ['--internal'] : []),
	...(is.isIngress === true ? ['--ingress'] : []),
	...pairWords(options).flatMap(word => ['--opt', word]),
	...labelArguments(labels),
	name,
];

export const createNetwork: SwarmOperation<NewNetwork> = {
	on: 'swarm',
	id: 'createNetwork',
	title: 'Create an overlay network',
	verb: 'create',
	doing: 'Creating',
	done: 'created',
	subject: ({name}) => `the network ${name}`,
	danger: 'disruptive',
	blockedBy: () => undefined,
	fields: (_targets, snapshot) => fieldsOf(snapshot),
	parse: (values, _targets, snapshot) => parse(values, snapshot),
	needs: () => ({objects: 'networks', swarm: true}),
	plan(_targets, input, snapshot) {
		const refusals = [nameProblem(input.name, snapshot), ...rangeRefusals(input, snapshot)];
		return {
			effects: effectsOf(input, snapshot),
			warnings: poolWarnings(input, snapshot),
			refusals: refusals.filter(refusal => refusal !== undefined),
		};
	},
	cli: (_target, input) => docker('network', 'create', ...argumentsOf(input)),
	relies: () => null,
	run: async ({engine}, _fresh, input, signal) => (await engine.createNetwork(input, signal)).warnings,
	isWritten: () => false,
	isMade: async ({engine}, {name}, signal) =>
		(await engine.networks(signal)).items.some(network => network.name === name),
	isSeen: (_target, {name}, snapshot) => networksIn(snapshot).some(network => network.name === name),
};

const rangeRefusals = ({subnets}: NewNetwork, snapshot: Snapshot) => {
	const {subnet = '', gateway = '', range = ''} = subnets[0] ?? {};
	return [subnetProblem({subnet, gateway, range}, snapshot)?.problem];
};
