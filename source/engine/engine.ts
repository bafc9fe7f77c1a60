import type {Config, ConfigContent} from '../swarm/config.ts';
import type {ConfigId, NetworkId, NodeId, SecretId, ServiceId, TaskId} from '../swarm/ids.ts';
import type {JoinTokens} from '../swarm/join.ts';
import type {Network} from '../swarm/network.ts';
import type {Node} from '../swarm/node.ts';
import type {Secret} from '../swarm/secret.ts';
import type {Service} from '../swarm/service.ts';
import type {SwarmFacts} from '../swarm/snapshot.ts';
import type {Task} from '../swarm/task.ts';
import type {Instant, Json} from '../swarm/values.ts';
import type {Volume} from '../swarm/volume.ts';
import type {NodeChange, ServiceChange} from './changes.ts';
import type {Created, Joining, NewFile, NewNetwork, NewSwarm, NewVolume, SwarmChange} from './creations.ts';

/** What the engine says of itself; answered by workers and by engines in no swarm, too (`GET /info`). */
export type EngineInfo = {
	/** The host's name. */
	readonly name: string;
	readonly engineVersion: string;
	readonly apiVersion: string;
	readonly nodeId: NodeId | undefined;
	readonly nodeAddress: string | undefined;
	/** Of the swarm itself; only managers know it. */
	readonly swarmId?: string | undefined;
	readonly swarmState: 'inactive' | 'pending' | 'active' | 'error' | 'locked';
	readonly isManager: boolean;
	/** The swarm's trouble in the engine's words: `The swarm does not have a leader...`. */
	readonly swarmError: string | undefined;
	/** `host:port` of the managers it knows: where to go from a worker. */
	readonly managers: readonly {readonly nodeId: NodeId; readonly address: string}[];
	readonly raw: Json;
};

/** A container of the swarm on this engine: `web.1.x8f...` of `web`. */
export type TaskHere = {readonly task: string; readonly service: string};

/** A list as read, and what it cost: sync spends a budget of requests and bytes. */
export type Listing<T> = {
	readonly items: readonly T[];
	readonly bytes: number;
};

/** A hint that something changed. Never patched into state: it marks kinds and ids as dirty (engine.md 1.3). */
export type EngineEvent = {
	readonly kind: 'node' | 'service' | 'network' | 'secret' | 'config';
	readonly action: 'create' | 'update' | 'remove';
	readonly id: string;
};

export type LogTarget =
	| {readonly kind: 'service'; readonly id: ServiceId}
	| {readonly kind: 'task'; readonly id: TaskId};

export type LogLine = {
	/** RFC 3339 with nanoseconds as the engine wrote it: sorts as text, and tells a replayed line from a new one. */
	readonly timestamp: string;
	readonly at: Instant;
	/** `engine` is the log reader speaking: a node that can't be reached, a task without logs. */
	readonly stream: 'stdout' | 'stderr' | 'engine';
	readonly taskId: TaskId | undefined;
	readonly nodeId: NodeId | undefined;
	readonly serviceId: ServiceId | undefined;
	/** As the container wrote it: control characters and all. */
	readonly text: string;
};

export type LogOptions = {
	/** Lines per task to start with. */
	readonly tail: number;
	readonly since?: Instant;
	readonly follow: boolean;
};

export type TaskFilter = {readonly services: readonly ServiceId[]} | {readonly node: NodeId} | 'all';

export type RegistryAuth = {
	/** The `X-Registry-Auth` header: base64url of JSON. A secret: never logged, never shown. */
	readonly header: string;
};

/** Cells. */
export type TerminalSize = {readonly columns: number; readonly rows: number};

/** A program for a container of this engine, on a terminal of its own. */
export type ExecOrder = {
	/** The container's id or name. */
	readonly container: string;
	readonly command: readonly string[];
	readonly size: TerminalSize;
};

/** A program that runs in a container. */
export type Exec = {
	/** What it writes to its terminal, as it is. Ends with the program; throws when the connection breaks. */
	readonly output: AsyncIterable<Uint8Array>;
	/** Keys, as they are. */
	readonly type: (bytes: Uint8Array) => void;
	/** Never rejects: a program that has ended, or isn't there yet, has no size. */
	readonly resize: (size: TerminalSize) => Promise<void>;
	/** Asked after the output has ended; undefined when nobody can tell: the container is gone, or it still runs. */
	readonly exitCode: () => Promise<number | undefined>;
	/** Lets go of it. The engine leaves the program running. */
	readonly close: () => void;
};

/** What a registry says of an image (`GET /distribution/{image}/json`). */
export type ImageFacts = {
	readonly digest: string;
	readonly platforms: readonly {readonly os: string; readonly architecture: string}[];
};

/** Where an engine is, and how a person or the `docker` command gets there. */
export type Place = {
	/** As Docker's tools write it: `unix:///var/run/docker.sock`. */
	readonly address: string;
	/** Of the Docker context that names it, where one does. */
	readonly context?: string;
	/** Anybody could answer there: the engine's certificate is not checked. */
	readonly isUnverified: boolean;
	/** What makes `docker` talk to the same engine, whatever its environment says: `--context prod`. */
	readonly docker: readonly string[];
	/** `docker` without these, in the same shell, gets there as well. */
	readonly isUsual: boolean;
};

