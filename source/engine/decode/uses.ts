import {type ConfigId, configId, networkId, type SecretId, secretId} from '../../swarm/ids.ts';
import type {FileUse, Uses, VolumeUse} from '../../swarm/uses.ts';
import type {RawService, RawServiceSpec} from './raw.ts';
import {isObject, listOf, textOf} from './values.ts';

type RawFile = {
	readonly File?: {
		readonly Name?: string;
		readonly UID?: string;
		readonly GID?: string;
		readonly Mode?: number;
	} | null;
	readonly SecretID?: string;
	readonly SecretName?: string;
	readonly ConfigID?: string;
	readonly ConfigName?: string;
};

type RawMount = {
	readonly Type?: string;
	readonly Source?: string;
	readonly Target?: string;
	readonly ReadOnly?: boolean;
	readonly VolumeOptions?: {readonly DriverConfig?: {readonly Name?: string}} | null;
};

/** The parts of a ContainerSpec that lead to other things of the swarm. */
type RawContainer = {
	readonly Secrets?: readonly RawFile[];
	readonly Configs?: readonly RawFile[];
	readonly Mounts?: readonly RawMount[];
};

type RawAddress = {readonly NetworkID?: string; readonly Addr?: string};

const containerOf = (spec: unknown): RawContainer =>
	(isObject(spec) ? ((spec as RawServiceSpec).TaskTemplate?.ContainerSpec as RawContainer) : undefined) ?? {};

/** Who uses what, from the spec of a service, the one before it, and its endpoint. */
export const usesOf = (raw: RawService): Uses => {
	const {Secrets, Configs, Mounts} = containerOf(raw.Spec);
	const before = containerOf(raw.PreviousSpec);
	return {
		secrets: secretsIn(Secrets),
		configs: configsIn(Configs),
		volumes: listOf(Mounts).flatMap(volumeOf),
		virtualAddresses: addressesOf(raw),
		// No mode is `vip` to the engine (daemon/cluster/convert/service.go).
		hasVirtualAddress: raw.Spec?.EndpointSpec?.Mode !== 'dnsrr',
		before: [...secretsIn(before.Secrets), ...configsIn(before.Configs)].map(({id}) => id),
	};
};

const secretsIn = (files: RawContainer['Secrets']): readonly FileUse<SecretId>[] =>
	listOf(files).flatMap(({SecretID, SecretName, File}) =>
		textOf(SecretID) === undefined ? [] : [fileOf(secretId(SecretID ?? ''), SecretName, File)],
	);

const configsIn = (files: RawContainer['Configs']): readonly FileUse<ConfigId>[] =>
	listOf(files).flatMap(({ConfigID, ConfigName, File}) =>
		textOf(ConfigID) === undefined ? [] : [fileOf(configId(ConfigID ?? ''), ConfigName, File)],
	);

const fileOf = <Id extends string>(id: Id, name: string | undefined, file: RawFile['File']): FileUse<Id> => ({
	id,
	name: textOf(name) ?? id,
	target: textOf(file?.Name),
	...ownerOf(file),
});

const ownerOf = (file: RawFile['File']): Pick<FileUse<string>, 'owner'> => {
	const [uid, gid, mode] = [textOf(file?.UID), textOf(file?.GID), file?.Mode];
	return uid === undefined || gid === undefined || typeof mode !== 'number' ? {} : {owner: {uid, gid, mode}};
};

const volumeOf = ({Type, Source, Target, ReadOnly, VolumeOptions}: RawMount): readonly VolumeUse[] => {
	const name = textOf(Source);
	return Type === 'volume' && name !== undefined
		? [
				{
					name,
					target: textOf(Target) ?? '',
					driver: textOf(VolumeOptions?.DriverConfig?.Name) ?? 'local',
					isReadOnly: ReadOnly === true,
				},
			]
		: [];
};

const addressesOf = ({Endpoint}: RawService) => {
	const {VirtualIPs} = (Endpoint ?? {}) as {readonly VirtualIPs?: readonly RawAddress[]};
	return listOf(VirtualIPs).flatMap(({NetworkID, Addr}) => {
		const [network, address] = [textOf(NetworkID), textOf(Addr)?.split('/')[0]];
		return network === undefined || address === undefined ? [] : [{network: networkId(network), address}];
	});
};
