import {networkId, serviceId} from '../../swarm/ids.ts';
import type {
	PublishedPort,
	ServerCounts,
	Service,
	ServiceMode,
	UpdateState,
	UpdateStatus,
} from '../../swarm/service.ts';
import {logDriverOf} from './needs.ts';
import {decodePolicy} from './policy.ts';
import type {RawMode, RawPort, RawService, RawServiceSpec, RawTaskSpec} from './raw.ts';
import {decodeTemplate} from './template.ts';
import {usesOf} from './uses.ts';
import {
	countOf,
	idOf,
	instantOf,
	isObject,
	labelsOf,
	listOf,
	numberOf,
	objectOf,
	oneOf,
	resourcesOf,
	textOf,
	textsOf,
} from './values.ts';

/** A service of `GET /services`. Throws `garbled` when it has no id. */
export const decodeService = (json: unknown): Service => {
	const object = objectOf(json, 'service');
	const raw = object as RawService;
	const id = idOf(raw.ID, 'service');
	const previous = isObject(raw.PreviousSpec) ? raw.PreviousSpec : undefined;
	return {
		id: serviceId(id),
		version: countOf(raw.Version?.Index),
		...specFacts(raw.Spec ?? {}, id),
		uses: usesOf(raw),
		ports: listOf(raw.Endpoint?.Ports ?? raw.Spec?.EndpointSpec?.Ports).map(portOf),
		updateStatus: updateStatusOf(raw.UpdateStatus),
		serverCounts: countsOf(raw.ServiceStatus),
		jobIteration: isObject(raw.JobStatus) ? countOf(raw.JobStatus.JobIteration?.Index) : undefined,
		createdAt: instantOf(raw.CreatedAt) ?? 0,
		updatedAt: instantOf(raw.UpdatedAt) ?? 0,
		spec: object['Spec'] ?? {},
		previousSpec: previous,
		previousImage: previous === undefined ? undefined : textOf(imageOf((previous as RawServiceSpec).TaskTemplate)),
		raw: object,
	};
};

const specFacts = (spec: RawServiceSpec, id: string) => {
	const {TaskTemplate: task} = spec;
	const labels = labelsOf(spec.Labels);
	const networks = listOf(task?.Networks ?? spec.Networks).map(({Target}) => textOf(Target) ?? '');
	return {
		name: textOf(spec.Name) ?? id,
		labels,
		stack: textOf(labels['com.docker.stack.namespace']),
		mode: modeOf(spec.Mode),
		image: imageOf(task),
		networks: networks.filter(Boolean).map(networkId),
		constraints: textsOf(task?.Placement?.Constraints),
		maxPerNode: countOf(task?.Placement?.MaxReplicas),
		reservations: resourcesOf(task?.Resources?.Reservations),
		limits: resourcesOf(task?.Resources?.Limits),
		update: decodePolicy(spec.UpdateConfig),
		rollback: decodePolicy(spec.RollbackConfig),
		...logDriverOf(task),
		template: decodeTemplate(task).template,
	};
};

/** What a task runs: an image, or for the `plugin` runtime the plugin's. */
export const imageOf = (spec: RawTaskSpec | undefined) =>
	textOf(spec?.ContainerSpec?.Image) ?? textOf(spec?.PluginSpec?.Remote) ?? '';

/** No mode at all is one replica to the engine (daemon/cluster/convert/service.go). */
const modeOf = (raw: RawMode | undefined): ServiceMode => {
	if (raw?.ReplicatedJob) {
		const {TotalCompletions: total, MaxConcurrent: concurrent} = raw.ReplicatedJob;
		return {kind: 'replicated-job', completions: total ?? concurrent ?? 1, concurrent: concurrent ?? 1};
	}
	if (raw?.GlobalJob) {
		return {kind: 'global-job'};
	}
	if (raw?.Global) {
		return {kind: 'global'};
	}
	return {kind: 'replicated', replicas: numberOf(raw?.Replicated?.Replicas) ?? 1};
};

const protocols: readonly PublishedPort['protocol'][] = ['tcp', 'udp', 'sctp'];

const portOf = (raw: RawPort): PublishedPort => ({
	published: raw.PublishedPort || undefined,
	target: countOf(raw.TargetPort),
	protocol: oneOf(protocols, raw.Protocol) ?? 'tcp',
	mode: raw.PublishMode === 'host' ? 'host' : 'ingress',
});

const updateStates: readonly UpdateState[] = [
	'updating',
	'paused',
	'completed',
	'rollback_started',
	'rollback_paused',
	'rollback_completed',
];

const updateStatusOf = (raw: RawService['UpdateStatus']): UpdateStatus | undefined => {
	const state = oneOf(updateStates, raw?.State);
	return state === undefined
		? undefined
		: {
				state,
				startedAt: instantOf(raw?.StartedAt),
				completedAt: instantOf(raw?.CompletedAt),
				message: textOf(raw?.Message),
			};
};

const countsOf = (raw: RawService['ServiceStatus']): ServerCounts | undefined =>
	isObject(raw)
		? {
				running: countOf(raw['RunningTasks']),
				desired: countOf(raw['DesiredTasks']),
				completed: countOf(raw['CompletedTasks']),
			}
		: undefined;