/**
Docker's Engine, as far as skep needs it. Every call rejects with an `EngineError`, and settles:
reads are abandoned after a silence of some seconds, and everything ends when its signal aborts.
*/
export type Engine = {
	/** Where it is; of several that were given, the one that is asked now. */
	readonly place: () => Place;
	/** Where all of them are, in the order given. */
	readonly places: readonly Place[];
	/** Asks the next of several from now on: reads and streams under way begin anew there. False where there is one only. */
	readonly moveOn: () => boolean;
	/** Requests sent and bytes received since the start. */
	readonly traffic: () => {readonly requests: number; readonly bytes: number};

	readonly info: (signal?: AbortSignal) => Promise<EngineInfo>;
	readonly swarm: (signal?: AbortSignal) => Promise<SwarmFacts>;
	readonly nodes: (signal?: AbortSignal) => Promise<Listing<Node>>;
	/** With the engine's own counts; all of them, or those asked for. */
	readonly services: (ids?: readonly ServiceId[], signal?: AbortSignal) => Promise<Listing<Service>>;
	readonly tasks: (filter: TaskFilter, signal?: AbortSignal) => Promise<Listing<Task>>;
	/** Read only when somebody asks to see them; every other answer is free of them. */
	readonly joinTokens: (signal?: AbortSignal) => Promise<JoinTokens>;
	readonly networks: (signal?: AbortSignal) => Promise<Listing<Network>>;
	/** Without their values. */
	readonly secrets: (signal?: AbortSignal) => Promise<Listing<Secret>>;
	/** Without their contents, which the engine sends all the same: the bytes say so. */
	readonly configs: (signal?: AbortSignal) => Promise<Listing<Config>>;
	readonly configContent: (id: ConfigId, signal?: AbortSignal) => Promise<ConfigContent>;
	/** Those on the node of this engine; it knows of no other's. */
	readonly volumes: (signal?: AbortSignal) => Promise<readonly Volume[]>;
	readonly node: (id: NodeId, signal?: AbortSignal) => Promise<Node>;
	readonly service: (id: ServiceId, signal?: AbortSignal) => Promise<Service>;
	/** Ends when the signal aborts; throws when the connection does. */
	readonly events: (signal: AbortSignal) => AsyncIterable<EngineEvent>;
	/** Batches of lines in the order they arrived. Ends with the log when not following, else with the signal. */
	readonly logs: (target: LogTarget, options: LogOptions, signal: AbortSignal) => AsyncIterable<readonly LogLine[]>;
	readonly image: (reference: string, auth: RegistryAuth | undefined, signal?: AbortSignal) => Promise<ImageFacts>;

	/** Writes over exactly the version given: `out-of-date` when someone was faster. Answers warnings. */
	readonly updateNode: (node: Node, change: NodeChange, signal?: AbortSignal) => Promise<readonly string[]>;
	readonly updateService: (service: Service, change: ServiceChange, signal?: AbortSignal) => Promise<readonly string[]>;
	readonly removeNode: (id: NodeId, signal?: AbortSignal) => Promise<void>;
	readonly removeService: (id: ServiceId, signal?: AbortSignal) => Promise<void>;
	readonly removeNetwork: (id: NetworkId, signal?: AbortSignal) => Promise<void>;
	readonly removeSecret: (id: SecretId, signal?: AbortSignal) => Promise<void>;
	readonly removeConfig: (id: ConfigId, signal?: AbortSignal) => Promise<void>;
	/** By name, from the node of this engine; refused while a container, even a stopped one, mounts it. */
	readonly removeVolume: (name: string, signal?: AbortSignal) => Promise<void>;
	/** What a service of this spec would be, before there is one: read as any other, and nothing is asked. */
	readonly imagined: (spec: Json) => Service;
	readonly createService: (spec: Json, auth: RegistryAuth | undefined, signal?: AbortSignal) => Promise<Created>;
	readonly createSecret: (file: NewFile, signal?: AbortSignal) => Promise<Created>;
	readonly createConfig: (file: NewFile, signal?: AbortSignal) => Promise<Created>;
	readonly createNetwork: (network: NewNetwork, signal?: AbortSignal) => Promise<Created>;
	readonly createVolume: (volume: NewVolume, signal?: AbortSignal) => Promise<void>;

	/** Starts a swarm on this engine; answers the id of its first node. */
	readonly initSwarm: (swarm: NewSwarm, signal?: AbortSignal) => Promise<NodeId>;
	readonly joinSwarm: (joining: Joining, signal?: AbortSignal) => Promise<void>;
	/** This engine leaves. Never by force: the engine refuses it to managers that the swarm still counts on. */
	readonly leaveSwarm: (signal?: AbortSignal) => Promise<void>;
	/** Writes over exactly the version that was read. */
	readonly updateSwarm: (swarm: SwarmFacts, change: SwarmChange, signal?: AbortSignal) => Promise<void>;
	/** Read only when somebody asks to see it; undefined while autolock is off. */
	readonly unlockKey: (signal?: AbortSignal) => Promise<string | undefined>;
	readonly unlockSwarm: (key: string, signal?: AbortSignal) => Promise<void>;
	/** What of the swarm runs on this engine; answered by workers, too. */
	readonly tasksHere: (signal?: AbortSignal) => Promise<readonly TaskHere[]>;
	/** Runs a program in a container of this engine; managers have no way to those of other nodes. */
	readonly exec: (order: ExecOrder, signal: AbortSignal) => Promise<Exec>;
	/** Closes what is open; calls under way reject with `aborted`. */
	readonly close: () => void;
};
