import type {NewNetwork} from '../../engine/creations.ts';
import type {SwarmOperation} from '../operation.ts';
import {docker} from '../shell.ts';
import {networkFields, networksIn, parseNetwork} from './create-network-form.ts';
import {planNetwork} from './create-network-plan.ts';
import {labelArguments, pairWords} from './new-labels.ts';

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
	fields: (_targets, snapshot) => networkFields(snapshot),
	parse: (values, _targets, snapshot) => parseNetwork(values, snapshot),
	needs: () => ({objects: 'networks', swarm: true}),
	plan: (_targets, input, snapshot) => planNetwork(input, snapshot),
	cli: (_target, input) => docker('network', 'create', ...argumentsOf(input)),
	relies: () => null,
	run: async ({engine}, _fresh, input, signal) => (await engine.createNetwork(input, signal)).warnings,
	isWritten: () => false,
	isMade: async ({engine}, {name}, signal) =>
		(await engine.networks(signal)).items.some(network => network.name === name),
	isSeen: (_target, {name}, snapshot) => networksIn(snapshot).some(network => network.name === name),
};
