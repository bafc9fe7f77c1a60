import {addNetwork} from '../network-plans.ts';
import {isAllocated, networksOf} from '../networks.ts';
import {isConnected, type Network, type Service} from '../objects.ts';
import {Refusal} from '../refusal.ts';
import type {Simulator} from '../simulator.ts';
import {hasEnded} from '../task-order.ts';
import {bodyOf, type Call, empty, isTrue, json, type Reply} from './call.ts';
import {filtersOf, hasLabels, oneOf} from './filters.ts';
import {get} from './find.ts';
import {taskName} from './task-routes.ts';

const swarmNetwork = ({raw}: Network) => ({
	Name: raw.Name,
	Id: raw.ID,
	Created: raw.CreatedAt,
	Scope: 'swarm',
	Driver: raw.Subnet ? raw.Driver : '',
	EnableIPv6: false,
	IPAM: raw.Subnet
		? {Driver: 'default', Options: null, Config: [raw.Subnet]}
		: {Driver: '', Options: null, Config: null},
	Internal: raw.Internal,
	Attachable: raw.Attachable,
	Ingress: raw.Ingress,
	ConfigFrom: {Network: ''},
	ConfigOnly: false,
	Containers: null,
	Options: raw.Subnet ? raw.Options : null,
	Labels: raw.Labels,
});

/** Every engine's own. */
const localNetworks = ({startedAt}: Simulator) =>
	(
		[
			['bridge', 'bridge', '172.17.0.0/16'],
			['docker_gwbridge', 'bridge', '172.18.0.0/16'],
			['host', 'host', undefined],
			['none', 'null', undefined],
		] as const
	).map(([Name, Driver, Subnet], at) => ({
		Name,
		Id: `${at}f`.repeat(32),
		Created: new Date(startedAt).toISOString(),
		Scope: 'local',
		Driver,
		EnableIPv6: false,
		IPAM: {
			Driver: 'default',
			Options: null,
			Config: Subnet ? [{Subnet, Gateway: Subnet.replace('0.0/16', '0.1')}] : [],
		},
		Internal: false,
		Attachable: false,
		Ingress: false,
		ConfigFrom: {Network: ''},
		ConfigOnly: false,
		Containers: {},
		Options: {},
		Labels: {},
	}));

export const listNetworks = (call: Call): Reply => {
	const {simulator} = call;
	const filters = filtersOf(call, ['driver', 'type', 'name', 'id', 'label', 'scope', 'dangling']);
	const isLed = simulator.raft.leaderId() !== undefined && call.self.isManager;
	const swarm = isLed ? [...simulator.swarm.store.networks.all.values()].map(swarmNetwork) : [];
	return json(
		[...swarm, ...localNetworks(simulator)].filter(
			network =>
				oneOf(filters['scope'], text => network.Scope === text) &&
				oneOf(filters['driver'], text => network.Driver === text) &&
				oneOf(filters['name'], text => network.Name.includes(text)) &&
				oneOf(filters['id'], text => network.Id.startsWith(text)) &&
				oneOf(filters['type'], text => (text === 'builtin') === (network.Scope === 'local')) &&
				hasLabels(filters['label'], network.Labels ?? {}),
		),
	);
};

const networkNamed = ({simulator: {swarm}}: Call, text: string) =>
	get('network', swarm.store.networks.all, ({raw}) => raw.Name, text);

const usersOf = ({simulator: {swarm}}: Call, network: Network): readonly Service[] =>
	[...swarm.store.services.all.values()].filter(service => networksOf(swarm, service).includes(network));

const tasksOn = (call: Call, service: Service, network: Network) => {
	const {store} = call.simulator.swarm;
	return store.index
		.ofService(service.id)
		.filter(task => !hasEnded(task))
		.flatMap(task => {
			const attachment = task.raw.NetworksAttachments?.find(
				({Network: attached}) => (attached as {readonly ID?: string}).ID === network.id,
			);
			const host = store.nodes.all.get(task.raw.NodeID ?? '');
			return attachment && host ? [{task, host, address: attachment.Addresses[0]?.split('/')[0] ?? ''}] : [];
		});
};

