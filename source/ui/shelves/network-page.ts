import {at, treeOf} from '../../specs/tree.ts';
import {addressesOf, addressesTaken, isAllocated, type Network, servicesOn} from '../../swarm/network.ts';
import type {Service} from '../../swarm/service.ts';
import {absolute} from '../format/clock.ts';
import {count} from '../format/plural.ts';
import {type Entry, fact, heading, listed, text, trouble} from '../pages/section.ts';
import {clean} from '../text/clean.ts';
import type {Facts} from './shelf.ts';
import {labelWords} from './words.ts';

export const servicesOf = ({snapshot}: Facts) => snapshot().services?.items.values() ?? [];

export const traitsOf = ({isIngress, isAttachable, isEncrypted, isInternal}: Network) => [
	...(isIngress ? ['ingress'] : []),
	...(isAttachable ? ['attachable'] : []),
	...(isEncrypted ? ['encrypted'] : []),
	...(isInternal ? ['internal'] : []),
];

const isVersion6 = ({raw}: Network) => at(raw, ['EnableIPv6']) === true;

/** Of its driver, and of what gives it addresses where that isn't the usual. */
function optionsOf({raw}: Network): readonly string[] {
	const pairs = (path: readonly string[]) =>
		Object.entries(treeOf(at(raw, path))).map(([key, value]) => (value === '' ? key : `${key}=${value}`));
	return [...pairs(['Options']), ...pairs(['IPAM', 'Options'])];
}

/** Whether it works, who is on it, what it is. */
export function describeNetwork(network: Network, facts: Facts): readonly Entry[] {
	const users = servicesOn(network, servicesOf(facts));
	return [
		heading('How it stands'),
		...standing(network, facts),
		heading(`Who is on it: ${count(users.length, 'service')}`),
		...users
			.toSorted((a, b) => a.name.localeCompare(b.name))
			.flatMap(service => fact(clean(service.name), userWords(service, network, facts))),
		...(network.isAttachable
			? [text('Plain containers may be on it, too: the engine does not list them, nor count their addresses.')]
			: []),
		heading('What it is'),
		...fact('driver', network.driver),
		...network.ranges.flatMap(({subnet, gateway, range}) => [
			...fact('subnet', subnet),
			...fact('gateway', gateway),
			...fact('gives out', range),
		]),
		...fact('traits', [...traitsOf(network), ...(isVersion6(network) ? ['IPv6'] : [])].join(', ')),
		...listed('options', optionsOf(network)),
		...fact('stack', network.stack),
		...fact('labels', labelWords(network.labels)),
		...fact('scope', String(at(network.raw, ['Scope']) ?? '')),
		...fact('created', absolute(network.createdAt)),
		...fact('id', network.id),
	];
}

function standing(network: Network, {snapshot}: Facts): readonly Entry[] {
	if (!isAllocated(network)) {
		return [
			...trouble('never allocated', 'the swarm gave it no addresses; tasks on it stay new, without an error'),
			...fact('most often', 'its subnet overlaps that of another network, or the address pool is used up'),
			...fact('cure', 'remove it, and create it again with another subnet'),
		];
	}

	const [taken, total] = [addressesTaken(network, snapshot()), addressesOf(network)];
	return fact(
		'addresses',
		taken === undefined
			? `${total}; how many are taken isn't known yet`
			: `${taken} of ${total} taken: by gateway, services, tasks, and one on each node`,
	);
}

function userWords(service: Service, network: Network, {verdict}: Facts) {
	const known = verdict(service.id)?.verdict;
	const address = service.uses?.virtualAddresses.find(({network: id}) => id === network.id)?.address;
	const standing = known === undefined ? '?' : `${known.alive}/${known.wanted}`;
	return `${standing}${address === undefined ? '' : `  ${address}`}`;
}
