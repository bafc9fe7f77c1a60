import {isWithin, parseSubnet, type Subnet} from './ip-address.ts';
import type {Problem} from './problems.ts';
import type {Snapshot} from './snapshot.ts';
import type {SwarmSettings} from './swarm-settings.ts';
import type {Instant} from './values.ts';

const day = 24 * 60 * 60_000;

/** Time enough to rotate it in a maintenance window: every node gets a new certificate by it. */
const soon = 30 * day;

const problem = (found: Pick<Problem, 'urgency' | 'verdict' | 'name' | 'standing' | 'cause'>): Problem => ({
	...found,
	subject: {kind: 'swarm'},
	since: undefined,
});

const rootProblem = ({rootExpiresAt}: SwarmSettings, now: Instant): readonly Problem[] => {
	if (rootExpiresAt === undefined || rootExpiresAt - now >= soon) {
		return [];
	}

	const days = Math.floor((rootExpiresAt - now) / day);
	const when = days < 0 ? 'has ended' : days === 0 ? 'ends within a day' : `ends in ${days} d`;
	return [
		problem({
			urgency: days < 7 ? 'act' : 'look',
			verdict: 'CA',
			name: 'root certificate',
			standing: days < 0 ? 'expired' : `${days} d`,
			cause: `the certificate that signs those of all nodes ${when}: rotate it (docker swarm ca --rotate), else nodes lose each other`,
		}),
	];
};

/** How many of the ranges that a pool is cut into lie in a range. */
const piecesIn = ({prefix}: Subnet, bits: number) => 2 ** Math.max(0, bits - prefix);

/** How many networks the swarm's address pools have room for, and how many are taken. */
export const poolsOf = (
	{addressPools, rangeBits}: SwarmSettings,
	{networks}: Snapshot,
): {readonly taken: number; readonly total: number} | undefined => {
	if (networks === undefined) {
		return undefined;
	}

	const pools = addressPools.flatMap(text => parseSubnet(text) ?? []);
	const ranges = [...networks.items.values()].flatMap(network => network.ranges);
	const taken = ranges
		.flatMap(({subnet}) => parseSubnet(subnet) ?? [])
		.filter(range => pools.some(pool => isWithin(pool, range.network)));
	return {
		taken: taken.reduce((sum, range) => sum + piecesIn(range, rangeBits), 0),
		total: pools.reduce((sum, pool) => sum + piecesIn(pool, rangeBits), 0),
	};
};

const poolProblem = (settings: SwarmSettings, snapshot: Snapshot): readonly Problem[] => {
	const pools = poolsOf(settings, snapshot);

	if (pools === undefined || pools.total === 0 || pools.taken / pools.total < 0.9) {
		return [];
	}

	const {taken, total} = pools;
	const left = Math.max(0, total - taken);
	return [
		problem({
			urgency: 'look',
			verdict: 'POOL',
			name: settings.addressPools.join(' '),
			standing: `${taken}/${total}`,
			cause: `the pool that overlay networks get their addresses from has room for ${left === 0 ? 'none' : left} more; others need a subnet of their own`,
		}),
	];
};

/** What of the swarm's own setup comes to an end. */
export const settingsProblems = (snapshot: Snapshot, now: Instant): readonly Problem[] => {
	const settings = snapshot.swarm?.settings;
	return settings === undefined ? [] : [...rootProblem(settings, now), ...poolProblem(settings, snapshot)];
};
