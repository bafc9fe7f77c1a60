import type {NetworkId} from '../../swarm/ids.ts';
import {addressesOf, addressesTaken, isAllocated, type Network, servicesOn} from '../../swarm/network.ts';
import type {Service} from '../../swarm/service.ts';
import type {Instant} from '../../swarm/values.ts';
import {roughAge} from '../format/age.ts';
import {ageColumn, stackColumn} from '../rows/shared-columns.ts';
import {clean} from '../text/clean.ts';
import type {Column} from '../widgets/column.ts';
import {describeNetwork, servicesOf, traitsOf} from './network-page.ts';
import type {Catalogue, Facts, ShelfRow} from './shelf.ts';
import {namesOf} from './words.ts';

type NetworkRow = ShelfRow & {
	readonly driver: string;
	readonly subnet: string;
	/** `14/254`; without an answer how many are taken, the total alone. */
	readonly addresses: string;
	/** Of those there are, from 0 to 1. */
	readonly share: number;
	readonly services: number;
	readonly traits: string;
	readonly stack: string;
	readonly age: string;
	readonly createdAt: Instant;
};

/** So full that a rolling update may find no address for its next task. */
const nearlyFull = 0.9;

function networkRow(network: Network, facts: Facts): NetworkRow {
	const users = servicesOn(network, servicesOf(facts));
	const [taken, total] = [addressesTaken(network, facts.snapshot()), addressesOf(network)];
	const share = taken === undefined || total === 0 ? 0 : taken / total;
	return {
		id: network.id,
		name: clean(network.name),
		sign: !isAllocated(network) || share >= nearlyFull ? '!' : ' ',
		detail: detailOf(network, users),
		driver: clean(network.driver ?? ''),
		subnet: isAllocated(network) ? clean(network.ranges.map(({subnet}) => subnet).join(' ')) : 'never allocated',
		addresses: total === 0 ? '' : `${taken ?? '?'}/${total}`,
		share,
		services: users.length,
		traits: traitsOf(network).join(' '),
		stack: clean(network.stack ?? ''),
		age: roughAge(facts.now() - network.createdAt),
		createdAt: network.createdAt,
	};
}

function detailOf(network: Network, users: readonly Service[]) {
	if (!isAllocated(network)) {
		const stuck = users.length === 0 ? '' : `: tasks of ${namesOf(users)} stay new, without an error`;
		return `The swarm gave it no addresses, most often because its subnet overlaps another${stuck}`;
	}

	if (users.length > 0) {
		return `${network.isIngress ? 'Ports published on every node come in through it' : 'On it'}: ${namesOf(users)}`;
	}

	return network.isAttachable
		? 'No service is on it; plain containers may be, which the engine does not list'
		: 'No service is on it';
}

const columns: readonly Column<NetworkRow>[] = [
	{id: 'name', title: 'NETWORK', cell: row => row.name, sortBy: row => row.name, tone: () => 'bold', shrinksTo: 14},
	{id: 'driver', title: 'DRIVER', cell: row => row.driver, sortBy: row => row.driver, expendable: 4},
	{
		id: 'subnet',
		title: 'SUBNET',
		cell: row => row.subnet,
		sortBy: row => row.subnet,
		tone: row => (row.subnet === 'never allocated' ? (row.services > 0 ? 'act' : 'look') : undefined),
		shrinksTo: 15,
	},
	{
		id: 'addresses',
		title: 'ADDRESSES',
		align: 'right',
		cell: row => row.addresses,
		sortBy: row => row.share,
		tone: row => (row.share >= nearlyFull ? 'look' : undefined),
		expendable: 2,
	},
	{
		id: 'services',
		title: 'SERVICES',
		align: 'right',
		cell: row => String(row.services),
		sortBy: row => row.services,
		tone: row => (row.services === 0 ? 'dim' : undefined),
	},
	{id: 'traits', title: 'TRAITS', cell: row => row.traits, sortBy: row => row.traits, expendable: 3},
	stackColumn(5),
	ageColumn(6),
];

export const networks: Catalogue<NetworkRow> = {
	title: count => `Networks of the swarm ${count}`,
	aside: () => "without each engine's own docker_gwbridge",
	columns,
	rows: facts => {
		const known = facts.snapshot().networks?.items.values();
		return known && [...known].map(network => networkRow(network, facts));
	},
	none: 'The swarm has no networks',
	also: [
		['i', 'YAML'],
		['a', 'add'],
		['Ctrl+D', 'remove'],
	],
	enter: 'describe',
	page: (id, facts) => {
		const network = facts.snapshot().networks?.items.get(id as NetworkId);
		return (
			network && {
				title: `Network ${clean(network.name)}`,
				describe: () => describeNetwork(network, facts),
				raw: network.raw,
			}
		);
	},
};
