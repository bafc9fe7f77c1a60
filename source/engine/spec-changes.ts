import {isJob, type Service} from '../swarm/service.ts';
import type {Json} from '../swarm/values.ts';
import type {NeedsChange, NodeChange, ServiceChange, UpdatePolicyChange} from './changes.ts';
import {defaultUpdateConfig} from './decode/policy.ts';
import type {
	RawNodeSpec,
	RawPlacement,
	RawPlatform,
	RawServiceSpec,
	RawTaskSpec,
	RawUpdateConfig,
} from './decode/raw.ts';
import {EngineError} from './errors.ts';
import {withFile} from './file-changes.ts';

/** A node's whole spec after a change: the engine replaces what it has, and labels left out would be lost. */
export const changedNodeSpec = (spec: RawNodeSpec, change: NodeChange): RawNodeSpec => {
	switch (change.kind) {
		case 'availability':
			return {...spec, Availability: change.availability};
		case 'role':
			return {...spec, Role: change.role};
		case 'labels':
			return {...spec, Labels: changedLabels(spec.Labels, change)};
		case 'spec':
			return change.spec as RawNodeSpec;
	}
};

/** A service's whole spec after a change. */
export const changedServiceSpec = (service: Service, change: ServiceChange): RawServiceSpec => {
	const spec = service.spec as RawServiceSpec;
	switch (change.kind) {
		case 'replicas':
			return {...spec, Mode: changedMode(service, change.replicas)};
		case 'image':
			return withImage(spec, change);
		case 'restart':
			return {...spec, TaskTemplate: {...spec.TaskTemplate, ForceUpdate: (spec.TaskTemplate?.ForceUpdate ?? 0) + 1}};
		case 'labels':
			return {...spec, Labels: changedLabels(spec.Labels, change)};
		case 'needs':
			return {...spec, TaskTemplate: withNeeds(spec.TaskTemplate ?? {}, change)};
		case 'file':
			return {...spec, TaskTemplate: withFile(spec.TaskTemplate ?? {}, change)};
		case 'spec':
			return change.spec as RawServiceSpec;
		case 'resume':
		case 'rollback':
			return spec;
	}
};

const changedLabels = (
	labels: Readonly<Record<string, string>> | undefined,
	{set, remove}: {readonly set: Readonly<Record<string, string>>; readonly remove: readonly string[]},
) => {
	const kept = Object.entries(labels ?? {}).filter(([key]) => !remove.includes(key));
	return {...Object.fromEntries(kept), ...set};
};

const changedMode = (service: Service, replicas: number) => {
	if (!Number.isSafeInteger(replicas) || replicas < 0) {
		throw new EngineError('refused', `${replicas} is no number of replicas.`);
	}
	const mode = (service.spec as RawServiceSpec).Mode;
	switch (service.mode.kind) {
		case 'replicated':
			return {...mode, Replicated: {...mode?.Replicated, Replicas: replicas}};
		case 'replicated-job':
			return {...mode, ReplicatedJob: {...mode?.ReplicatedJob, TotalCompletions: replicas}};
		default: {
			const what = isJob(service) ? 'global job' : 'global service';
			throw new EngineError('refused', `${service.name} is a ${what}: it runs once on every node that fits.`);
		}
	}
};

/** Parts that nothing is said of stay as they are: an empty one where there was none would replace every task. */
const withNeeds = (task: RawTaskSpec, change: NeedsChange): RawTaskSpec => {
	const placement = {
		...(change.constraints === undefined ? {} : {Constraints: change.constraints}),
		...(change.maxPerNode === undefined ? {} : {MaxReplicas: change.maxPerNode}),
	};
	const resources = withAmounts(task.Resources, change);
	return {
		...task,
		...(isEmpty(placement) ? {} : {Placement: {...task.Placement, ...placement}}),
		...(resources === undefined ? {} : {Resources: resources}),
	};
};

const isEmpty = (part: object) => Object.keys(part).length === 0;

const withAmounts = (resources: RawTaskSpec['Resources'], change: NeedsChange): RawTaskSpec['Resources'] => {
	const reservations = amounts(change.reservedMemory, change.reservedCpus);
	const limits = amounts(change.memoryLimit, change.cpuLimit);

	if (isEmpty(reservations) && isEmpty(limits)) {
		return undefined;
	}

	return {
		...resources,
		...(isEmpty(reservations) ? {} : {Reservations: {...resources?.Reservations, ...reservations}}),
		...(isEmpty(limits) ? {} : {Limits: {...resources?.Limits, ...limits}}),
	};
};

const amounts = (memory: number | undefined, cpus: number | undefined) => ({
	...(memory === undefined ? {} : {MemoryBytes: memory}),
	...(cpus === undefined ? {} : {NanoCPUs: nanoseconds(cpus)}),
});

const withImage = (
	spec: RawServiceSpec,
	{image, platforms, policy}: ServiceChange & {readonly kind: 'image'},
): RawServiceSpec => {
	const task = spec.TaskTemplate ?? {};
	const isSameImage = image === task.ContainerSpec?.Image;
	const changed: RawTaskSpec = {
		...task,
		ContainerSpec: {...task.ContainerSpec, Image: image},
		...(isSameImage && platforms === undefined ? {} : placementFor(task.Placement, platforms)),
	};
	return {
		...spec,
		TaskTemplate: changed,
		...(policy === undefined ? {} : {UpdateConfig: changedPolicy(spec.UpdateConfig, policy)}),
	};
};

/** The old image's platforms would keep the new one off nodes that it runs on. */
const placementFor = (
	placement: RawPlacement | undefined,
	platforms: readonly {readonly os: string; readonly architecture: string}[] = [],
): {readonly Placement?: RawPlacement} => {
	if (placement === undefined && platforms.length === 0) {
		return {};
	}
	const {Platforms: _, ...rest} = placement ?? {};
	return {Placement: platforms.length === 0 ? rest : {...rest, Platforms: platforms.map(platformOf)}};
};

/** Nodes call their arm `armv7l` and the like, images `arm`: Docker's own tools leave it open, too. */
const platformOf = ({os, architecture}: {readonly os: string; readonly architecture: string}): RawPlatform => ({
	Architecture: architecture === 'arm' ? '' : architecture,
	OS: os,
});

/** A config that isn't there means Docker's defaults; one that is there in part means zeros: all at once. */
const changedPolicy = (config: RawUpdateConfig | undefined, change: UpdatePolicyChange): RawUpdateConfig => {
	const {parallelism, delay, monitor, failureAction, maxFailureRatio, order} = change;
	return {
		...(config ?? defaultUpdateConfig),
		...(parallelism === undefined ? {} : {Parallelism: parallelism}),
		...(delay === undefined ? {} : {Delay: nanoseconds(delay)}),
		...(monitor === undefined ? {} : {Monitor: nanoseconds(monitor)}),
		...(failureAction === undefined ? {} : {FailureAction: failureAction}),
		...(maxFailureRatio === undefined ? {} : {MaxFailureRatio: maxFailureRatio}),
		...(order === undefined ? {} : {Order: order}),
	};
};

/** Seconds in nanoseconds, processors in billionths of one. */
const nanoseconds = (units: number) => Math.round(units * 1e9);

/** What is opaque everywhere else. */
export const rawNodeSpec = (raw: Json) => (raw as {readonly Spec?: RawNodeSpec}).Spec ?? {};
