import {type IpAddress, isWithin, parseIp, parseSubnet, type Subnet} from './ip-address.ts';
import type {Network} from './network.ts';

/** The range of a new overlay network, as typed; what is empty is the swarm's choice. */
export type TypedRange = {readonly subnet: string; readonly gateway: string; readonly range: string};

type RangeField = keyof TypedRange;

type RangeProblem = {readonly field: RangeField; readonly problem: string};

const ipv4Bits = 32;
/** From here on, no address is left for tasks beside the gateway's. */
const smallest = 29;

const dotted = (value: bigint) => [24n, 16n, 8n, 0n].map(shift => (value >> shift) & 0xffn).join('.');

const sizeOf = ({prefix}: Subnet) => 1n << BigInt(ipv4Bits - prefix);

/** Without the host part that was typed with it. */
const startOf = (subnet: Subnet) => subnet.network.value - (subnet.network.value % sizeOf(subnet));

const written = (subnet: Subnet) => `${dotted(startOf(subnet))}/${subnet.prefix}`;

const read = (text: string): Subnet | string => {
	const subnet = parseSubnet(text);

	if (subnet === undefined) {
		return `"${text}" is no subnet: an address and a length, such as 10.77.0.0/24.`;
	}

	if (subnet.network.family !== 4) {
		return `${text} is IPv6: overlay networks take IPv4 ranges, such as 10.77.0.0/24.`;
	}

	return startOf(subnet) === subnet.network.value
		? subnet
		: `${text} is an address inside a subnet: the subnet itself is ${written(subnet)}.`;
};

const lastOf = (subnet: Subnet) => startOf(subnet) + sizeOf(subnet) - 1n;

/** Whether two ranges share an address. */
export const overlaps = (a: Subnet, b: Subnet) =>
	a.network.family === b.network.family && (isWithin(a, b.network) || isWithin(b, a.network));

const overlapped = (subnet: Subnet, networks: Iterable<Network>) =>
	[...networks]
		.flatMap(({name, ranges}) => ranges.map(range => ({name, text: range.subnet, subnet: parseSubnet(range.subnet)})))
		.find(other => other.subnet !== undefined && overlaps(other.subnet, subnet));

const subnetProblem = (text: string, networks: Iterable<Network>): string | undefined => {
	const subnet = read(text);

	if (typeof subnet === 'string') {
		return subnet;
	}

	if (subnet.prefix > smallest || subnet.prefix < 8) {
		const why = subnet.prefix < 8 ? 'is larger than any private range' : 'has next to no room for tasks';
		return `${text} ${why}: a length from /8 to /${smallest} makes sense, /24 is usual.`;
	}

	const other = overlapped(subnet, networks);
	return other && `${text} overlaps ${other.text} of ${other.name}: the swarm would never give it addresses.`;
};

const gatewayProblem = (text: string, subnet: Subnet): string | undefined => {
	const address: IpAddress | undefined = parseIp(text);

	if (address === undefined) {
		return `"${text}" is no address, such as ${dotted(startOf(subnet) + 1n)}.`;
	}

	const isUsable = address.value !== startOf(subnet) && address.value !== lastOf(subnet);
	return isWithin(subnet, address) && isUsable
		? undefined
		: `${text} is no address for a gateway in ${written(subnet)}: ${dotted(startOf(subnet) + 1n)} to ${dotted(lastOf(subnet) - 1n)} are.`;
};

const rangeProblem = (text: string, subnet: Subnet): string | undefined => {
	const range = read(text);

	if (typeof range === 'string') {
		return range;
	}

	return range.prefix >= subnet.prefix && isWithin(subnet, range.network)
		? undefined
		: `${text} is not inside ${written(subnet)}: tasks get their addresses from a part of the subnet.`;
};

/** What is wrong with it, at its field; `networks` are those that the swarm has. */
export const rangeProblemOf = (
	{subnet: text, gateway, range}: TypedRange,
	networks: Iterable<Network>,
): RangeProblem | undefined => {
	if (text === '') {
		const field = gateway === '' ? 'range' : 'gateway';
		return gateway === '' && range === ''
			? undefined
			: {field, problem: `A ${field === 'range' ? 'range' : 'gateway'} goes with a subnet: give that, too.`};
	}

	const inSubnet = subnetProblem(text, networks);
	const subnet = parseSubnet(text);

	if (inSubnet !== undefined || subnet === undefined) {
		return {field: 'subnet', problem: inSubnet ?? ''};
	}

	const atGateway = gateway === '' ? undefined : gatewayProblem(gateway, subnet);
	const atRange = range === '' ? undefined : rangeProblem(range, subnet);
	return atGateway !== undefined
		? {field: 'gateway', problem: atGateway}
		: atRange !== undefined
			? {field: 'range', problem: atRange}
			: undefined;
};

/** How many tasks and services fit in, about: without the network's own, the broadcast and the gateway's address. */
export const roomIn = (text: string): number | undefined => {
	const subnet = parseSubnet(text);
	return subnet === undefined || subnet.network.family !== 4 ? undefined : Math.max(0, Number(sizeOf(subnet)) - 3);
};
