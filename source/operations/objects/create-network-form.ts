import type {NewNetwork} from '../../engine/creations.ts';
import {poolsOf} from '../../swarm/settings-problem.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import {rangeProblemOf, type TypedRange} from '../../swarm/subnet-rules.ts';
import type {Field, FormValues, Parsed} from '../form.ts';
import {newLabelsField, parseNewLabels, parsePairs} from './new-labels.ts';

const noYes = ['no', 'yes'] as const;

export const networksIn = ({networks}: Snapshot) => [...(networks?.items.values() ?? [])];

const hasIngress = (snapshot: Snapshot | undefined) =>
	snapshot?.networks === undefined || networksIn(snapshot).some(({isIngress}) => isIngress);

const choice = (name: string, label: string, hint: string): Field => ({
	name,
	label,
	initial: 'no',
	choices: noYes,
	hint,
});

export const networkFields = (snapshot: Snapshot | undefined): readonly Field[] => [
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
export const networkNameProblem = (name: string, snapshot: Snapshot | undefined) => {
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

export const subnetProblem = (range: TypedRange, snapshot: Snapshot | undefined) => {
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

export const parseNetwork = (values: FormValues, snapshot: Snapshot | undefined): Parsed<NewNetwork> => {
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
	const inName = networkNameProblem(name, snapshot);
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
