import {shortId} from '../swarm/ids.ts';
import type {Node} from '../swarm/node.ts';
import {nodeOf, type Snapshot, serviceOf} from '../swarm/snapshot.ts';
import {stacksOf} from '../swarm/stack.ts';
import type {Parsed} from './form.ts';
import type {NodeTarget, ServiceTarget, Target} from './target.ts';

/** What operations without a form make of it. */
export const nothingToEnter = (): Parsed<null> => ({kind: 'input', input: null});

/** The node as the snapshot has it now; what was seen when the dialog opened, where it has gone meanwhile. */
export const nodeNow = ({id, saw}: NodeTarget, snapshot: Snapshot) => nodeOf(snapshot, id) ?? saw;

export const serviceNow = ({id, saw}: ServiceTarget, snapshot: Snapshot) => serviceOf(snapshot, id) ?? saw;

/** How sentences call a node: by host name, with its short id where another has the same. */
export const nodeName = (node: Node, snapshot: Snapshot) => {
	const twins = [...(snapshot.nodes?.items.values() ?? [])].filter(({hostname}) => hostname === node.hostname);

	return twins.length > 1 ? `${node.hostname} (${shortId(node.id)})` : node.hostname || shortId(node.id);
};

/** All there is of a kind in a snapshot, by id. Volumes and engines are in none. */
export const seenIn = (snapshot: Snapshot, kind: Target['kind']): ReadonlyMap<string, Target['saw']> => {
	switch (kind) {
		case 'swarm':
			return new Map(snapshot.swarm && [[snapshot.swarm.id, snapshot.swarm]]);
		case 'stack':
			return new Map(stacksOf(snapshot).map(stack => [stack.name, stack]));
		case 'volume':
		case 'engine':
			return new Map();
		default:
			return snapshot[`${kind}s`]?.items ?? new Map();
	}
};
