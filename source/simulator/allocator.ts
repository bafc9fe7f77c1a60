import {attachmentsOf, isAllocated, networksOf, nextAddress} from './networks.ts';
import type {Service, Task} from './objects.ts';
import {desiredOf, stateOf} from './objects.ts';
import {type Swarm, soon} from './swarm.ts';
import {setState} from './tasks.ts';

/** Moves a new task on to the scheduler, attached to its networks. On a network without an address range it stays new. */
const allocateTask = (swarm: Swarm, task: Task): boolean => {
	const service = swarm.store.services.all.get(task.serviceId);
	const networks = service ? networksOf(swarm, service) : [];
	if (!networks.every(isAllocated)) {
		return false;
	}
	if (networks.length > 0) {
		swarm.store.tasks.write(task, {NetworksAttachments: attachmentsOf(networks)});
	}
	setState(swarm, task, 'pending', {message: 'pending task scheduling'});
	return true;
};

/** Publishes the ports of a service and gives it a virtual address per network. */
const allocateService = (swarm: Swarm, service: Service) => {
	const {EndpointSpec = {}} = service.raw.Spec;
	const isByDns = EndpointSpec.Mode === 'dnsrr';
	const networks = isByDns ? [] : networksOf(swarm, service).filter(isAllocated);
	for (const network of networks.filter(({id}) => !service.addresses.has(id))) {
		service.addresses.set(network.id, nextAddress(network));
	}
	const Ports = EndpointSpec.Ports?.map(port => ({
		...port,
		PublishedPort: port.PublishedPort ?? freePort(swarm, service),
	}));
	const VirtualIPs = networks.map(({id}) => ({NetworkID: id, Addr: service.addresses.get(id) ?? ''}));
	const Endpoint = {
		Spec: EndpointSpec,
		...(Ports && Ports.length > 0 ? {Ports} : {}),
		...(VirtualIPs.length > 0 ? {VirtualIPs} : {}),
	};
	if (JSON.stringify(Endpoint) !== JSON.stringify(service.raw.Endpoint)) {
		swarm.store.services.write(service, {Endpoint});
	}
};

/** Published without a number: the next from 30000 on. */
const freePort = ({store}: Swarm, service: Service) => {
	const own = service.raw.Endpoint.Ports?.find(({PublishedPort = 0}) => PublishedPort >= 30_000)?.PublishedPort;
	const taken = store.services.all.values().flatMap(({raw}) => raw.Endpoint.Ports ?? []);
	return (
		own ?? Math.max(29_999, ...[...taken].map(({PublishedPort = 0}) => PublishedPort).filter(port => port < 32_767)) + 1
	);
};

export const startAllocator = (swarm: Swarm) => {
	const fresh = new Set<Task>();
	const services = new Set<Service>();

	const allocate = soon(
		swarm,
		() => swarm.random.between(2, 6),
		() => {
			for (const service of services) {
				if (swarm.store.services.all.has(service.id)) {
					allocateService(swarm, service);
				}
			}
			services.clear();
			for (const task of fresh) {
				const isWaiting = stateOf(task) === 'new' && swarm.store.tasks.all.has(task.id);
				if (!isWaiting || desiredOf(task) === 'remove' || allocateTask(swarm, task)) {
					fresh.delete(task);
				}
			}
		},
	);

	swarm.store.watch(change => {
		if (change.kind === 'task' && change.action === 'create' && stateOf(change.item) === 'new') {
			fresh.add(change.item);
			allocate();
		}
		if (change.kind === 'service' && change.action !== 'remove' && isEndpointNew(change)) {
			services.add(change.item);
			allocate();
		}
		if (change.kind === 'network' && change.action === 'update') {
			allocate();
		}
	});
};

type ServiceChange = {readonly action: string; readonly item: Service; readonly before?: Service['raw']};

const isEndpointNew = ({item, before}: ServiceChange) => item.raw.Spec !== before?.Spec;
