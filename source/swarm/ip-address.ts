type Family = 4 | 6;

export type IpAddress = {
	readonly family: Family;
	readonly value: bigint;
};

export type Subnet = {
	readonly network: IpAddress;
	readonly prefix: number;
};

const octet = /^(?:0|[1-9]\d{0,2})$/;
const group = /^[\da-f]{1,4}$/i;

const parseV4 = (text: string): bigint | undefined => {
	const parts = text.split('.');

	if (parts.length !== 4 || !parts.every(part => octet.test(part) && Number(part) < 256)) {
		return undefined;
	}

	return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
};

/** The last 32 bits of an IPv6 address may be written as an IPv4 one. */
const withoutDots = (text: string): string | undefined => {
	const start = text.lastIndexOf(':') + 1;
	const tail = text.slice(start);

	if (!tail.includes('.')) {
		return text;
	}

	const value = parseV4(tail);
	return value === undefined
		? undefined
		: `${text.slice(0, start)}${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
};

const groupsOf = (text: string) => (text === '' ? [] : text.split(':'));

const parseV6 = (text: string): bigint | undefined => {
	const halves = withoutDots(text)?.split('::') ?? [];

	if (halves.length === 0 || halves.length > 2) {
		return undefined;
	}

	const [head, tail] = [groupsOf(halves[0] ?? ''), groupsOf(halves[1] ?? '')];
	const missing = 8 - head.length - tail.length;

	if (halves.length === 2 ? missing < 1 : missing !== 0) {
		return undefined;
	}

	const groups = [...head, ...Array<string>(missing).fill('0'), ...tail];
	return groups.every(part => group.test(part))
		? groups.reduce((sum, part) => sum * 65_536n + BigInt(`0x${part}`), 0n)
		: undefined;
};

/** An IPv4 address inside IPv6 (`::ffff:10.0.0.1`) is that IPv4 address, as in Go's net package. */
export const parseIp = (text: string): IpAddress | undefined => {
	const v4 = parseV4(text);

	if (v4 !== undefined) {
		return {family: 4, value: v4};
	}

	const v6 = text.includes(':') ? parseV6(text) : undefined;

	if (v6 === undefined) {
		return undefined;
	}

	return v6 >> 32n === 0xffffn ? {family: 4, value: v6 & 0xffff_ffffn} : {family: 6, value: v6};
};

export const isSameIp = (a: IpAddress, b: IpAddress) => a.family === b.family && a.value === b.value;

const bitsOf = (family: Family) => (family === 4 ? 32 : 128);

/** `10.0.0.0/8`; a host part may be set. */
export const parseSubnet = (text: string): Subnet | undefined => {
	const [address = '', length = '', ...rest] = text.split('/');
	const network = parseIp(address);

	if (network === undefined || rest.length > 0 || !/^\d{1,3}$/.test(length)) {
		return undefined;
	}

	const prefix = Number(length);
	return prefix <= bitsOf(network.family) ? {network, prefix} : undefined;
};

export const isWithin = ({network, prefix}: Subnet, ip: IpAddress) => {
	const shift = BigInt(bitsOf(network.family) - prefix);
	return ip.family === network.family && ip.value >> shift === network.value >> shift;
};
