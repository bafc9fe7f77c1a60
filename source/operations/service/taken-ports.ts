import {at, isTree, itemsOf} from '../../specs/tree.ts';
import type {Service} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {Json} from '../../swarm/values.ts';

/** Ports that another service has published already: the engine refuses them (manager/controlapi: checkPortConflicts). */
export const takenPorts = ({id}: Pick<Service, 'id'>, spec: Json, {services}: Snapshot): readonly string[] => {
	const others = [...(services?.items.values() ?? [])].filter(other => other.id !== id);
	return itemsOf(at(spec, ['EndpointSpec', 'Ports'])).flatMap(port => {
		if (!isTree(port) || !port['PublishedPort'] || port['PublishMode'] === 'host') {
			return [];
		}

		const [number, protocol] = [port['PublishedPort'], port['Protocol'] ?? 'tcp'];
		const holder = others.find(({ports}) =>
			ports.some(taken => taken.published === number && taken.protocol === protocol && taken.mode === 'ingress'),
		);
		return holder === undefined ? [] : [`Port ${number}/${protocol} is taken by ${holder.name}.`];
	});
};
