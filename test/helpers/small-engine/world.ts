import type {RawDistribution, RawNetwork, RawNode, RawService, RawTask} from '../../../source/engine/decode/raw.ts';
import {builtAt, id, type RawFile, rawManager, rawNetwork, rawNode, rawService, rawTask} from './build.ts';
import type {Editable} from './edit.ts';

/** A line of a task's log, as its container wrote it. */
export type WorldLine = {
	readonly task: string;
	readonly text: string;
	readonly timestamp: string;
	/** 1 stdout, 2 stderr, 3 the log reader's own words. */
	readonly type?: 1 | 2 | 3;
};

/** All that the small engine knows. Plain JSON, to be changed in place: through `engine.change`, so that events follow. */
export type World = {
	/** What `GET /_ping` says in its `Api-Version` header. */
	apiVersion: string;
	/** The node that answers. */
	self: string;
	/** Merged over what `GET /info` says. */
	info: Record<string, unknown>;
	/** Merged over what `GET /swarm` says. */
	swarm: Record<string, unknown>;
	nodes: Editable<RawNode>[];
	services: Editable<RawService>[];
	tasks: Editable<RawTask>[];
	networks: Editable<RawNetwork>[];
	secrets: RawFile[];
	configs: RawFile[];
	/** As `GET /volumes` lists them. */
	volumes: object[];
	logs: WorldLine[];
	/** By reference, as asked for. */
	images: Record<string, RawDistribution>;
};

/** A swarm of one manager, and nothing in it; or what is given. */
export const world = (given: Partial<World> = {}): World => {
	const nodes = given.nodes ?? [rawManager('mgr1', {ManagerStatus: {Leader: true}})];
	return {
		apiVersion: '1.51',
		self: nodes[0]?.ID ?? '',
		info: {},
		swarm: {},
		nodes,
		services: [],
		tasks: [],
		networks: [],
		secrets: [],
		configs: [],
		volumes: [],
		logs: [],
		images: {},
		...given,
	};
};

/** A frame of a recording (`{service, serviceStatus, tasks}`), beside the nodes its tasks name or those given. */
export const worldOfFrame = (
	frame: {readonly service: unknown; readonly serviceStatus?: unknown; readonly tasks: readonly unknown[]},
	nodes?: readonly unknown[],
): World => {
	const service = {...(frame.service as object), ServiceStatus: frame.serviceStatus} as Editable<RawService>;
	const tasks = structuredClone(frame.tasks) as Editable<RawTask>[];
	const named = new Set(tasks.map(task => task.NodeID).filter(Boolean));
	const made = [...named].map((node, index) => rawNode(`node-${index + 1}`, {ID: node}));
	return world({
		nodes: (nodes as Editable<RawNode>[] | undefined) ?? made,
		services: [structuredClone(service)],
		tasks,
	});
};

/** Many of everything, all well: three managers, services named `app-0001`, spread evenly. */
export const bigWorld = (size: {
	readonly nodes: number;
	readonly services: number;
	readonly replicas: number;
}): World => {
	const nodes = Array.from({length: size.nodes}, (_, index) => bigNode(index));
	const network = rawNetwork('appnet');
	const services = Array.from({length: size.services}, (_, index) => bigService(index, size.replicas, network.Id));
	const tasks = services.flatMap((service, at) =>
		Array.from({length: size.replicas}, (_, slot) => {
			const node = nodes[(at + slot) % nodes.length];
			return rawTask(service, {Slot: slot + 1, NodeID: node?.ID, NetworksAttachments: [attachment(network)]});
		}),
	);
	return world({nodes, services, tasks, networks: [network]});
};

const number = (index: number) => String(index + 1).padStart(4, '0');

const bigNode = (index: number) => {
	const name = `node-${number(index)}`;
	const address = `10.${index >> 8}.${index & 255}.1`;
	const over = {Status: {Addr: address}};
	return index < 3
		? rawManager(name, {...over, ManagerStatus: {Addr: `${address}:2377`, ...(index === 0 ? {Leader: true} : {})}})
		: rawNode(name, over);
};

const bigService = (index: number, replicas: number, network: string) => {
	const name = `app-${number(index)}`;
	return rawService(name, {
		Spec: {
			Labels: {'com.docker.stack.namespace': `stack-${number(index % 40)}`, tier: 'backend'},
			TaskTemplate: {
				ContainerSpec: {
					Image: `registry.example.com/shop/${name}:1@sha256:${id(name).repeat(3).slice(0, 64)}`,
					Env: Array.from({length: 12}, (_, key) => `SETTING_${key}=value-of-setting-${key}`),
				} as object,
				Resources: {Reservations: {NanoCPUs: 1e7, MemoryBytes: 2 ** 24}},
				Networks: [{Target: network, Aliases: [name]}],
			},
			Mode: {Replicated: {Replicas: replicas}},
		},
		ServiceStatus: {RunningTasks: replicas, DesiredTasks: replicas, CompletedTasks: 0},
	});
};

const attachment = (network: Editable<RawNetwork>) => ({
	Network: {
		ID: network.Id,
		Version: {Index: 8},
		CreatedAt: builtAt,
		UpdatedAt: builtAt,
		Spec: {Name: network.Name, Labels: {}, DriverConfiguration: {Name: 'overlay'}, Scope: 'swarm'},
		DriverState: {Name: 'overlay', Options: {'com.docker.network.driver.overlay.vxlanid_list': '4097'}},
		IPAMOptions: {Driver: {Name: 'default'}, Configs: [{Subnet: '10.50.0.0/24', Gateway: '10.50.0.1'}]},
	},
	Addresses: ['10.50.0.3/24'],
});
