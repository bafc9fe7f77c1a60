import type {Json} from '../../../swarm/values.ts';
import {at} from '../../tree.ts';
import type {Fault} from '../problem.ts';
import {entriesAt, repeated} from './paths.ts';

/** What the engine refuses of ports (manager/controlapi: validateEndpointSpec). */
export const portFaults = (spec: Json): readonly Fault[] => {
	const ports = entriesAt(spec, ['EndpointSpec', 'Ports']);
	const isByNames = at(spec, ['EndpointSpec', 'Mode']) === 'dnsrr';
	return [
		...ports
			.filter(({item}) => !item['TargetPort'])
			.map(({path}) => ({path, sentence: 'a port needs a TargetPort: the one inside the container'})),
		...repeated(
			ports,
			({item}) => (item['PublishedPort'] ? `${item['PublishedPort']}/${item['Protocol'] ?? 'tcp'}` : undefined),
			port => `port ${port} is published twice`,
		),
		...ports
			.filter(({item}) => isByNames && item['PublishMode'] !== 'host')
			.map(({path}) => ({
				path,
				sentence: 'with EndpointSpec.Mode dnsrr a port can only be published with PublishMode host',
			})),
	];
};
