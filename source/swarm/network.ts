import type {NetworkId} from './ids.ts';
import {parseSubnet, type Subnet} from './ip-address.ts';
import {isJob, type Service} from './service.ts';
import type {Snapshot} from './snapshot.ts';
import {hasEnded} from './task.ts';
import type {Instant, Json, Labels} from './values.ts';

/** A range of addresses, as the engine writes it: `10.0.1.0/24`. */
export type AddressRange = {
	readonly subnet: string;
	readonly gateway: string | undefined;
	/** The part of the subnet that addresses are given out from, where that isn't all of it. */
	readonly range?: string;
};

/** A network of the swarm. Those of one engine only (bridge, host) are not among them. */
export type Network = {
	readonly id: NetworkId;
	readonly name: string;
	/** Absent while it isn't allocated. */
	readonly driver?: string;
	/** Empty while it isn't allocated. */
	readonly ranges: readonly AddressRange[];
	/** Plain containers may join it, too. */
	readonly isAttachable: boolean;
	/** What goes between nodes is encrypted. */
	readonly isEncrypted: boolean;
	/** It carries ports published on every node. */
	readonly isIngress: boolean;
	/** Nothing leads out of it. */
	readonly isInternal: boolean;
	readonly labels: Labels;
	readonly stack: string | undefined;
	readonly createdAt: Instant;
	readonly raw: Json;
};

/**
One that was given no addresses, most often because its subnet overlaps another's: it is accepted all the same, and
tasks of its services stay `new` without an error (engine.md 1.2).
*/
export const isAllocated = ({driver}: Network) => driver !== undefined;

const isOnIngress = ({ports}: Service) => ports.some(({mode}) => mode === 'ingress');

const isOn = (service: Service, network: Network) =>
	network.isIngress ? isOnIngress(service) : service.networks.some(id => id === network.id || id === network.name);

/** The services whose tasks are attached to it. */
export const servicesOn = (network: Network, services: Iterable<Service>): readonly Service[] =>
	[...services].filter(service => isOn(service, network));

/** How many addresses its IPv4 ranges hold; without the first and the last of each subnet, which nobody gets. */
export const addressesOf = ({ranges}: Network): number =>
	ranges.reduce((sum, {subnet, range = subnet}) => sum + addressesIn(subnet, range), 0);

const sizeOf = ({prefix}: Subnet) => 2 ** (32 - prefix);
const firstOf = ({network, prefix}: Subnet) => (network.value >> BigInt(32 - prefix)) << BigInt(32 - prefix);
const lastOf = (subnet: Subnet) => firstOf(subnet) + BigInt(sizeOf(subnet)) - 1n;

function addressesIn(subnet: string, range: string) {
	const [whole, part] = [parseSubnet(subnet), parseSubnet(range)];

	if (whole?.network.family !== 4 || part?.network.family !== 4) {
		return 0;
	}

	const kept = [firstOf(whole) === firstOf(part), lastOf(whole) === lastOf(part)].filter(Boolean).length;
	return Math.max(0, sizeOf(part) - kept);
}

/**
How many are taken: the gateway's, one for each service with a virtual address, for each living task, and for each node
with one, whose load balancer has its own. Plain containers aren't counted: the engine doesn't list them. Undefined
while not all tasks are known.
*/
export const addressesTaken = (network: Network, snapshot: Snapshot): number | undefined => {
	if (!snapshot.hasAllTasks || snapshot.services === undefined || !isAllocated(network)) {
		return undefined;
	}

	const services = servicesOn(network, snapshot.services.items.values());
	const tasks = services.flatMap(({id}) => snapshot.tasks.get(id)?.items.filter(task => !hasEnded(task)) ?? []);
	const nodes = new Set(tasks.flatMap(({nodeId}) => nodeId ?? []));
	const virtual = services.filter(service => hasVirtualAddress(service)).length;
	return network.ranges.length + virtual + tasks.length + nodes.size;
};

const hasVirtualAddress = (service: Service) =>
	service.uses === undefined ? !isJob(service) : service.uses.hasVirtualAddress;
