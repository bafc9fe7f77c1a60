import type {ConfigId, NetworkId, SecretId} from './ids.ts';
import type {Service} from './service.ts';

/** A secret or config in the containers of a service. */
export type FileUse<Id> = {
	readonly id: Id;
	/** As the spec has it, next to the id. */
	readonly name: string;
	/** Its path in the container; of a secret without a leading slash, below `/run/secrets`. */
	readonly target: string | undefined;
	/** In the container; absent where the engine says nothing of it. */
	readonly owner?: {readonly uid: string; readonly gid: string; readonly mode: number};
};

/** A named volume in the containers of a service; an anonymous one belongs to its container alone. */
export type VolumeUse = {
	readonly name: string;
	readonly target: string;
	/** `local` unless the spec says otherwise. */
	readonly driver: string;
	readonly isReadOnly: boolean;
};

/** What a service's containers are given of the swarm, by its spec. */
export type Uses = {
	readonly secrets: readonly FileUse<SecretId>[];
	readonly configs: readonly FileUse<ConfigId>[];
	readonly volumes: readonly VolumeUse[];
	/** One address for all its tasks, on each of its networks. */
	readonly virtualAddresses: readonly {readonly network: NetworkId; readonly address: string}[];
	/** It asks for such addresses, whether it has them yet or not. */
	readonly hasVirtualAddress: boolean;
	/** What the spec to roll back to uses, by id. */
	readonly before: readonly (SecretId | ConfigId)[];
};

/** Who has need of a secret or a config: now, or after a rollback. */
export type Users = {
	readonly now: readonly Service[];
	/** Whose spec before uses it, and whose present one doesn't: without it they can't be rolled back. */
	readonly before: readonly Service[];
};

export const nobody: Users = {now: [], before: []};

/** Everything that is used, with its users. */
export const usersIn = (services: Iterable<Service>): ReadonlyMap<SecretId | ConfigId, Users> => {
	const found = new Map<SecretId | ConfigId, {readonly now: Service[]; readonly before: Service[]}>();
	const usersOf = (id: SecretId | ConfigId) => found.get(id) ?? {now: [], before: []};

	for (const service of services) {
		const {secrets = [], configs = [], before = []} = service.uses ?? {};
		const used = new Set([...secrets, ...configs].map(({id}) => id));

		for (const id of used) {
			const {now, before: earlier} = usersOf(id);
			found.set(id, {now: [...now, service], before: earlier});
		}

		for (const id of new Set(before.filter(id => !used.has(id)))) {
			const {now, before: earlier} = usersOf(id);
			found.set(id, {now, before: [...earlier, service]});
		}
	}

	return found;
};

/** The services whose containers mount a named volume, wherever they run. */
export const mountersOf = (volume: string, services: Iterable<Service>): readonly Service[] =>
	[...services].filter(({uses}) => uses?.volumes.some(({name}) => name === volume));

/** Where the containers of a service have a secret or config; a config behind Windows credentials has no path. */
export const usesOfFile = (service: Service, id: SecretId | ConfigId): readonly FileUse<SecretId | ConfigId>[] =>
	[...(service.uses?.secrets ?? []), ...(service.uses?.configs ?? [])].filter(use => use.id === id);

/** The path in a container, as its programs see it. */
export const pathInContainer = (kind: 'secret' | 'config', {target, name}: FileUse<string>): string => {
	const path = target ?? name;
	return path.startsWith('/') ? path : `${kind === 'secret' ? '/run/secrets' : ''}/${path}`;
};
