import type {NodeId, ServiceId} from '../../swarm/ids.ts';
import {believedNodes, type Nodes} from '../../swarm/living.ts';
import type {Node} from '../../swarm/node.ts';
import type {NodeLoad} from '../../swarm/node-load.ts';
import type {Service} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {Instant} from '../../swarm/values.ts';
import {memo} from '../memo.ts';
import {matcherOf} from '../rows/arrange.ts';
import {type NodeRow, nodeRow} from '../rows/node-rows.ts';
import {cells} from '../text/fit.ts';
import {type Box, boxesOf, type Grouping} from './boxes.ts';

/** A node with its tasks, or what waits for one. */
export type Pillar = {
	/** The node's id; of those without a node `waiting`. */
	readonly id: string;
	readonly node: NodeRow | undefined;
	readonly boxes: readonly Box[];
};

export type Model = {
	/** What waits for a node first, then the nodes by name. */
	readonly pillars: readonly Pillar[];
	readonly nodes: number;
	readonly tasks: number;
	/** Services whose tasks were not read. */
	readonly unread: number;
	/** Cells of the longest label and the longest name of a node. */
	readonly widest: number;
};

const waitingId = 'waiting';

export type ModelOptions = {readonly by: Grouping; readonly filter: string; readonly problemsOnly: boolean};

type Loads = (id: NodeId) => NodeLoad | undefined;

const collator = new Intl.Collator('en', {numeric: true});

/** Remembers the order of services and nodes while there are no others. */
export function createTopology(loads: Loads) {
	const sortedServices = memo((services: ReadonlyMap<ServiceId, Service>, by: Grouping) =>
		sortServices([...services.values()], by),
	);
	const sortedNodes = memo((nodes: ReadonlyMap<NodeId, Node>) =>
		[...nodes.values()].sort((a, b) => collator.compare(a.hostname, b.hostname) || (a.id < b.id ? -1 : 1)),
	);
	const fill = memo((snapshot: Snapshot, nodes: Nodes, by: Grouping, filter: string, problemsOnly: boolean): Model => {
		const services = sortedServices(snapshot.services?.items ?? noServices, by);
		const rows = sortedNodes(nodes).map(node => nodeRow(node, loads(node.id), snapshot.hasAllTasks, snapshot.self));
		const {groups, ...counts} = spread(services, snapshot, nodes, {by, filter, problemsOnly});
		return {
			...counts,
			pillars: [
				{id: waitingId, node: undefined, boxes: groups.get(waitingId) ?? none},
				...rows.map(node => ({id: node.id, node, boxes: groups.get(node.id) ?? none})),
			],
			nodes: nodes.size,
			widest: rows.reduce((most, {name}) => Math.max(most, cells(name)), counts.widest),
		};
	});

	return (snapshot: Snapshot, now: Instant, {by, filter, problemsOnly}: ModelOptions): Model =>
		fill(snapshot, believedNodes(snapshot, now) ?? noNodes, by, filter, problemsOnly);
}

const none: readonly never[] = [];
const noNodes: Nodes = new Map();
const noServices: ReadonlyMap<ServiceId, Service> = new Map();

/** All boxes to the nodes they are on, in the order of the services. */
function spread(
	services: readonly Service[],
	{tasks}: Snapshot,
	nodes: Nodes,
	{by, filter, problemsOnly}: ModelOptions,
) {
	const groups = new Map<string, Box[]>();
	const matches = matcherOf(filter);
	const isShown = ({sign, label, state}: Box) =>
		(!problemsOnly || sign === '!') && (filter === '' || matches(`${label} ${state}`));
	let [shown, unread, widest] = [0, 0, 0];

	for (const service of services) {
		const items = tasks.get(service.id)?.items;
		unread += items === undefined ? 1 : 0;
		const boxes = boxesOf(service, items ?? none, nodes);
		// The highest slot is the last.
		widest = Math.max(widest, cells(boxes.at(-1)?.[by === 'stack' ? 'short' : 'label'] ?? ''));

		for (const box of boxes) {
			if (isShown(box)) {
				shown += 1;
				placeIn(groups, box.task.nodeId ?? waitingId, box);
			}
		}
	}

	return {groups, tasks: shown, unread, widest};
}

function placeIn(groups: Map<string, Box[]>, id: string, box: Box) {
	const group = groups.get(id);
	group === undefined ? groups.set(id, [box]) : group.push(box);
}

const sortServices = (services: readonly Service[], by: Grouping) =>
	services.toSorted(
		(a, b) =>
			(by === 'stack'
				? Number(a.stack === undefined) - Number(b.stack === undefined) ||
					collator.compare(a.stack ?? '', b.stack ?? '')
				: 0) || collator.compare(a.name, b.name),
	);
