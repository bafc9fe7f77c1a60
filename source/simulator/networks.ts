import type {TaskSpec} from './model.ts';
import type {Network, Service, Task} from './objects.ts';
import type {Swarm} from './swarm.ts';

type Targets = readonly {readonly Target?: string}[] | undefined;

/** A spec names networks by id or by name. */
export const networkNamed = ({store}: Pick<Swarm, 'store'>, text: string | undefined): Network | undefined =>
	store.networks.all.get(text ?? '') ?? store.networks.all.values().find(({raw}) => raw.Name === text);

const ingressOf = ({store}: Swarm) => store.networks.all.values().find(({raw}) => raw.Ingress);

const publishesByIngress = (service: Service) =>
	service.raw.Spec.EndpointSpec?.Ports?.some(({PublishMode = 'ingress'}) => PublishMode === 'ingress') ?? false;

/** The networks that tasks of a service are attached to: those of its template, else the service's own, and the ingress. */
export const networksOf = (swarm: Swarm, service: Service): readonly Network[] => {
	const {TaskTemplate, Networks} = service.raw.Spec;
	const targets: Targets = (TaskTemplate as TaskSpec).Networks ?? Networks;
	const own = (targets ?? []).map(({Target}) => networkNamed(swarm, Target)).filter(network => network !== undefined);
	const ingress = publishesByIngress(service) ? ingressOf(swarm) : undefined;
	return ingress ? [ingress, ...own.filter(network => network !== ingress)] : own;
};

export const isAllocated = ({raw}: Network) => raw.Subnet !== undefined;

const toNumber = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const toAddress = (number: number) => [24, 16, 8, 0].map(shift => Math.floor(number / 2 ** shift) % 256).join('.');

/** The next address of the network, with its prefix length: `10.0.1.7/24`. Starts over when all were given. */
export const nextAddress = (network: Network): string => {
	const [base = '10.0.0.0', bits = '24'] = (network.raw.Subnet?.Subnet ?? '').split('/');
	const size = 2 ** (32 - Number(bits));
	network.nextAddress = network.nextAddress >= size - 2 ? 2 : network.nextAddress + 1;
	return `${toAddress(toNumber(base) + network.nextAddress)}/${bits}`;
};

const overlaps = (one: string, other: string) => {
	const [[base = '', bits = '24'] = [], [otherBase = '', otherBits = '24'] = []] = [one, other].map(text =>
		text.split('/'),
	);
	const size = 2 ** (32 - Math.min(Number(bits), Number(otherBits)));
	return Math.floor(toNumber(base) / size) === Math.floor(toNumber(otherBase) / size);
};

/** Whether another network has a part of that address range. */
export const isTaken = ({store}: Swarm, subnet: string) =>
	store.networks.all.values().some(({raw}) => raw.Subnet !== undefined && overlaps(raw.Subnet.Subnet, subnet));

/** The next range of the default pool that is free: 10.0.0.0/24 upwards. */
export const freeSubnet = (swarm: Swarm): string => {
	for (let number = 0; number < 65_536; number += 1) {
		const subnet = `10.${number >> 8}.${number & 255}.0/24`;
		if (!isTaken(swarm, subnet)) {
			return subnet;
		}
	}
	throw new Error('no address range is left');
};

/** The network as a task's attachment shows it; one object for all tasks until the network changes. */
const attached = new WeakMap<object, object>();

const attachedNetwork = ({raw}: Network): object => {
	const known = attached.get(raw);
	if (known) {
		return known;
	}
	const {ID, Version, CreatedAt, UpdatedAt} = raw;
	const shown = {
		...{ID, Version, CreatedAt, UpdatedAt},
		Spec: {
			Name: raw.Name,
			Labels: raw.Labels ?? {},
			DriverConfiguration: raw.Ingress ? {} : {Name: raw.Driver},
			...(raw.Ingress ? {Ingress: true} : {}),
			...(raw.Attachable ? {Attachable: true} : {}),
			IPAMOptions: {Driver: {}},
			Scope: 'swarm',
		},
		DriverState: {Name: raw.Driver, Options: raw.Options},
		IPAMOptions: {Driver: {Name: 'default'}, Configs: raw.Subnet ? [raw.Subnet] : []},
	};
	attached.set(raw, shown);
	return shown;
};

export const attachmentsOf = (networks: readonly Network[]): NonNullable<Task['raw']['NetworksAttachments']> =>
	networks.map(network => ({Network: attachedNetwork(network), Addresses: [nextAddress(network)]}));
