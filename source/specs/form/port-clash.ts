import type {PublishedPort as Port, Service} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {Tree} from '../tree.ts';

export const protocols = ['tcp', 'udp', 'sctp'] as const;

const keyOf = ({published, protocol}: Port) => `${published}/${protocol}`;

/** Why a port can't be had; two that publish on their own nodes only keep apart. */
const taken = (port: Port, services: Iterable<Service>): string | undefined => {
	for (const service of services) {
		const other = service.ports.find(
			candidate => candidate.published !== undefined && keyOf(candidate) === keyOf(port),
		);

		if (other !== undefined && (other.mode === 'ingress' || port.mode === 'ingress')) {
			const where = other.mode === 'ingress' ? 'on every node' : 'on the nodes that it runs on';
			return `port ${keyOf(port)} is taken by ${service.name}, ${where}`;
		}
	}

	return undefined;
};

/** What is wrong with ports together, and with those that others have. */
export const clash = (ports: readonly Port[], {services}: Snapshot): string | undefined => {
	const open = ports.filter(({published}) => published !== undefined);
	const twice = open.find((port, at) => open.findIndex(other => keyOf(other) === keyOf(port)) < at);
	return twice === undefined
		? open.map(port => taken(port, services?.items.values() ?? [])).find(problem => problem !== undefined)
		: `port ${keyOf(twice)} is there twice`;
};

/** Why a port of a spec can't be had; undefined where it can. */
export const portProblem = (raw: Tree, {services}: Snapshot): string | undefined => {
	const {PublishedPort: published, TargetPort: target, Protocol: protocol, PublishMode: mode} = raw;
	const port: Port = {
		published: typeof published === 'number' && published > 0 ? published : undefined,
		target: typeof target === 'number' ? target : 0,
		protocol: protocols.find(known => known === protocol) ?? 'tcp',
		mode: mode === 'host' ? 'host' : 'ingress',
	};
	return port.published === undefined ? undefined : taken(port, services?.items.values() ?? []);
};
