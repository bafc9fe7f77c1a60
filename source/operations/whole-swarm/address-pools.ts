import type {NewSwarm} from '../../engine/creations.ts';
import {isWithin, parseSubnet, type Subnet} from '../../swarm/ip-address.ts';

export const usualPool = '10.0.0.0/8';
export const usualMask = 24;

/** Longer masks leave no room for what the engine itself needs in a range (`validateDefaultAddrPool`). */
const longestMask = 29;

type Pools =
	| {readonly kind: 'pools'; readonly change: Pick<NewSwarm, 'addressPools' | 'rangeBits'>}
	| {readonly kind: 'problem'; readonly field: 'pools' | 'mask'; readonly problem: string};

const wrong = (field: 'pools' | 'mask', problem: string): Pools => ({kind: 'problem', field, problem});

type Pool = {readonly text: string; readonly subnet: Subnet};

/** Where overlay networks get their ranges from, by the engine's own rules; nothing where all is as usual. */
export const parsePools = (text: string, maskText: string): Pools => {
	const texts = text.split(/[\s,]+/).filter(word => word !== '');
	const mask = Number(maskText.replace(/^\//, ''));
	const bad = texts.map(poolProblem).find(problem => problem !== undefined);

	if (bad !== undefined) {
		return wrong('pools', bad);
	}

	if (!/^\/?\d+$/.test(maskText) || mask < 1 || mask > longestMask) {
		return wrong(
			'mask',
			`"${maskText}" is no length for ranges: a number up to ${longestMask}, as in 24 for 256 addresses each`,
		);
	}

	const pools = texts.flatMap(text => {
		const subnet = parseSubnet(text);
		return subnet === undefined ? [] : [{text, subnet}];
	});
	const small = pools.find(({subnet}) => subnet.prefix > mask);

	if (small !== undefined) {
		return wrong('mask', `ranges of /${mask} don't fit into ${small.text}: ${small.subnet.prefix} at least`);
	}

	const overlap = overlapIn(pools);
	const isUsual = texts.join(' ') === usualPool && mask === usualMask;
	return overlap === undefined
		? {kind: 'pools', change: isUsual ? {} : {addressPools: texts, rangeBits: mask}}
		: wrong('pools', overlap);
};

const poolProblem = (text: string) => {
	const subnet = parseSubnet(text);

	if (subnet === undefined) {
		return `"${text}" is no range of addresses: 10.0.0.0/8 is one`;
	}

	return subnet.network.family === 4
		? undefined
		: `${text} is IPv6: overlay networks get their addresses from IPv4 pools`;
};

const overlapIn = (pools: readonly Pool[]) => {
	for (const [index, a] of pools.entries()) {
		const b = pools
			.slice(index + 1)
			.find(({subnet}) => isWithin(a.subnet, subnet.network) || isWithin(subnet, a.subnet.network));

		if (b !== undefined) {
			return `${a.text} and ${b.text} overlap`;
		}
	}

	return undefined;
};