/** Only where the engine asked has a task on that network; elsewhere there is no `Services` at all. */
const verbose = (call: Call, network: Network) => {
	const users = usersOf(call, network).map(service => ({service, tasks: tasksOn(call, service, network)}));
	if (!users.some(({tasks}) => tasks.some(({host}) => host === call.self))) {
		return {};
	}
	const services = users.map(({service, tasks}) => [
		service.raw.Spec.Name,
		{
			VIP: service.addresses.get(network.id)?.split('/')[0] ?? '',
			Ports: [],
			LocalLBIndex: 257,
			Tasks: tasks.map(({task, host, address}) => ({
				Name: taskName(service, task),
				EndpointID: task.containerId ?? '',
				EndpointIP: address,
				Info: {'Host IP': host.raw.Status.Addr},
			})),
		},
	]);
	return {Services: Object.fromEntries(services)};
};

export const inspectNetwork = (call: Call): Reply => {
	const local = localNetworks(call.simulator).find(({Name, Id}) => Name === call.name || Id.startsWith(call.name));
	if (local) {
		return json(local);
	}
	const network = networkNamed(call, call.name);
	const peers = [...call.simulator.swarm.store.nodes.all.values()]
		.filter(isConnected)
		.map(({id, raw}) => ({Name: id.slice(0, 12), IP: raw.Status.Addr}));
	const more = isTrue(call.query['verbose']) ? {Peers: peers, ...verbose(call, network)} : {};
	return json({...swarmNetwork(network), ...more});
};

type Creation = {
	readonly Name?: string;
	readonly Driver?: string;
	readonly Attachable?: boolean;
	readonly Internal?: boolean;
	readonly Ingress?: boolean;
	readonly Labels?: Readonly<Record<string, string>> | null;
	readonly Options?: Readonly<Record<string, string>> | null;
	readonly IPAM?: {
		readonly Config?:
			| readonly {readonly Subnet?: string; readonly Gateway?: string; readonly IPRange?: string}[]
			| null;
	} | null;
};

const isSubnet = (text: string) => /^\d{1,3}(?:\.\d{1,3}){3}\/(?:[12]?\d|3[0-2])$/.test(text);

export const createNetwork = (call: Call): Reply => {
	const {swarm, engine} = call.simulator;
	const {Name = '', Driver, IPAM, Options, ...given} = bodyOf<Creation>(call);
	const taken = [...swarm.store.networks.all.values()];
	if (Name === '') {
		throw new Refusal(400, 'network name must be provided');
	}
	if (taken.some(({raw}) => raw.Name === Name)) {
		throw new Refusal(409, `network with name ${Name} already exists`);
	}
	const invalid = 'rpc error: code = InvalidArgument desc =';
	if (given.Ingress && given.Attachable) {
		throw new Refusal(400, `${invalid} ingress network cannot be attachable`);
	}
	if (given.Ingress && taken.some(({raw}) => raw.Ingress)) {
		throw new Refusal(409, `ingress network (${taken.find(({raw}) => raw.Ingress)?.id}) is already present`);
	}
	if (['bridge', 'host', 'none', 'docker_gwbridge'].includes(Name)) {
		throw new Refusal(409, `network with name ${Name} already exists`);
	}
	if (Name.length > 63) {
		throw new Refusal(400, `${invalid} name must be 63 characters or fewer`);
	}
	if (!/^[a-zA-Z0-9](?:[\w-]*[a-zA-Z0-9])?$/.test(Name)) {
		throw new Refusal(400, `${invalid} name must be valid as a DNS name component`);
	}
	const {Subnet, Gateway, IPRange} = IPAM?.Config?.[0] ?? {};
	if (Subnet !== undefined && !isSubnet(Subnet)) {
		throw new Refusal(engine.name === '20.10' ? 500 : 400, `invalid CIDR address: ${Subnet}`);
	}
	const network = addNetwork(swarm, {
		...given,
		Labels: given.Labels ?? null,
		Name,
		Driver: Driver || 'overlay',
		encrypted: Options?.['encrypted'] !== undefined,
		...(Subnet ? {subnet: Subnet} : {}),
		...(Gateway ? {gateway: Gateway} : {}),
		...(IPRange ? {range: IPRange} : {}),
		...(Options ? {options: Options} : {}),
	});
	if (isAllocated(network)) {
		// The allocator's write: its absence is how a network without an address range shows.
		swarm.timeline.after(3, () => swarm.leadership.whenLed(() => swarm.store.networks.write(network, {})));
	}
	return json({Id: network.id, Warning: ''}, 201);
};

export const removeNetwork = (call: Call): Reply => {
	const network = networkNamed(call, call.name);
	const [user] = usersOf(call, network);
	if (user) {
		throw new Refusal(
			400,
			`rpc error: code = FailedPrecondition desc = network ${network.id} is in use by service ${user.id}`,
		);
	}
	call.simulator.swarm.store.networks.remove(network);
	return empty(204);
};
