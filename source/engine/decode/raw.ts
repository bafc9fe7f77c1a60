/**
What the Engine API sends (api/types/swarm in moby), as far as skep reads it. Everything is optional: Go leaves
out zero values, older engines don't know newer fields, and a broken proxy may answer anything.
*/
type RawObject = {
	readonly ID?: string;
	readonly Version?: {readonly Index?: number};
	readonly CreatedAt?: string;
	readonly UpdatedAt?: string;
};

export type RawLabels = Readonly<Record<string, string>>;

export type RawResources = {
	readonly NanoCPUs?: number;
	readonly MemoryBytes?: number;
};

export type RawPlatform = {
	readonly Architecture?: string;
	readonly OS?: string;
};

export type RawNodeSpec = {
	readonly Name?: string;
	readonly Labels?: RawLabels;
	readonly Role?: string;
	readonly Availability?: string;
};

export type RawNode = RawObject & {
	readonly Spec?: RawNodeSpec;
	readonly Description?: {
		readonly Hostname?: string;
		readonly Platform?: RawPlatform;
		readonly Resources?: RawResources;
		readonly Engine?: {readonly EngineVersion?: string; readonly Labels?: RawLabels};
	};
	readonly Status?: {readonly State?: string; readonly Message?: string; readonly Addr?: string};
	readonly ManagerStatus?: {readonly Leader?: boolean; readonly Reachability?: string; readonly Addr?: string};
};

export type RawPort = {
	readonly Protocol?: string;
	readonly TargetPort?: number;
	readonly PublishedPort?: number;
	readonly PublishMode?: string;
};

export type RawPlacement = {
	readonly Constraints?: readonly string[];
	readonly Preferences?: readonly unknown[];
	readonly MaxReplicas?: number;
	readonly Platforms?: readonly RawPlatform[];
};

export type RawTaskSpec = {
	readonly ContainerSpec?: {readonly Image?: string; readonly TTY?: boolean; readonly Labels?: RawLabels};
	readonly PluginSpec?: {readonly Remote?: string};
	readonly Resources?: {readonly Limits?: RawResources; readonly Reservations?: RawResources};
	readonly Placement?: RawPlacement;
	readonly Networks?: readonly {readonly Target?: string; readonly Aliases?: readonly string[]}[];
	readonly ForceUpdate?: number;
	readonly Runtime?: string;
};

/** Durations are nanoseconds. */
export type RawUpdateConfig = {
	readonly Parallelism?: number;
	readonly Delay?: number;
	readonly Monitor?: number;
	readonly FailureAction?: string;
	readonly MaxFailureRatio?: number;
	readonly Order?: string;
};

export type RawMode = {
	readonly Replicated?: {readonly Replicas?: number};
	readonly Global?: object;
	readonly ReplicatedJob?: {readonly MaxConcurrent?: number; readonly TotalCompletions?: number};
	readonly GlobalJob?: object;
};

export type RawServiceSpec = {
	readonly Name?: string;
	readonly Labels?: RawLabels;
	readonly TaskTemplate?: RawTaskSpec;
	readonly Mode?: RawMode;
	readonly UpdateConfig?: RawUpdateConfig;
	readonly RollbackConfig?: RawUpdateConfig;
	readonly Networks?: readonly {readonly Target?: string}[];
	readonly EndpointSpec?: {readonly Mode?: string; readonly Ports?: readonly RawPort[]};
};

export type RawService = RawObject & {
	readonly Spec?: RawServiceSpec;
	readonly PreviousSpec?: RawServiceSpec;
	readonly Endpoint?: {readonly Ports?: readonly RawPort[]};
	readonly UpdateStatus?: {
		readonly State?: string;
		readonly StartedAt?: string;
		readonly CompletedAt?: string;
		readonly Message?: string;
	};
	readonly ServiceStatus?: {
		readonly RunningTasks?: number;
		readonly DesiredTasks?: number;
		readonly CompletedTasks?: number;
	};
	readonly JobStatus?: {readonly JobIteration?: {readonly Index?: number}; readonly LastExecution?: string};
};

export type RawTask = RawObject & {
	readonly Labels?: RawLabels;
	readonly Spec?: RawTaskSpec;
	readonly ServiceID?: string;
	readonly NodeID?: string;
	readonly Slot?: number;
	readonly Status?: {
		readonly Timestamp?: string;
		readonly State?: string;
		readonly Message?: string;
		readonly Err?: string;
		readonly ContainerStatus?: {readonly ContainerID?: string; readonly PID?: number; readonly ExitCode?: number};
		readonly PortStatus?: {readonly Ports?: readonly RawPort[]};
	};
	readonly DesiredState?: string;
	readonly NetworksAttachments?: readonly {readonly Network?: object; readonly Addresses?: readonly string[]}[];
	readonly JobIteration?: {readonly Index?: number};
};

/** Networks spell their id differently from everything else. */
export type RawNetwork = {
	readonly Id?: string;
	readonly Name?: string;
	readonly Created?: string;
	readonly Scope?: string;
	readonly Driver?: string;
	readonly IPAM?: {
		readonly Config?:
			| readonly {readonly Subnet?: string; readonly Gateway?: string; readonly IPRange?: string}[]
			| null;
	};
	readonly Internal?: boolean;
	readonly Attachable?: boolean;
	readonly Ingress?: boolean;
	readonly Options?: Readonly<Record<string, string>> | null;
	readonly Labels?: Readonly<Record<string, string>> | null;
};

export type RawSwarm = RawObject & {
	readonly Spec?: {
		readonly Orchestration?: {readonly TaskHistoryRetentionLimit?: number};
		readonly Raft?: {readonly SnapshotInterval?: number; readonly KeepOldSnapshots?: number};
		readonly Dispatcher?: {readonly HeartbeatPeriod?: number};
		readonly CAConfig?: {readonly NodeCertExpiry?: number; readonly ForceRotate?: number};
		readonly EncryptionConfig?: {readonly AutoLockManagers?: boolean};
	};
	readonly TLSInfo?: {readonly TrustRoot?: string; readonly CertIssuerPublicKey?: string};
	readonly RootRotationInProgress?: boolean;
	readonly DefaultAddrPool?: readonly string[];
	readonly SubnetSize?: number;
	readonly DataPathPort?: number;
	readonly JoinTokens?: object;
};

export type RawInfo = {
	readonly Name?: string;
	readonly ServerVersion?: string;
	readonly Swarm?: {
		readonly NodeID?: string;
		readonly NodeAddr?: string;
		readonly LocalNodeState?: string;
		readonly ControlAvailable?: boolean;
		readonly Error?: string;
		readonly RemoteManagers?: readonly {readonly NodeID?: string; readonly Addr?: string}[];
		readonly Cluster?: {readonly ID?: string};
	};
};

export type RawEvent = {
	readonly Type?: string;
	readonly Action?: string;
	readonly Actor?: {readonly ID?: string; readonly Attributes?: RawLabels};
	readonly scope?: string;
};

export type RawDistribution = {
	readonly Descriptor?: {readonly digest?: string};
	readonly Platforms?: readonly {readonly architecture?: string; readonly os?: string}[];
};
