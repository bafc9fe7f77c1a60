import {matchesConstraints} from './constraints.ts';
import type {NodeId} from './ids.ts';
import type {Nodes} from './living.ts';
import {type Node, takesTasks} from './node.ts';
import type {Service} from './service.ts';
import type {Slot} from './slots.ts';

const answers = new WeakMap<Nodes, WeakMap<readonly string[], ReadonlySet<NodeId>>>();

/** Nodes whose constraints fit and that aren't drained or down, by whether they take new tasks. */
const openNodes = (constraints: readonly string[], nodes: Nodes): ReadonlySet<NodeId> => {
	const byList = answers.get(nodes) ?? new WeakMap<readonly string[], ReadonlySet<NodeId>>();
	answers.set(nodes, byList);
	const known =
		byList.get(constraints) ??
		new Set(
			[...nodes.values()]
				.filter(node => takesTasks(node) && matchesConstraints(constraints, node))
				.map(node => node.id),
		);
	byList.set(constraints, known);
	return known;
};

const keeps = (slot: Slot, node: Node | undefined) =>
	node !== undefined &&
	node.state !== 'down' &&
	node.availability !== 'drain' &&
	(slot.standing === 'running' ||
		slot.standing === 'starting' ||
		slot.standing === 'lost' ||
		slot.standing === 'complete');

/**
The nodes a global service should have a task on: ready, active, and fitting its constraints. A paused or unheard node
counts while it has one: it is to keep it, but wouldn't get it. Drained and dead ones don't (orchestrator/global).
*/
export const eligibleNodes = (service: Service, slots: readonly Slot[], nodes: Nodes): ReadonlySet<NodeId> => {
	const open = openNodes(service.constraints, nodes);
	const kept = slots.flatMap(slot => {
		const id = slot.current.nodeId;
		const node = id && nodes.get(id);
		return id && !open.has(id) && node && keeps(slot, node) && matchesConstraints(service.constraints, node)
			? [id]
			: [];
	});
	return kept.length === 0 ? open : new Set([...open, ...kept]);
};
