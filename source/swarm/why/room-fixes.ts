import {isMeant} from '../foresight/waiting-tasks.ts';
import type {Node} from '../node.ts';
import {type Snapshot, serviceOf, tasksOnNode} from '../snapshot.ts';
import {type Asked, emptyOn, isAll, only} from './asked.ts';
import {cpuWords, memoryWords} from './sizes.ts';
import type {Fix} from './why.ts';

const holdersOn = (snapshot: Snapshot, node: Node) => {
	const held = tasksOnNode(snapshot, node.id).filter(task => isMeant(task) && task.reservations.memoryBytes > 0);
	const largest = held.toSorted((a, b) => b.reservations.memoryBytes - a.reservations.memoryBytes).slice(0, 2);
	return largest.map(({serviceId, slot, reservations}) => {
		const name = serviceOf(snapshot, serviceId)?.name ?? '?';
		return `${name}${slot === undefined ? '' : `.${slot}`} ${memoryWords(reservations.memoryBytes)}`;
	});
};

/** An empty node would do. What a machine doesn't have at all, nobody can free on it. */
const couldHold = ({demand}: Asked, {capacity, generic = {}}: Node) =>
	capacity.cpus >= demand.cpus &&
	capacity.memoryBytes >= demand.memoryBytes &&
	Object.entries(demand.generic).every(([kind, amount]) => (generic[kind] ?? 0) >= amount);

/** Make room on the first node that is only too full. */
export const freeing = (asked: Asked): readonly Fix[] =>
	only(asked, isAll('resource'))
		.flatMap(({nodes, checks}) => nodes.map(node => ({nodes: [node], checks})))
		.filter(({nodes: [node]}) => node !== undefined && couldHold(asked, node))
		.slice(0, 1)
		.flatMap(({nodes: [node], checks}) => {
			const holders = node ? holdersOn(asked.snapshot, node) : [];
			const amounts = checks.map(({words}) => words.replace(/ short$/, '')).join(' and ');
			const held = holders.length === 0 ? [] : [`it reserves for ${holders.join(', ')}`];
			return node
				? [
						{
							title: `free ${amounts} on ${node.hostname}`,
							effects: [...held, ...emptyOn(asked, node)],
							plan: undefined,
							way: {kind: 'look', node: node.id},
						},
					]
				: [];
		});

/** Ask for what the nearest node has. */
export const reservingLess = (asked: Asked): readonly Fix[] => {
	const [row] = only(asked, checks => isAll('resource')(checks) && checks.length === 1);
	const [node, check] = [row?.nodes[0], row?.checks[0]];
	const {memoryBytes, cpus} = asked.service.reservations;
	const isMemory = check?.need.endsWith(' memory') === true;

	if (!node || !check || check.distance >= 1 || (!isMemory && !check.need.endsWith(' cpu'))) {
		return [];
	}

	const all = isMemory ? memoryBytes : cpus;
	const free = all * (1 - check.distance);
	const flag = isMemory ? '--reserve-memory' : '--reserve-cpu';
	const amount = isMemory ? `${Math.floor(free / 1024 ** 2)}m` : `${Math.floor(free * 100) / 100}`;
	const words = isMemory ? memoryWords(free) : cpuWords(free);
	return [
		{
			title: `reserve ${words}, not ${isMemory ? memoryWords(all) : cpuWords(all)}`,
			effects: [`fits ${node.hostname}`, `restarts all tasks of ${asked.service.name}`, ...emptyOn(asked, node)],
			plan: ['plan', 'update', asked.service.name, flag, amount],
			way: {kind: 'needs', values: {[isMemory ? 'reservedMemory' : 'reservedCpus']: amount}},
		},
	];
};
