import type {ServiceSpec} from './model.ts';

type EndpointSpec = NonNullable<ServiceSpec['EndpointSpec']>;

/** What an endpoint leaves open is answered as the engine took it: a virtual address, TCP, the ingress network. */
export const plainEndpoint = ({Mode, Ports, ...rest}: EndpointSpec): EndpointSpec => ({
	...rest,
	Mode: Mode || 'vip',
	...(Ports
		? {
				Ports: Ports.map(({Protocol, PublishMode, ...port}) => ({
					...port,
					Protocol: Protocol || 'tcp',
					PublishMode: PublishMode || 'ingress',
				})),
			}
		: {}),
});
