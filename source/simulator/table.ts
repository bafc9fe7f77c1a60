import type {Meta} from './model.ts';
import type {Random} from './random.ts';
import {stamp} from './stamp.ts';
import type {Timeline} from './timeline.ts';

type Stored = {readonly id: string; raw: Meta; json: string | undefined};

/** Raft's index: every write to the swarm's store has one, whatever it writes. */
export type RaftLog = {readonly next: () => number; readonly last: () => number};

export type Table<T extends Stored> = {
	readonly all: ReadonlyMap<string, T>;
	/** The time of day as the store writes it. */
	readonly stamp: () => string;
	/** A new id, the next version and the time of day: what every object starts with. */
	readonly meta: (id?: string) => Meta;
	readonly add: (item: T) => T;
	/** Replaces fields of what the API answers, and moves the version on. */
	readonly write: (item: T, change: Partial<Omit<T['raw'], keyof Meta>>) => void;
	readonly remove: (item: T) => void;
};

export type TableChange<T extends Stored> =
	| {readonly action: 'create'; readonly item: T}
	| {readonly action: 'remove'; readonly item: T}
	| {readonly action: 'update'; readonly item: T; readonly before: T['raw']};

type Surroundings<T extends Stored> = {
	readonly timeline: Timeline;
	readonly random: Random;
	readonly log: RaftLog;
	readonly changed: (change: TableChange<T>) => void;
};

export const createTable = <T extends Stored>({timeline, random, log, changed}: Surroundings<T>): Table<T> => {
	const all = new Map<string, T>();

	const now = (index: number) => stamp(timeline.now(), index * 7919);

	return {
		all,
		stamp: () => now(log.last() + 1),
		meta(id = random.id()) {
			const index = log.next();
			const at = now(index);
			return {ID: id, Version: {Index: index}, CreatedAt: at, UpdatedAt: at};
		},
		add(item) {
			all.set(item.id, item);
			changed({action: 'create', item});
			return item;
		},
		write(item, change) {
			const before = item.raw;
			const index = log.next();
			item.raw = {...before, ...change, Version: {Index: index}, UpdatedAt: now(index)};
			item.json = undefined;
			changed({action: 'update', item, before});
		},
		remove(item) {
			if (all.delete(item.id)) {
				log.next();
				changed({action: 'remove', item});
			}
		},
	};
};
