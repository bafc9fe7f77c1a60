import type {RawNetworkAnswer} from './model.ts';
import {freeSubnet, isTaken} from './networks.ts';
import type {Network} from './objects.ts';
import type {Swarm} from './swarm.ts';

export type NetworkPlan = Partial<
	Pick<RawNetworkAnswer, 'Attachable' | 'Ingress' | 'Internal' | 'Labels' | 'Driver'>
> & {
	readonly Name: string;
	readonly subnet?: string;
	readonly gateway?: string;
	readonly range?: string;
	/** Options of the driver, as they were asked for. */
	readonly options?: Readonly<Record<string, string>>;
	readonly encrypted?: boolean;
};

const gatewayOf = (subnet: string) => subnet.replace(/\d+\/\d+$/, '1');

/** A new overlay network. One whose range is taken already is accepted, and never allocated: so does a real swarm. */
export const addNetwork = (swarm: Swarm, plan: NetworkPlan): Network => {
	const {store} = swarm;
	const meta = store.networks.meta();
	const subnet = plan.subnet ?? freeSubnet(swarm);
	const isFree = !isTaken(swarm, subnet);
	const number = 4096 + store.networks.all.size;
	return store.networks.add({
		id: meta.ID,
		json: undefined,
		nextAddress: 1,
		raw: {
			...meta,
			Name: plan.Name,
			Labels: plan.Labels ?? null,
			Attachable: plan.Attachable ?? false,
			Ingress: plan.Ingress ?? false,
			Internal: plan.Internal ?? false,
			Driver: plan.Driver ?? 'overlay',
			VxlanId: number,
			Options: {
				'com.docker.network.driver.overlay.vxlanid_list': String(number),
				...plan.options,
				...(plan.encrypted ? {encrypted: ''} : {}),
			},
			Subnet: isFree
				? {
						Subnet: subnet,
						...(plan.range === undefined ? {} : {IPRange: plan.range}),
						Gateway: plan.gateway ?? gatewayOf(subnet),
					}
				: undefined,
		},
	});
};

/** Every swarm has it. */
export const createIngress = (swarm: Swarm) => addNetwork(swarm, {Name: 'ingress', Ingress: true});
