import type {
	RawLabels,
	RawNodeSpec,
	RawPort,
	RawServiceSpec,
	RawTaskSpec,
	RawUpdateConfig,
} from '../engine/decode/raw.ts';
import type {Availability, NodeState, Role} from '../swarm/node.ts';
import type {UpdateState} from '../swarm/service.ts';
import type {TaskState} from '../swarm/task.ts';

/** What the API answers for every object of the swarm's store. */
export type Meta = {
	readonly ID: string;
	readonly Version: {readonly Index: number};
	readonly CreatedAt: string;
	readonly UpdatedAt: string;
};

/** Specs as clients send them. More than skep reads itself is kept and answered as it came. */
export type RestartPolicy = {
	readonly Condition?: 'none' | 'on-failure' | 'any';
	/** Nanoseconds, as all durations of specs. */
	readonly Delay?: number;
	readonly MaxAttempts?: number;
	readonly Window?: number;
};

export type Healthcheck = {
	readonly Test?: readonly string[];
	readonly Interval?: number;
	readonly Timeout?: number;
	readonly Retries?: number;
	readonly StartPeriod?: number;
};

export type Mount = {
	readonly Type?: string;
	readonly Source?: string;
	readonly Target?: string;
	readonly VolumeOptions?: {readonly DriverConfig?: {readonly Name?: string}};
};

type MountedFile = {
	readonly Name?: string;
	readonly UID?: string;
	readonly GID?: string;
	readonly Mode?: number;
};

export type ContainerSpec = NonNullable<RawTaskSpec['ContainerSpec']> & {
	readonly Command?: readonly string[];
	readonly Args?: readonly string[];
	readonly StopGracePeriod?: number;
	readonly Healthcheck?: Healthcheck;
	readonly Mounts?: readonly Mount[];
	readonly Secrets?: readonly {readonly SecretID?: string; readonly SecretName?: string; readonly File?: MountedFile}[];
	readonly Configs?: readonly {readonly ConfigID?: string; readonly ConfigName?: string; readonly File?: MountedFile}[];
};

export type GenericResource = {
	readonly DiscreteResourceSpec?: {readonly Kind?: string; readonly Value?: number};
	readonly NamedResourceSpec?: {readonly Kind?: string; readonly Value?: string};
};

export type Resources = {
	readonly NanoCPUs?: number;
	readonly MemoryBytes?: number;
	readonly GenericResources?: readonly GenericResource[];
};

export type TaskSpec = Omit<RawTaskSpec, 'ContainerSpec' | 'Resources'> & {
	readonly ContainerSpec?: ContainerSpec;
	readonly Resources?: {readonly Limits?: Resources; readonly Reservations?: Resources};
	readonly RestartPolicy?: RestartPolicy;
	readonly LogDriver?: {readonly Name?: string};
};

export type ServiceSpec = Omit<RawServiceSpec, 'TaskTemplate'> & {readonly TaskTemplate: TaskSpec};
export type UpdateConfig = RawUpdateConfig;

export type RawServiceAnswer = Meta & {
	readonly Spec: ServiceSpec;
	readonly PreviousSpec?: ServiceSpec | undefined;
	readonly Endpoint: {
		readonly Spec: object;
		readonly Ports?: readonly RawPort[];
		readonly VirtualIPs?: readonly {readonly NetworkID: string; readonly Addr?: string}[];
	};
	readonly UpdateStatus?:
		| {
				readonly State: UpdateState;
				readonly StartedAt: string;
				readonly CompletedAt?: string;
				readonly Message: string;
		  }
		| undefined;
	readonly JobStatus?: {readonly JobIteration: {readonly Index?: number}; readonly LastExecution: string};
};

export type RawTaskAnswer = Meta & {
	readonly Labels: RawLabels;
	readonly Spec: TaskSpec;
	readonly ServiceID: string;
	readonly Slot?: number;
	readonly NodeID?: string;
	readonly Status: TaskStatus;
	readonly DesiredState: TaskState;
	readonly NetworksAttachments?: readonly {readonly Network: object; readonly Addresses: readonly string[]}[];
	readonly JobIteration?: {readonly Index?: number};
};

export type TaskStatus = {
	readonly Timestamp: string;
	readonly State: TaskState;
	readonly Message: string;
	readonly Err?: string;
	readonly ContainerStatus?: {readonly ContainerID: string; readonly PID: number; readonly ExitCode: number};
	readonly PortStatus: {readonly Ports?: readonly RawPort[]};
};

export type Plugin = {readonly Type: string; readonly Name: string};

export type RawNodeAnswer = Meta & {
	readonly Spec: RawNodeSpec & {readonly Labels: RawLabels; readonly Role: Role; readonly Availability: Availability};
	readonly Description: {
		readonly Hostname: string;
		readonly Platform: {readonly Architecture: string; readonly OS: string};
		readonly Resources: Resources;
		readonly Engine: {
			readonly EngineVersion: string;
			readonly Labels?: RawLabels;
			readonly Plugins: readonly Plugin[];
		};
		readonly TLSInfo: object;
	};
	readonly Status: {readonly State: NodeState; readonly Message?: string; readonly Addr: string};
};

export type RawNetworkAnswer = Meta & {
	readonly Name: string;
	readonly Labels: RawLabels | null;
	readonly Attachable: boolean;
	readonly Ingress: boolean;
	readonly Internal: boolean;
	readonly Options: RawLabels;
	/** Absent while no address range could be given to it. */
	readonly Subnet?: {readonly Subnet: string; readonly IPRange?: string; readonly Gateway: string} | undefined;
	readonly VxlanId: number;
	/** Plumbing that every engine has, and no swarm knows of: `bridge`. */
	readonly Driver: string;
};

export type RawSecretAnswer = Meta & {
	readonly Spec: {readonly Name: string; readonly Labels: RawLabels; readonly Data?: string};
};
