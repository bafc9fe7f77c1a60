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
		Mode: Mode ?? {Replicated: {Replicas: 1}},
		...(UpdateConfig ? {UpdateConfig: filled(UpdateConfig) ?? {}} : {}),
		...(RollbackConfig ? {RollbackConfig: filled(RollbackConfig) ?? {}} : {}),
	} as ServiceSpec;
};
