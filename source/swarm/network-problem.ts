import {addressesOf, addressesTaken, isAllocated, type Network, servicesOn} from './network.ts';
import type {Problem} from './problems.ts';
import type {Snapshot} from './snapshot.ts';
import type {Instant} from './values.ts';
import {plural} from './wording.ts';

/** Allocation takes milliseconds, or as long as an election. */
const allocationGrace = 30_000;

/** From here on a network counts as nearly full: what rolls, start-first above all, needs addresses to spare. */
export const nearlyFull = 0.9;

const named = (services: readonly {readonly name: string}[]) => {
	const [first, ...rest] = services.map(({name}) => name).sort();
	return rest.length === 0 ? first : `${first} and ${rest.length} more`;
};

const unallocatedProblem = (network: Network, snapshot: Snapshot): Problem => {
	const services = servicesOn(network, snapshot.services?.items.values() ?? []);
	const tasks = services
		.flatMap(({id}) => snapshot.tasks.get(id)?.items ?? [])
		.filter(({state, desiredState}) => state === 'new' && desiredState !== 'shutdown' && desiredState !== 'remove');
	const users =
		services.length === 0
			? 'no service is on it yet'
			: `${tasks.length === 0 ? 'new tasks' : plural(tasks.length, 'task')} of ${named(services)} can't start`;
	return {
		urgency: tasks.length > 0 ? 'act' : 'look',
		verdict: 'NETWORK',
		subject: {kind: 'network', id: network.id},
		name: network.name,
		standing: '',
		since: network.createdAt,
		cause: `never allocated: it got no addresses, most often because its subnet overlaps another; ${users}`,
	};
};

const fullProblem = (network: Network, taken: number, total: number): Problem => ({
	urgency: taken >= total ? 'act' : 'look',
	verdict: 'NETWORK',
	subject: {kind: 'network', id: network.id},
	name: network.name,
	standing: `${taken}/${total}`,
	since: undefined,
	cause:
		taken >= total
			? 'all its addresses are taken: a task that needs one stays new, without an error'
			: `nearly all its addresses are taken: ${plural(total - taken, 'task')} more fit in, a rolling update included`,
});

/** Networks that never got addresses, and those that run out of them. */
export const networkProblems = (snapshot: Snapshot, now: Instant): readonly Problem[] => {
	const networks = [...(snapshot.networks?.items.values() ?? [])];
	const most = mostAddresses(snapshot);
	return networks.flatMap(network => {
		if (!isAllocated(network)) {
			return now - network.createdAt < allocationGrace ? [] : [unallocatedProblem(network, snapshot)];
		}

		const total = addressesOf(network);

		// Few networks are anywhere near it: the others aren't counted out.
		if (total === 0 || most(network) / total < nearlyFull) {
			return [];
		}

		const taken = addressesTaken(network, snapshot);
		return taken !== undefined && taken / total >= nearlyFull ? [fullProblem(network, taken, total)] : [];
	});
};

/** No more than so many addresses of a network can be taken: one of each service, two for each task, ended or not. */
const mostAddresses = ({services, tasks}: Snapshot) => {
	const most = new Map<string, number>();
	let published = 0;

	for (const {id, networks, ports} of services?.items.values() ?? []) {
		const share = 1 + 2 * (tasks.get(id)?.items.length ?? 0);
		published += ports.length > 0 ? share : 0;

		for (const network of networks) {
			most.set(network, (most.get(network) ?? 0) + share);
		}
	}

	return ({id, name, isIngress, ranges}: Network) =>
		ranges.length + (isIngress ? published : (most.get(id) ?? 0) + (most.get(name) ?? 0));
};
