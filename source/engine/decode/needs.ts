import type {PluginNeed} from '../../swarm/placement/demand.ts';
import type {LocalData, Needs} from '../../swarm/placement/needs.ts';
import type {RawPlacement, RawTaskSpec} from './raw.ts';
import {countOf, isObject, listOf, numberOf, oneOf, textOf} from './values.ts';

export type RawGenericResource = {
	readonly DiscreteResourceSpec?: {readonly Kind?: string; readonly Value?: number};
	readonly NamedResourceSpec?: {readonly Kind?: string};
};

type RawMount = {
	readonly Type?: string;
	readonly Source?: string;
	readonly VolumeOptions?: {
		readonly DriverConfig?: {readonly Name?: string; readonly Options?: Readonly<Record<string, string>>};
	};
};

/** The parts of a TaskTemplate that only the scheduler minds. */
type RawNeeds = {
	readonly ContainerSpec?: {readonly Mounts?: readonly RawMount[]; readonly StopGracePeriod?: number};
	readonly Resources?: {readonly Reservations?: {readonly GenericResources?: readonly RawGenericResource[]}};
	readonly Placement?: RawPlacement;
	readonly LogDriver?: {readonly Name?: string};
	readonly RestartPolicy?: {readonly Condition?: string; readonly MaxAttempts?: number};
};

/** Amounts by kind: discrete ones summed, named ones counted. */
export const genericAmounts = (
	resources: readonly RawGenericResource[] | undefined,
): Readonly<Record<string, number>> => {
	const amounts: Record<string, number> = {};

	for (const {DiscreteResourceSpec: discrete, NamedResourceSpec: named} of listOf(resources)) {
		const kind = textOf(discrete?.Kind ?? named?.Kind) ?? '';
		amounts[kind] = (amounts[kind] ?? 0) + (discrete ? countOf(discrete.Value) : 1);
	}

	return amounts;
};

/** Of a spec that says nothing, in nanoseconds (container.DefaultStopTimeout in moby). */
const defaultStopGrace = 10e9;

export const needsOf = (spec: RawTaskSpec): Needs => {
	const raw = spec as RawNeeds;
	const mounts = listOf(raw.ContainerSpec?.Mounts).filter(isObject) as readonly RawMount[];
	return {
		generic: genericAmounts(raw.Resources?.Reservations?.GenericResources),
		plugins: [...mounts.flatMap(volumePluginOf), ...logPluginOf(raw)],
		platforms: listOf(raw.Placement?.Platforms).map(({OS, Architecture}) => ({
			os: textOf(OS) ?? '',
			architecture: textOf(Architecture) ?? '',
		})),
		volumes: mounts.filter(({Type}) => Type === 'cluster').flatMap(({Source}) => textOf(Source) ?? []),
		spread: listOf(raw.Placement?.Preferences).flatMap(spreadOf),
		local: mounts.flatMap(localDataOf),
		restarts: oneOf(['any', 'on-failure', 'none'], raw.RestartPolicy?.Condition) ?? 'any',
		attempts: countOf(raw.RestartPolicy?.MaxAttempts),
		stopGrace: (numberOf(raw.ContainerSpec?.StopGracePeriod) ?? defaultStopGrace) / 1e9,
	};
};

const driverOf = ({VolumeOptions}: RawMount) => textOf(VolumeOptions?.DriverConfig?.Name) ?? 'local';

const volumePluginOf = (mount: RawMount): readonly PluginNeed[] =>
	mount.Type === 'volume' && driverOf(mount) !== 'local' ? [{kind: 'Volume', name: driverOf(mount)}] : [];

/** Of a task's spec; absent where the engine's own is taken. */
export const logDriverOf = (task: object | undefined): {readonly logDriver?: string} => {
	const name = textOf((task as RawNeeds | undefined)?.LogDriver?.Name);
	return name === undefined ? {} : {logDriver: name};
};

const logPluginOf = ({LogDriver}: RawNeeds): readonly PluginNeed[] => {
	const name = textOf(LogDriver?.Name);
	return name === undefined || name === 'none' ? [] : [{kind: 'Log', name}];
};

// The scheduler skips what is no label, as it does an empty label name (manager/scheduler/nodeset.go).
const spreadOf = (preference: unknown): readonly string[] => {
	const spread = isObject(preference) ? preference['Spread'] : undefined;
	const descriptor = isObject(spread) ? textOf(spread['SpreadDescriptor']) : undefined;
	return descriptor !== undefined && /^(?:node|engine)\.labels\../i.test(descriptor) ? [descriptor] : [];
};

/** A local volume with options mounts something from elsewhere, NFS most often: nothing stays behind. */
const isRemote = ({VolumeOptions}: RawMount) => Object.keys(VolumeOptions?.DriverConfig?.Options ?? {}).length > 0;

const localDataOf = (mount: RawMount): readonly LocalData[] => {
	const name = textOf(mount.Source);

	if (name === undefined) {
		return [];
	}

	if (mount.Type === 'bind') {
		return [{kind: 'bind', name}];
	}

	return mount.Type === 'volume' && driverOf(mount) === 'local' && !isRemote(mount) ? [{kind: 'volume', name}] : [];
};
