import type {ContainerSpec, ServiceSpec, UpdateConfig} from './model.ts';

type Tree = {readonly [key: string]: unknown};

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Go leaves out what is empty; specs come back without nulls and without empty lists. */
const withoutNothing = (value: unknown): unknown => {
	if (Array.isArray(value)) {
		return value.map(withoutNothing);
	}
	if (!isTree(value)) {
		return value;
	}
	const entries = Object.entries(value)
		.filter(([, item]) => item !== null && item !== '' && !(Array.isArray(item) && item.length === 0))
		.map(([key, item]) => [key, withoutNothing(item)]);
	return Object.fromEntries(entries);
};

const filled = (config: UpdateConfig | undefined): UpdateConfig | undefined =>
	config && {
		Parallelism: config.Parallelism ?? 0,
		...(config.Delay ? {Delay: config.Delay} : {}),
		FailureAction: config.FailureAction || 'pause',
		...(config.Monitor ? {Monitor: config.Monitor} : {}),
		MaxFailureRatio: config.MaxFailureRatio ?? 0,
		Order: config.Order || 'stop-first',
	};

/** What a mode leaves open is one: one replica, one completion at a time, as many completions as at a time. */
const filledMode = (mode: ServiceSpec['Mode'] = {Replicated: {}}): NonNullable<ServiceSpec['Mode']> => {
	if (mode.Replicated) {
		return {Replicated: {Replicas: mode.Replicated.Replicas ?? 1}};
	}
	if (mode.ReplicatedJob) {
		const {MaxConcurrent = 1, TotalCompletions = MaxConcurrent} = mode.ReplicatedJob;
		return {ReplicatedJob: {MaxConcurrent, TotalCompletions}};
	}
	return Object.keys(mode).length === 0 ? {Replicated: {Replicas: 1}} : mode;
};

const withIsolation = (spec: ContainerSpec) => ({Isolation: 'default', ...spec});

/** The spec as the engine will answer it. */
export const plainSpec = (given: ServiceSpec): ServiceSpec => {
	const spec = withoutNothing(given) as ServiceSpec;
	const {TaskTemplate = {}, UpdateConfig, RollbackConfig, Mode, ...rest} = spec;
	const {ContainerSpec, Placement, Resources, ...template} = TaskTemplate;
	const isPlaced = Placement !== undefined && Object.keys(Placement).length > 0;
	return {
		...rest,
		Labels: spec.Labels ?? {},
		TaskTemplate: {
			...(ContainerSpec ? {ContainerSpec: withIsolation(ContainerSpec)} : {}),
			...(Resources && Object.keys(Resources).length > 0 ? {Resources} : {}),
			...(isPlaced ? {Placement} : {}),
			...template,
			ForceUpdate: TaskTemplate.ForceUpdate ?? 0,
			Runtime: TaskTemplate.Runtime ?? 'container',
		},
		Mode: filledMode(Mode),
		...(UpdateConfig ? {UpdateConfig: filled(UpdateConfig) ?? {}} : {}),
		...(RollbackConfig ? {RollbackConfig: filled(RollbackConfig) ?? {}} : {}),
	} as ServiceSpec;
};
