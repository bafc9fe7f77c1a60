import type {Demand, HostPort} from '../placement/demand.ts';
import {needsNothing} from '../placement/needs.ts';
import type {Service} from '../service.ts';
import type {Snapshot} from '../snapshot.ts';

/** Ports it takes on the node itself; one that the engine may choose is never in the way. */
export const hostPortsOf = ({ports}: Pick<Service, 'ports'>): readonly HostPort[] =>
	ports.flatMap(({mode, published, protocol}) =>
		mode === 'host' && published !== undefined ? [{port: published, protocol}] : [],
	);

const networkPlugins = ({networks}: Service, snapshot: Snapshot) =>
	networks.flatMap(id => {
		const driver = snapshot.networks?.items.get(id)?.driver;
		return driver === undefined ? [] : [{kind: 'Network', name: driver} as const];
	});

/** What the scheduler looks at in a new task of the service. */
export const demandOf = (service: Service, snapshot: Snapshot): Demand => {
	const {generic, plugins, platforms, volumes, spread} = service.template.needs ?? needsNothing;
	return {
		cpus: service.reservations.cpus,
		memoryBytes: service.reservations.memoryBytes,
		generic,
		plugins: [...plugins, ...networkPlugins(service, snapshot)],
		constraints: service.constraints,
		platforms,
		hostPorts: hostPortsOf(service),
		maxPerNode: service.maxPerNode,
		volumes,
		spread,
	};
};
