import type {NewNetwork} from '../../engine/creations.ts';
import {poolsOf} from '../../swarm/settings-problem.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import {roomIn} from '../../swarm/subnet-rules.ts';
import type {Plan} from '../operation.ts';
import {networkNameProblem, subnetProblem} from './create-network-form.ts';
import {labelEffect, pairWords} from './new-labels.ts';

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

const rangeRefusals = ({subnets}: NewNetwork, snapshot: Snapshot) => {
	const {subnet = '', gateway = '', range = ''} = subnets[0] ?? {};
	return [subnetProblem({subnet, gateway, range}, snapshot)?.problem];
};

/** What making it does; what the swarm has by now may rule it out. */
export const planNetwork = (input: NewNetwork, snapshot: Snapshot): Plan => ({
	effects: effectsOf(input, snapshot),
	warnings: poolWarnings(input, snapshot),
	refusals: [networkNameProblem(input.name, snapshot), ...rangeRefusals(input, snapshot)].filter(
		refusal => refusal !== undefined,
	),
});
