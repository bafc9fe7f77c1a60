import type {RawPlacement} from '../engine/decode/raw.ts';
import type {Demand, PluginNeed} from '../swarm/placement/demand.ts';
import type {ServiceSpec, TaskSpec} from './model.ts';
import {networkNamed} from './networks.ts';
import type {Task} from './objects.ts';
import {genericAmounts} from './seen-node.ts';
import type {Swarm} from './swarm.ts';

const hostPortsOf = (endpoint: ServiceSpec['EndpointSpec']) =>
	(endpoint?.Ports ?? [])
		.filter(({PublishMode, PublishedPort}) => PublishMode === 'host' && PublishedPort)
		.map(({PublishedPort = 0, Protocol = 'tcp'}) => ({port: PublishedPort, protocol: Protocol}));

const pluginsOf = (swarm: Swarm, spec: TaskSpec): readonly PluginNeed[] => {
	const drivers = (spec.ContainerSpec?.Mounts ?? [])
		.filter(({Type}) => Type === 'volume')
		.map(({VolumeOptions}) => VolumeOptions?.DriverConfig?.Name)
		.filter(name => name !== undefined && name !== 'local' && name !== '');
	const networks = (spec.Networks ?? []).map(({Target}) => networkNamed(swarm, Target)?.raw.Driver);
	const log = spec.LogDriver?.Name;
	return [
		...drivers.map(name => ({kind: 'Volume', name: name ?? ''}) as const),
		...networks.filter(name => name !== undefined).map(name => ({kind: 'Network', name}) as const),
		...(log === undefined || log === 'none' || log === '' ? [] : [{kind: 'Log', name: log} as const]),
	];
};

type Preference = {readonly Spread?: {readonly SpreadDescriptor?: string}};

const spreadOf = ({Preferences = []}: RawPlacement) =>
	(Preferences as readonly Preference[])
		.map(({Spread}) => Spread?.SpreadDescriptor ?? '')
		.filter(descriptor => /^(?:node|engine)\.labels\.(.+)$/i.test(descriptor));

const demands = new WeakMap<TaskSpec, {readonly endpoint: ServiceSpec['EndpointSpec']; readonly demand: Demand}>();

/** What the task asks of a node: the same object for all tasks of a spec. */
export const demandOf = (swarm: Swarm, task: Task): Demand => {
	const {Spec} = task.raw;
	const known = demands.get(Spec);
	if (known && known.endpoint === task.endpoint) {
		return known.demand;
	}
	const {Placement = {}, Resources} = Spec;
	const reserved = Resources?.Reservations;
	const demand: Demand = {
		cpus: (reserved?.NanoCPUs ?? 0) / 1e9,
		memoryBytes: reserved?.MemoryBytes ?? 0,
		generic: genericAmounts(reserved?.GenericResources),
		plugins: pluginsOf(swarm, Spec),
		constraints: Placement.Constraints ?? [],
		platforms: (Placement.Platforms ?? []).map(({OS = '', Architecture = ''}) => ({
			os: OS,
			architecture: Architecture,
		})),
		hostPorts: hostPortsOf(task.endpoint),
		maxPerNode: Placement.MaxReplicas ?? 0,
		volumes: [],
		spread: spreadOf(Placement),
	};
	demands.set(Spec, {endpoint: task.endpoint, demand});
	return demand;
};
