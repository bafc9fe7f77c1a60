import {containerShape} from './container-shape.ts';
import {any, choice, count, duration, list, map, noted, object, type Shape, text, texts} from './shape.ts';

const policy = object({
	Parallelism: noted('slots at a time; 0 is all at once', count),
	Delay: noted('between slots', duration),
	FailureAction: noted('pause, continue or rollback', choice('pause', 'continue', 'rollback')),
	Monitor: noted('how long a new task must run to count as good', duration),
	MaxFailureRatio: {kind: 'ratio', note: 'of the slots, 0 to 1'},
	Order: noted('stop-first or start-first', choice('stop-first', 'start-first')),
});

const rollback = object({
	...policy.fields,
	FailureAction: noted('pause or continue', choice('pause', 'continue')),
});

const cpus: Shape = {kind: 'cpus'};
const bytes: Shape = {kind: 'bytes'};

const resources = object({
	Limits: object({NanoCPUs: cpus, MemoryBytes: bytes, Pids: noted('0 is unlimited', count)}),
	Reservations: object({
		NanoCPUs: cpus,
		MemoryBytes: bytes,
		GenericResources: list(
			object({
				NamedResourceSpec: object({Kind: text, Value: text}),
				DiscreteResourceSpec: object({Kind: text, Value: count}),
			}),
		),
	}),
	SwapBytes: {kind: 'count', least: -1},
	MemorySwappiness: {kind: 'count', least: -1, most: 100},
});

const network = object({Target: {kind: 'network'}, Aliases: texts, DriverOpts: map});

const placement = object({
	Constraints: noted('all must hold: node.labels.zone==a, node.role!=manager', texts),
	Preferences: list(object({Spread: object({SpreadDescriptor: noted('node.labels.NAME', text)})})),
	MaxReplicas: noted('per node; 0 is unlimited', count),
	Platforms: noted('that the image was built for', list(object({Architecture: text, OS: text}))),
});

const template = object({
	ContainerSpec: containerShape,
	PluginSpec: any,
	NetworkAttachmentSpec: any,
	Resources: resources,
	RestartPolicy: object({
		Condition: noted('none, on-failure or any', choice('none', 'on-failure', 'any')),
		Delay: duration,
		MaxAttempts: noted('0 is without end', count),
		Window: duration,
	}),
	Placement: placement,
	Networks: list(network),
	LogDriver: object({Name: text, Options: map}),
	ForceUpdate: noted('another number restarts every task', count),
	Runtime: text,
});

/** A TCP port; 0 is none in particular. */
const port: Shape = {kind: 'count', most: 65_535};

/** `ServiceSpec` of Docker's API (api/types/swarm), up to that of 28.5. */
const serviceShape = object({
	Name: text,
	Labels: map,
	TaskTemplate: template,
	Mode: object({
		Replicated: object({Replicas: count}),
		Global: object({}),
		ReplicatedJob: object({MaxConcurrent: count, TotalCompletions: count}),
		GlobalJob: object({}),
	}),
	UpdateConfig: policy,
	RollbackConfig: rollback,
	Networks: list(network),
	EndpointSpec: object({
		Mode: noted('vip or dnsrr', choice('vip', 'dnsrr')),
		Ports: list(
			object({
				Name: text,
				Protocol: choice('tcp', 'udp', 'sctp'),
				TargetPort: port,
				PublishedPort: port,
				PublishMode: noted('ingress (any node answers) or host', choice('ingress', 'host')),
			}),
		),
	}),
});

/** `NodeSpec` of Docker's API (api/types/swarm). */
const nodeShape = object({
	Name: text,
	Labels: map,
	Role: noted('worker or manager', choice('worker', 'manager')),
	Availability: noted('active, pause or drain', choice('active', 'pause', 'drain')),
});

export const shapes = {service: serviceShape, node: nodeShape} as const;

export type Editable = keyof typeof shapes;
