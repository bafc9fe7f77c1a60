import type {RawNetwork, RawNode, RawService, RawTask} from '../../../source/engine/decode/raw.ts';
import {type Editable, type Some, withSome} from './edit.ts';

/** When builders say that things were made. */
export const builtAt = '2026-11-21T09:00:00.000000000Z';

/** Twenty-five characters, as engines make them: `id('web')` is `web0000000000000000000000`. */
export const id = (name: string) => name.padEnd(25, '0').slice(0, 25);

const object = (identity: string) => ({
	ID: identity,
	Version: {Index: 10},
	CreatedAt: builtAt,
	UpdatedAt: builtAt,
});

/** A ready, active Linux worker with 4 processors and 8 GiB. */
export const rawNode = (hostname: string, over?: Some<RawNode>): Editable<RawNode> =>
	withSome<RawNode>(
		{
			...object(id(hostname)),
			Spec: {Labels: {}, Role: 'worker', Availability: 'active'},
			Description: {
				Hostname: hostname,
				Platform: {Architecture: 'x86_64', OS: 'linux'},
				Resources: {NanoCPUs: 4e9, MemoryBytes: 8 * 2 ** 30},
				Engine: {EngineVersion: '28.5.1', Labels: {}, Plugins: [{Type: 'Network', Name: 'overlay'}]},
			},
			Status: {State: 'ready', Addr: '10.0.0.9'},
		},
		over,
	);

/** A reachable manager; the first one made should be told `{ManagerStatus: {Leader: true}}`. */
export const rawManager = (hostname: string, over?: Some<RawNode>): Editable<RawNode> =>
	withSome<RawNode>(
		rawNode(hostname, {
			Spec: {Role: 'manager'},
			ManagerStatus: {Reachability: 'reachable', Addr: '10.0.0.1:2377'},
		}),
		over,
	);

/** A replicated service with one replica of `shop/NAME:1`. */
export const rawService = (name: string, over?: Some<RawService>): Editable<RawService> =>
	withSome<RawService>(
		{
			...object(id(name)),
			Spec: {
				Name: name,
				Labels: {},
				TaskTemplate: {
					ContainerSpec: {Image: `shop/${name}:1`, Isolation: 'default'},
					ForceUpdate: 0,
					Runtime: 'container',
				},
				Mode: {Replicated: {Replicas: 1}},
				EndpointSpec: {Mode: 'vip'},
			},
			Endpoint: {Spec: {}},
		},
		over,
	);

let made = 0;

/** A running task made from what the service's spec is now. Slot 1 and no node, unless said otherwise. */
export const rawTask = (service: Editable<RawService>, over?: Some<RawTask>): Editable<RawTask> => {
	made += 1;
	const {Runtime: _, ...spec} = service.Spec.TaskTemplate;
	const isGlobal = (service.Spec.Mode as RawService['Spec'] & {Global?: object}).Global !== undefined;
	const identity = over?.ID ?? id(`t${made.toString(36)}${service.Spec.Name}`);
	return withSome<RawTask>(
		{
			...object(identity),
			Labels: {},
			Spec: structuredClone(spec),
			ServiceID: service.ID,
			...(isGlobal ? {} : {Slot: 1}),
			Status: {
				Timestamp: builtAt,
				State: 'running',
				Message: 'started',
				ContainerStatus: {ContainerID: identity.padEnd(64, 'c'), PID: 4711, ExitCode: 0},
				PortStatus: {},
			},
			DesiredState: 'running',
		},
		over,
	);
};

/** An overlay network of 10.50.0.0/24. */
export const rawNetwork = (name: string, over?: Some<RawNetwork>): Editable<RawNetwork> =>
	withSome<RawNetwork>(
		{
			Id: id(name),
			Name: name,
			Created: builtAt,
			Scope: 'swarm',
			Driver: 'overlay',
			IPAM: {Config: [{Subnet: '10.50.0.0/24', Gateway: '10.50.0.1'}]},
			Options: {'com.docker.network.driver.overlay.vxlanid_list': '4097'},
			Labels: {},
		},
		over,
	);

export type RawFile = ReturnType<typeof rawFile>;

/** A secret or a config. An engine sends the content of configs only, as base64. */
export const rawFile = (name: string, content?: string, labels: Readonly<Record<string, string>> = {}) => ({
	...object(id(name)),
	Spec: {
		Name: name,
		Labels: labels,
		...(content === undefined ? {} : {Data: Buffer.from(content).toString('base64')}),
	},
});
