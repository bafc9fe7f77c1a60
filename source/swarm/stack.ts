import type {Service} from './service.ts';
import type {Snapshot} from './snapshot.ts';

/** What was deployed together, by Docker's namespace label. */
export type Stack = {
	readonly name: string;
	readonly services: readonly Service[];
	/** Undefined where they aren't known. */
	readonly networks: number | undefined;
	readonly secrets: number | undefined;
	readonly configs: number | undefined;
};

type Labelled = {readonly stack: string | undefined};

const groupBy = <T extends Labelled>(items: Iterable<T> | undefined): ReadonlyMap<string, readonly T[]> =>
	Map.groupBy(
		[...(items ?? [])].filter(({stack}) => stack !== undefined),
		({stack}) => stack ?? '',
	);

/** All stacks by name; one that has lost its services still has networks, secrets or configs to its name. */
export const stacksOf = ({services, networks, secrets, configs}: Snapshot): readonly Stack[] => {
	const served = groupBy(services?.items.values());
	const parts = {
		networks: groupBy(networks?.items.values()),
		secrets: groupBy(secrets?.items.values()),
		configs: groupBy(configs?.items.values()),
	};
	const names = new Set([served, parts.networks, parts.secrets, parts.configs].flatMap(group => [...group.keys()]));
	return [...names].map(name => ({
		name,
		services: served.get(name) ?? [],
		networks: networks && (parts.networks.get(name)?.length ?? 0),
		secrets: secrets && (parts.secrets.get(name)?.length ?? 0),
		configs: configs && (parts.configs.get(name)?.length ?? 0),
	}));
};
