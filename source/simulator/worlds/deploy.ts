import {acceptedSpec} from '../accepted-spec.ts';
import type {ContainerSpec, RestartPolicy, ServiceSpec, UpdateConfig} from '../model.ts';
import type {Service} from '../objects.ts';
import {addService, changeSpec} from '../services.ts';
import type {Simulator} from '../simulator.ts';

/** A service as a compose file would say it. Without `replicas` it runs on every node. */
export type ServicePlan = {
	readonly stack?: string;
	readonly name: string;
	readonly image: string;
	readonly replicas?: number;
	readonly networks?: readonly string[];
	readonly ports?: readonly {readonly published: number; readonly target: number; readonly mode?: 'ingress' | 'host'}[];
	readonly constraints?: readonly string[];
	readonly maxPerNode?: number;
	readonly cpus?: number;
	readonly memory?: number;
	readonly update?: UpdateConfig;
	readonly restart?: RestartPolicy;
	readonly container?: ContainerSpec;
	readonly labels?: Readonly<Record<string, string>>;
};

/** The labels of what `docker stack deploy` made. */
export const ofStack = (stack: string) => ({'com.docker.stack.namespace': stack});

const placementOf = ({constraints, maxPerNode}: ServicePlan) =>
	constraints || maxPerNode
		? {
				Placement: {
					...(constraints ? {Constraints: constraints} : {}),
					...(maxPerNode ? {MaxReplicas: maxPerNode} : {}),
				},
			}
		: {};

const resourcesOf = ({cpus, memory}: ServicePlan) =>
	cpus || memory
		? {
				Resources: {
					Reservations: {
						...(cpus ? {NanoCPUs: Math.round(cpus * 1e9)} : {}),
						...(memory ? {MemoryBytes: memory} : {}),
					},
				},
			}
		: {};

export const specOf = (plan: ServicePlan): ServiceSpec => {
	const {stack, name, image, replicas, ports = [], networks = []} = plan;
	const labels = stack === undefined ? {} : ofStack(stack);
	return {
		Name: stack === undefined ? name : `${stack}_${name}`,
		Labels: {...labels, ...(stack === undefined ? {} : {'com.docker.stack.image': image}), ...plan.labels},
		TaskTemplate: {
			ContainerSpec: {Image: image, ...(stack === undefined ? {} : {Labels: labels}), ...plan.container},
			...resourcesOf(plan),
			...(plan.restart ? {RestartPolicy: plan.restart} : {}),
			...placementOf(plan),
			...(networks.length > 0 ? {Networks: networks.map(Target => ({Target, Aliases: [name]}))} : {}),
		},
		Mode: replicas === undefined ? {Global: {}} : {Replicated: {Replicas: replicas}},
		...(plan.update ? {UpdateConfig: plan.update} : {}),
		EndpointSpec: {
			Mode: 'vip',
			...(ports.length > 0
				? {
						Ports: ports.map(({published, target, mode = 'ingress'}) => ({
							Protocol: 'tcp',
							TargetPort: target,
							PublishedPort: published,
							PublishMode: mode,
						})),
					}
				: {}),
		},
	};
};

export const deploy = ({swarm}: Simulator, plan: ServicePlan): Service =>
	addService(swarm, acceptedSpec(swarm, specOf(plan)));

/** As `docker service update` would. */
export const redeploy = ({swarm}: Simulator, service: Service, plan: ServicePlan) =>
	changeSpec(swarm, service, acceptedSpec(swarm, specOf(plan), service));
