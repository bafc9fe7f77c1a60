import type {Fate, Foresight, NodeReason} from '../swarm/foresight/foresight.ts';
import type {Place} from '../swarm/foresight/places.ts';
import type {NodeId, ServiceId} from '../swarm/ids.ts';
import type {Demand} from '../swarm/placement/demand.ts';
import type {Snapshot} from '../swarm/snapshot.ts';
import {askingFor} from '../swarm/why/explain-pending.ts';
import {checksOf} from '../swarm/why/node-checks.ts';
import {nodeRows} from '../swarm/why/node-rows.ts';
import {nodesWords} from '../swarm/why/words.ts';
import {listed} from './words.ts';

/** Nodes are told apart only as far as one reads. */
const mostRows = 3;

type Asks = {readonly service: ServiceId; readonly demand: Demand; readonly places: readonly Place[]};

/** `worker-2: drained; manager-1 2 3: node.labels.disk is not set, needs ssd`, nearest first; undefined where all fit. */
export const keptOffWords = ({service, demand, places}: Asks, snapshot: Snapshot): string | undefined => {
	const rows = nodeRows(askingFor(service, demand, snapshot), places).filter(({checks}) => checks.length > 0);
	const nearest = rows
		.slice(0, mostRows)
		.map(({nodes, checks}) => `${nodesWords(nodes)}: ${checks.map(({words}) => words).join(' and ')}`);
	return rows.length === 0
		? undefined
		: `${nearest.join('; ')}${rows.length > mostRows ? '; other nodes fit less' : ''}`;
};

/** What keeps what is stuck of a service off the nodes, but for those that the change itself is about. */
export const keptOff = ({service, nodes}: Fate, snapshot: Snapshot, changed: readonly NodeId[] = []) => {
	const places = nodes.map(({place}) => place).filter(({node}) => !changed.includes(node.id));
	const [first] = nodes;
	return first && keptOffWords({service: service.id, demand: first.demand, places}, snapshot);
};

/** What keeps it off this one node; empty where nothing does. */
export const keptOffNode = (service: ServiceId, {place, demand}: NodeReason, snapshot: Snapshot): string =>
	checksOf(askingFor(service, demand, snapshot), place)
		.map(({words}) => words)
		.join('; ');

/** `What keeps db off: worker-2: drained; ...`, a sentence for all services that the same keeps off. */
export const keptOffSentences = (
	{stuck}: Foresight,
	snapshot: Snapshot,
	changed: readonly NodeId[] = [],
): readonly string[] => {
	const told = stuck.map(fate => ({name: fate.service.name, words: keptOff(fate, snapshot, changed)}));
	return [...Map.groupBy(told, ({words}) => words)].flatMap(([words, some]) =>
		words === undefined ? [] : [`What keeps ${listed(some.map(({name}) => name))} off: ${words}.`],
	);
};
