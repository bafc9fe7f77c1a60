import {parseConstraint} from '../swarm/constraints.ts';
import {isValid} from '../swarm/parsed.ts';
import type {ServiceSpec} from './model.ts';
import {networkNamed} from './networks.ts';
import type {Service} from './objects.ts';
import {plainEndpoint} from './plain-endpoint.ts';
import {plainSpec} from './plain-spec.ts';
import {invalidArgument, Refusal, unknown} from './refusal.ts';
import {checkPolicies} from './spec-policies.ts';
import {checkWords} from './spec-words.ts';
import type {Swarm} from './swarm.ts';

const leastMemory = 4 * 1024 * 1024;

/** As Go prints it: two digits of exponent, from a ten-thousandth on. */
const goFloat = (value: number) => (value < 1e-4 ? value.toExponential().replace(/e-(\d)$/, 'e-0$1') : String(value));

const checkResources = ({Resources}: ServiceSpec['TaskTemplate']) => {
	for (const resources of [Resources?.Limits, Resources?.Reservations]) {
		if (resources?.MemoryBytes && resources.MemoryBytes < leastMemory) {
			throw invalidArgument(`invalid memory value ${resources.MemoryBytes}: Must be at least 4MiB`);
		}
		if (resources?.NanoCPUs && resources.NanoCPUs < 1e6) {
			throw invalidArgument(`invalid cpu value ${goFloat(resources.NanoCPUs / 1e9)}: Must be at least 0.001`);
		}
	}
};

const checkConstraints = (constraints: readonly string[] = []) => {
	for (const text of constraints) {
		const parsed = parseConstraint(text);
		if (!isValid(parsed)) {
			const isOperator = parsed.problem.startsWith('constraint ');
			throw unknown(isOperator ? 'constraint expected one operator from ==, !=' : parsed.problem);
		}
	}
};

const checkReferences = ({store}: Swarm, {ContainerSpec}: ServiceSpec['TaskTemplate']) => {
	for (const {SecretID = '', SecretName = ''} of ContainerSpec?.Secrets ?? []) {
		if (!store.secrets.all.has(SecretID)) {
			throw invalidArgument(`secret not found: ${SecretName}`);
		}
	}
	for (const {ConfigID = '', ConfigName = ''} of ContainerSpec?.Configs ?? []) {
		if (!store.configs.all.has(ConfigID)) {
			throw invalidArgument(`config not found: ${ConfigName}`);
		}
	}
};

const checkPorts = ({store}: Swarm, spec: ServiceSpec, self: Service | undefined) => {
	const others = [...store.services.all.values()].filter(other => other !== self);
	for (const {PublishedPort, PublishMode = 'ingress', Protocol = 'tcp'} of spec.EndpointSpec?.Ports ?? []) {
		const holder = others.find(({raw}) =>
			[...(raw.Spec.EndpointSpec?.Ports ?? []), ...(raw.Endpoint.Ports ?? [])].some(
				port =>
					port.PublishedPort === PublishedPort &&
					(port.Protocol ?? 'tcp') === Protocol &&
					(port.PublishMode ?? 'ingress') === 'ingress',
			),
		);
		if (PublishedPort && PublishMode === 'ingress' && holder) {
			const user = `service '${holder.raw.Spec.Name}' (${holder.id})`;
			throw invalidArgument(`port '${PublishedPort}' is already in use by ${user} as an ingress port`);
		}
	}
};

/** Networks are named by their ids from here on, as the daemon does before it asks SwarmKit. */
const withNetworkIds = (swarm: Swarm, spec: ServiceSpec): ServiceSpec => {
	const resolve = <T extends {readonly Target?: string}>(networks: readonly T[] | undefined) =>
		networks?.map(network => {
			const found = networkNamed(swarm, network.Target);
			if (found === undefined) {
				throw new Refusal(500, `network ${network.Target} not found`);
			}
			return {...network, Target: found.id};
		});
	const own = resolve(spec.Networks);
	const ofTasks = resolve(spec.TaskTemplate.Networks);
	return {
		...spec,
		...(own ? {Networks: own} : {}),
		TaskTemplate: {...spec.TaskTemplate, ...(ofTasks ? {Networks: ofTasks} : {})},
	};
};

/** Roughly: no spaces, no capitals in the path, at most one tag. */
const isReference = (image: string) =>
	/^(?:[\w.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*(?::[\w][\w.-]{0,127})?(?:@[\w:]+)?$/.test(
		image,
	);

/** Checks a spec in the order and the words of the engine (manager/controlapi/service.go). */
export const acceptedSpec = (swarm: Swarm, given: ServiceSpec, self?: Service): ServiceSpec => {
	checkWords(given);
	const plain = plainSpec(given);
	const endpoint = plain.EndpointSpec ? {EndpointSpec: plainEndpoint(plain.EndpointSpec)} : {};
	const spec = withNetworkIds(swarm, {...plain, ...endpoint});
	const name = spec.Name ?? '';
	if (!/^[a-zA-Z0-9]+(?:[a-zA-Z0-9-_.]*[a-zA-Z0-9])?$/.test(name)) {
		const rule = 'name must be valid as a DNS name component';
		throw invalidArgument(name === '' ? 'meta: name must be provided' : rule);
	}
	if (!spec.TaskTemplate.ContainerSpec) {
		throw invalidArgument('TaskSpec: missing runtime');
	}
	if (!spec.TaskTemplate.ContainerSpec.Image) {
		throw invalidArgument('ContainerSpec: image reference must be provided');
	}
	if (!isReference(spec.TaskTemplate.ContainerSpec.Image)) {
		const {Image} = spec.TaskTemplate.ContainerSpec;
		throw invalidArgument(`ContainerSpec: "${Image}" is not a valid repository/tag`);
	}
	checkResources(spec.TaskTemplate);
	checkConstraints(spec.TaskTemplate.Placement?.Constraints);
	checkPolicies(spec);
	checkPorts(swarm, spec, self);
	checkReferences(swarm, spec.TaskTemplate);
	return spec;
};
