/** Something a task needs its node to have: `Volume`, `Network` or `Log`, and the driver's name. */
export type PluginNeed = {readonly kind: 'Volume' | 'Network' | 'Log'; readonly name: string};

export type HostPort = {readonly port: number; readonly protocol: string};

/** What the scheduler looks at in a task. All tasks made from one spec ask for the same. */
export type Demand = {
	readonly cpus: number;
	readonly memoryBytes: number;
	/** Amounts of generic resources by kind: `{gpu: 2}`. */
	readonly generic: Readonly<Record<string, number>>;
	readonly plugins: readonly PluginNeed[];
	readonly constraints: readonly string[];
	/** Empty fits all; an empty `os` or `architecture` fits any. */
	readonly platforms: readonly {readonly os: string; readonly architecture: string}[];
	readonly hostPorts: readonly HostPort[];
	/** 0 is no limit. */
	readonly maxPerNode: number;
	/** Names of cluster (CSI) volumes. */
	readonly volumes: readonly string[];
	/** What spread preferences even out, outermost first: `node.labels.zone`. */
	readonly spread: readonly string[];
};

/** Fits anywhere. */
export const anywhere: Demand = {
	cpus: 0,
	memoryBytes: 0,
	generic: {},
	plugins: [],
	constraints: [],
	platforms: [],
	hostPorts: [],
	maxPerNode: 0,
	volumes: [],
	spread: [],
};
