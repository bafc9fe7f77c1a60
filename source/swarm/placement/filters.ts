import {matchesConstraints} from '../constraints.ts';
import {type Candidate, portKey} from './candidate.ts';
import type {Demand, PluginNeed} from './demand.ts';

export type FilterName =
	| 'ready'
	| 'resource'
	| 'plugin'
	| 'constraint'
	| 'platform'
	| 'host-port'
	| 'max-replicas'
	| 'volumes';

export type Filter = {
	readonly name: FilterName;
	readonly passes: (demand: Demand, candidate: Candidate) => boolean;
	/** The scheduler's words for so many nodes that failed here first. */
	readonly explain: (nodes: number) => string;
};

const nodes = (count: number) => (count === 1 ? '1 node' : `${count} nodes`);

/** In billionths, as the scheduler counts: sums of 0.1 would drift. */
const nano = (cpus: number) => Math.round(cpus * 1e9);

const fits = (wanted: number, held: number, capacity: number) => wanted === 0 || wanted <= capacity - held;

const hasResources = (demand: Demand, {node, generic, held}: Candidate) =>
	fits(nano(demand.cpus), nano(held.cpus), nano(node.capacity.cpus)) &&
	fits(demand.memoryBytes, held.memoryBytes, node.capacity.memoryBytes) &&
	Object.entries(demand.generic).every(([kind, wanted]) => fits(wanted, held.generic[kind] ?? 0, generic[kind] ?? 0));

const hasPlugin = (plugins: readonly PluginNeed[], {kind, name}: PluginNeed) => {
	// Engines of Windows and old ones report no log drivers: those are taken to have all.
	if (kind === 'Log' && !plugins.some(plugin => plugin.kind === 'Log')) {
		return true;
	}

	return plugins.some(plugin => plugin.kind === kind && (plugin.name === name || plugin.name === `${name}:latest`));
};

const aliases: Readonly<Record<string, string>> = {x86_64: 'amd64', aarch64: 'arm64'};
const plain = (architecture: string) => aliases[architecture.toLowerCase()] ?? architecture.toLowerCase();

const runsPlatform = (demand: Demand, {node}: Candidate) =>
	demand.platforms.length === 0 ||
	demand.platforms.some(
		({os, architecture}) =>
			(os === '' || os === node.os) && (architecture === '' || plain(architecture) === plain(node.architecture ?? '')),
	);

/**
SwarmKit's filters in the order of its pipeline, with its words (manager/scheduler/filter.go). A filter that has nothing
to check in a task lets every node pass.
*/
export const filters: readonly Filter[] = [
	{
		name: 'ready',
		passes: (_demand, {node}) => node.state === 'ready' && node.availability === 'active',
		explain: count => `${nodes(count)} not available for new tasks`,
	},
	{name: 'resource', passes: hasResources, explain: count => `insufficient resources on ${nodes(count)}`},
	{
		name: 'plugin',
		passes: (demand, {plugins}) => plugins === undefined || demand.plugins.every(need => hasPlugin(plugins, need)),
		explain: count => `missing plugin on ${nodes(count)}`,
	},
	{
		name: 'constraint',
		passes: (demand, {node}) => matchesConstraints(demand.constraints, node),
		explain: count => `scheduling constraints not satisfied on ${nodes(count)}`,
	},
	{name: 'platform', passes: runsPlatform, explain: count => `unsupported platform on ${nodes(count)}`},
	{
		name: 'host-port',
		passes: (demand, {held}) => !demand.hostPorts.some(port => held.hostPorts.has(portKey(port))),
		explain: count => `host-mode port already in use on ${nodes(count)}`,
	},
	{
		name: 'max-replicas',
		passes: (demand, {tasksOfService}) => demand.maxPerNode === 0 || tasksOfService < demand.maxPerNode,
		// Spelt and uncounted as in SwarmKit.
		explain: () => 'max replicas per node limit exceed',
	},
	{
		name: 'volumes',
		passes: (demand, {volumes}) => volumes === undefined || demand.volumes.every(name => volumes.has(name)),
		explain: count => `cannot fulfill requested CSI volume mounts on ${nodes(count)}`,
	},
];
