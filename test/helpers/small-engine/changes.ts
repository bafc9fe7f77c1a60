import type {World} from './world.ts';

export type Change = {
	readonly kind: 'node' | 'service' | 'network' | 'secret' | 'config';
	readonly action: 'create' | 'update' | 'remove';
	readonly id: string;
	readonly name: string;
};

type Held = {readonly text: string; readonly version: number | undefined; readonly name: string};
type Item = {ID?: string; Id?: string; Name?: string; Version?: {Index: number}; Spec?: {Name?: string}};

const lists = (world: World): readonly (readonly [Change['kind'], readonly Item[]])[] => [
	['node', world.nodes as unknown as Item[]],
	['service', world.services as unknown as Item[]],
	['network', world.networks as unknown as Item[]],
	['secret', world.secrets],
	['config', world.configs],
];

const identity = (item: Item) => item.ID ?? item.Id ?? '';
const nameOf = (item: Item) => item.Spec?.Name ?? item.Name ?? '';

/** What must be remembered of a world to tell later what changed. */
export const keep = (world: World): ReadonlyMap<string, Held> =>
	new Map(
		lists(world).flatMap(([kind, items]) =>
			items.map(item => [
				`${kind} ${identity(item)}`,
				{text: JSON.stringify(item), version: item.Version?.Index, name: nameOf(item)},
			]),
		),
	);

/** One above all versions there are: Swarm counts writes to its store, not to one object. */
export const nextVersion = (world: World) =>
	Math.max(10, ...lists(world).flatMap(([, items]) => items.map(item => item.Version?.Index ?? 0))) + 1;

/** The changes since, in kind order; objects whose version wasn't touched by hand get a new one. */
export const changesBetween = (before: ReadonlyMap<string, Held>, world: World): readonly Change[] => {
	const gone = new Map(before);
	const found: Change[] = [];
	for (const [kind, items] of lists(world)) {
		for (const item of items) {
			const key = `${kind} ${identity(item)}`;
			const held = gone.get(key);
			gone.delete(key);
			if (held?.text === JSON.stringify(item)) {
				continue;
			}
			if (held !== undefined && item.Version !== undefined && item.Version.Index === held.version) {
				item.Version.Index = nextVersion(world);
			}
			found.push({kind, action: held === undefined ? 'create' : 'update', id: identity(item), name: nameOf(item)});
		}
	}
	for (const [key, held] of gone) {
		const [kind, id] = key.split(' ') as [Change['kind'], string];
		found.push({kind, action: 'remove', id, name: held.name});
	}
	return found;
};
