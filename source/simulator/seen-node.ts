import {nodeId} from '../swarm/ids.ts';
import type {Node as SwarmNode} from '../swarm/node.ts';
import type {PluginNeed} from '../swarm/placement/demand.ts';
import type {GenericResource} from './model.ts';
import {isConnected, type Node} from './objects.ts';

const seen = new WeakMap<object, SwarmNode>();

/** A stored node in the words of the model, for the rules of `swarm/`. The same object until the node changes. */
export const seenNode = (node: Node): SwarmNode => {
	const known = seen.get(node.raw);
	if (known && (known.manager !== undefined) === node.isManager) {
		return known;
	}
	const {Spec, Description, Status, Version} = node.raw;
	const fresh: SwarmNode = {
		id: nodeId(node.id),
		version: Version.Index,
		hostname: Description.Hostname,
		role: Spec.Role,
		availability: Spec.Availability,
		labels: Spec.Labels,
		state: Status.State,
		stateMessage: Status.Message,
		address: Status.Addr,
		manager: node.isManager
			? {isLeader: false, reachability: isConnected(node) ? 'reachable' : 'unreachable', address: undefined}
			: undefined,
		os: Description.Platform.OS,
		architecture: Description.Platform.Architecture,
		capacity: {
			cpus: (Description.Resources.NanoCPUs ?? 0) / 1e9,
			memoryBytes: Description.Resources.MemoryBytes ?? 0,
		},
		engineVersion: Description.Engine.EngineVersion,
		engineLabels: Description.Engine.Labels ?? {},
		createdAt: 0,
		updatedAt: 0,
		raw: null,
	};
	seen.set(node.raw, fresh);
	return fresh;
};

const isKind = (text: string): text is PluginNeed['kind'] => ['Volume', 'Network', 'Log'].includes(text);

const plugins = new WeakMap<object, readonly PluginNeed[]>();

export const pluginsOf = (node: Node): readonly PluginNeed[] => {
	const list = node.raw.Description.Engine.Plugins;
	const known = plugins.get(list) ?? list.flatMap(({Type, Name}) => (isKind(Type) ? [{kind: Type, name: Name}] : []));
	plugins.set(list, known);
	return known;
};

const nothing: Readonly<Record<string, number>> = {};

/** Amounts by kind: discrete ones summed, named ones counted. */
export const genericAmounts = (resources: readonly GenericResource[] | undefined): Readonly<Record<string, number>> => {
	if (resources === undefined) {
		return nothing;
	}
	const amounts: Record<string, number> = {};
	for (const {DiscreteResourceSpec, NamedResourceSpec} of resources) {
		const kind = DiscreteResourceSpec?.Kind ?? NamedResourceSpec?.Kind ?? '';
		amounts[kind] = (amounts[kind] ?? 0) + (DiscreteResourceSpec?.Value ?? 1);
	}
	return amounts;
};
