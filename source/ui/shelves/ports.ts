import type {Node} from '../../swarm/node.ts';
import {type Published, publishedPorts} from '../../swarm/published.ts';
import type {Service} from '../../swarm/service.ts';
import {nodeOf, type Snapshot, tasksOf} from '../../swarm/snapshot.ts';
import {isRunning} from '../../swarm/task.ts';
import {count} from '../format/plural.ts';
import {type Entry, fact, heading, text, trouble} from '../pages/section.ts';
import {stackColumn} from '../rows/shared-columns.ts';
import {clean} from '../text/clean.ts';
import type {Column} from '../widgets/column.ts';
import type {Catalogue, Facts, ShelfRow} from './shelf.ts';
import {namesOf} from './words.ts';

type PortRow = ShelfRow & {
	readonly port: string;
	/** For sorting; one that the engine chooses comes last. */
	readonly number: number;
	readonly protocol: string;
	readonly mode: string;
	readonly target: string;
	readonly answers: string;
	readonly conflict: string;
	readonly stack: string;
};

const idOf = ({service, port}: Published) =>
	`${service.id} ${port.published ?? ''}:${port.target}/${port.protocol} ${port.mode}`;

const byName = (a: Node, b: Node) => a.hostname.localeCompare(b.hostname);

/** Where it runs now; a port of the ingress answers everywhere, drained nodes included. */
function answering({service, port}: Published, snapshot: Snapshot): readonly Node[] {
	if (port.mode === 'ingress') {
		return [...(snapshot.nodes?.items.values() ?? [])].filter(({state}) => state === 'ready').sort(byName);
	}

	const running = tasksOf(snapshot, service.id)?.filter(isRunning) ?? [];
	const nodes = new Set(running.flatMap(({nodeId}) => nodeOf(snapshot, nodeId) ?? []));
	return [...nodes].sort(byName);
}

const hostsOf = (nodes: readonly Node[]) => nodes.map(({hostname}) => clean(hostname));

/** To be tried from anywhere that reaches the node. */
const addressOf = ({port}: Published, [node]: readonly Node[]) =>
	node === undefined || port.published === undefined || port.protocol !== 'tcp'
		? undefined
		: `http://${hostOf(node)}:${port.published}`;

/** A manager that was never told its address reports none. */
const hostOf = ({address, hostname}: Node) => {
	if (address === undefined || address === '0.0.0.0') {
		return clean(hostname);
	}

	return address.includes(':') ? `[${address}]` : address;
};

function portRow(published: Published, {snapshot}: Facts): PortRow {
	const {service, port, conflicts} = published;
	const nodes = answering(published, snapshot());
	const copies = addressOf(published, nodes);
	return {
		...(copies === undefined ? {} : {copies}),
		id: idOf(published),
		name: clean(service.name),
		sign: conflicts.length > 0 ? '!' : ' ',
		detail: detailOf(published),
		port: String(port.published ?? 'any'),
		number: port.published ?? 65_536,
		protocol: port.protocol,
		mode: port.mode,
		target: String(port.target),
		answers: port.mode === 'ingress' ? `every node (${nodes.length})` : hostsOf(nodes).join(' ') || 'no node',
		conflict: conflicts.length === 0 ? '' : `clashes with ${namesOf(conflicts)}`,
		stack: clean(service.stack ?? ''),
	};
}

function detailOf({service, port, conflicts, neighbours}: Published) {
	if (conflicts.length > 0) {
		return `${namesOf(conflicts)} and ${clean(service.name)} want one port, ${port.mode === 'ingress' ? 'and this one takes it on every node' : 'which the other takes on every node'}: tasks fail to start`;
	}

	if (port.mode === 'ingress') {
		return `Every node answers on it and passes on to port ${port.target} of a task, wherever that runs`;
	}

	const others = neighbours.length === 0 ? '' : `; never on one node with ${namesOf(neighbours)}`;
	return `Only nodes with a task answer; one task on each node at most${others}`;
}

const columns: readonly Column<PortRow>[] = [
	{id: 'port', title: 'PORT', align: 'right', cell: row => row.port, sortBy: row => row.number, tone: () => 'bold'},
	{id: 'protocol', title: 'PROTO', cell: row => row.protocol, sortBy: row => row.protocol},
	{id: 'mode', title: 'MODE', cell: row => row.mode, sortBy: row => row.mode},
	{id: 'name', title: 'SERVICE', cell: row => row.name, sortBy: row => row.name, tone: () => 'bold', shrinksTo: 14},
	{id: 'target', title: 'TARGET', align: 'right', cell: row => row.target, sortBy: row => Number(row.target)},
	{id: 'answers', title: 'ANSWERS', cell: row => row.answers, sortBy: row => row.answers, shrinksTo: 14},
	{
		id: 'conflict',
		title: '',
		cell: row => row.conflict,
		sortBy: row => row.conflict,
		tone: () => 'look',
		shrinksTo: 20,
	},
	stackColumn(4),
];

const all = (services: Iterable<Service> | undefined) => services && publishedPorts(services);

export const ports: Catalogue<PortRow> = {
	title: count => `Published ports ${count}`,
	columns,
	rows: facts => all(facts.snapshot().services?.items.values())?.map(published => portRow(published, facts)),
	none: 'No service publishes a port',
	also: [['i', 'YAML']],
	enter: 'describe',
	page: (id, facts) => {
		const found = all(facts.snapshot().services?.items.values())?.find(published => idOf(published) === id);
		return (
			found && {
				title: `Port ${found.port.published ?? 'any'} of ${clean(found.service.name)}`,
				describe: () => describePort(found, facts),
				raw: found.service.raw,
			}
		);
	},
};

function describePort(published: Published, {snapshot}: Facts): readonly Entry[] {
	const {service, port, conflicts, neighbours} = published;
	const known = snapshot();
	const nodes = answering(published, known);
	const addresses = service.uses?.virtualAddresses ?? [];
	return [
		heading('How it is reached'),
		...fact('from outside', `port ${port.published ?? 'that the engine chooses'}/${port.protocol}, ${port.mode} mode`),
		...fact(port.mode === 'ingress' ? 'every node' : count(nodes.length, 'node'), hostsOf(nodes).join(', ')),
		...trouble('conflict', conflicts.length === 0 ? undefined : `${namesOf(conflicts)} want it, too`),
		...fact('apart from', namesOf(neighbours)),
		...fact('in the container', `${port.target}/${port.protocol}`),
		heading('Inside the swarm, without the port'),
		...fact('by name', `${service.name} to its address, tasks.${service.name} to each task`),
		...addresses.flatMap(({network, address}) =>
			fact(known.networks?.items.get(network)?.name ?? network.slice(0, 12), address),
		),
		...(addresses.length === 0
			? [text('It has no address of its own: its name answers with those of its tasks.')]
			: []),
	];
}
