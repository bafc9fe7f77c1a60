import type {PublishedPort, Service} from './service.ts';

/** A port that a service has open to the world, and who else wants it. */
export type Published = {
	readonly service: Service;
	readonly port: PublishedPort;
	/** They take the same port on the same nodes: one of them can't. */
	readonly conflicts: readonly Service[];
	/** They want it on their own node, as this one does: never both on one node. */
	readonly neighbours: readonly Service[];
};

const keyOf = ({published, protocol}: PublishedPort) => `${published}/${protocol}`;

/**
Every published port. The engine refuses a second service on a port of the ingress, and keeps tasks that publish on
their node apart; it doesn't look across: a port of the ingress is taken on every node.
*/
export const publishedPorts = (services: Iterable<Service>): readonly Published[] => {
	const all = [...services].flatMap(service => service.ports.map(port => ({service, port})));
	const wanted = Map.groupBy(all, ({port}) => keyOf(port));
	return all.map(({service, port}) => {
		const others =
			port.published === undefined ? [] : (wanted.get(keyOf(port)) ?? []).filter(other => other.service !== service);
		const isNeighbour = (other: {readonly port: PublishedPort}) => other.port.mode === 'host' && port.mode === 'host';
		return {
			service,
			port,
			conflicts: others.filter(other => !isNeighbour(other)).map(other => other.service),
			neighbours: others.filter(isNeighbour).map(other => other.service),
		};
	});
};
