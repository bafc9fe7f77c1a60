import {portKey} from '../placement/candidate.ts';
import type {Demand} from '../placement/demand.ts';
import {mostOn, type Party, placeWith, type Roll} from './party.ts';
import type {Place} from './places.ts';
import {nano} from './room.ts';

type Load = {
	tasks: number;
	readonly byService: Map<Party['service']['id'], number>;
	cpus: number;
	memoryBytes: number;
	readonly generic: Record<string, number>;
	readonly hostPorts: Set<string>;
};

const load = (on: Load, {id}: Party['service'], tasks: number, {generic, hostPorts, ...demand}: Demand) => {
	on.tasks += tasks;
	on.byService.set(id, (on.byService.get(id) ?? 0) + tasks);
	on.cpus += demand.cpus;
	on.memoryBytes += demand.memoryBytes;

	for (const kind in generic) {
		on.generic[kind] = (on.generic[kind] ?? 0) + (generic[kind] ?? 0);
	}

	for (const port of hostPorts) {
		on.hostPorts.add(portKey(port));
	}
};

const times = ({generic, ...demand}: Demand, amount: number): Demand => ({
	...demand,
	cpus: amount * demand.cpus,
	memoryBytes: amount * demand.memoryBytes,
	generic: Object.fromEntries(Object.entries(generic).map(([kind, each]) => [kind, amount * each])),
});

const both = (one: Demand, other: Demand, how: (a: number, b: number) => number): Demand => ({
	...one,
	cpus: how(one.cpus, other.cpus),
	memoryBytes: how(one.memoryBytes, other.memoryBytes),
	generic: Object.fromEntries(
		[...Object.keys(one.generic), ...Object.keys(other.generic)].map(kind => [
			kind,
			how(one.generic[kind] ?? 0, other.generic[kind] ?? 0),
		]),
	),
	hostPorts: [...one.hostPorts, ...other.hostPorts],
});

const plus = (a: number, b: number) => a + b;

/** The most that a rolling update ever has on a place: old and new ones are there together only as far as both fit. */
const rollOn = (party: Party, {before, old}: Roll, start: Place) => {
	let tasks = mostOn(party, start);
	let most = times(party.demand, tasks);

	for (let left = old.get(start.node.id) ?? 0; left > 0; left -= 1) {
		const beside = mostOn(party, placeWith(party, start, left, 0));
		const here = both(times(before, left), times(party.demand, beside), plus);
		tasks = Math.max(tasks, left + beside);
		most = both(most, here, Math.max);
	}

	return {tasks, most};
};

/** The place with the most that these may put on it, on top of what they have there still. There may be hundreds. */
export const crowdedBy = (parties: readonly Party[], start: Place, place = start): Place => {
	const {held, tasks, byService, node} = place;
	const on: Load = {
		...held,
		tasks,
		byService: new Map(byService),
		generic: {...held.generic},
		hostPorts: new Set(held.hostPorts),
	};

	for (const party of parties) {
		const {roll, service, demand} = party;

		if (roll) {
			const {tasks: amount, most} = rollOn(party, roll, start);
			amount > 0 && load(on, service, amount, most);
		} else {
			const amount = mostOn(party, start);
			amount > 0 && load(on, service, amount, amount === 1 ? demand : times(demand, amount));
		}
	}

	const {tasks: all, byService: counts, ...full} = on;
	return {node, tasks: all, byService: counts, held: full};
};

/** More is on it than it has: not all that may come there can. */
export const isOverfull = ({node, held}: Place): boolean =>
	nano(held.cpus) > nano(node.capacity.cpus) ||
	held.memoryBytes > node.capacity.memoryBytes ||
	Object.entries(held.generic).some(([kind, amount]) => amount > (node.generic?.[kind] ?? 0));
