import {isSameTree} from '../swarm/equal.ts';
import type {ServiceId} from '../swarm/ids.ts';
import type {Service} from '../swarm/service.ts';
import {type KnownSpec, withKept, withService} from '../swarm/spec-history.ts';
import type {Instant} from '../swarm/values.ts';
import type {Cluster} from './cluster.ts';

export type SpecHistory = {
	/** The specs known of a service, newest first; the first is the one it has. */
	readonly of: (id: ServiceId) => readonly KnownSpec[];
	/** A write of skep's own replaced what the service was before it. */
	readonly noteWrite: (before: Service, operation: string) => void;
	/** Takes in what earlier runs kept. */
	readonly recall: (kept: ReadonlyMap<ServiceId, readonly KnownSpec[]>) => void;
	readonly stop: () => void;
};

type Options = {
	readonly cluster: Cluster;
	readonly now: () => Instant;
	/** Specs per service, and of all services together. */
	readonly bounds?: {readonly perService: number; readonly inAll: number};
};

const usualBounds = {perService: 20, inAll: 5_000};

/**
Keeps every spec that snapshots show: the engine keeps one to roll back to, and any write replaces that.
Memory is bounded: of services that haven't changed for longest, the oldest specs go first.
*/
export const createSpecHistory = ({cluster, now, bounds = usualBounds}: Options): SpecHistory => {
	const known = new Map<ServiceId, readonly KnownSpec[]>();
	const seen = new Map<ServiceId, Service>();
	let services: unknown;
	let total = 0;

	const set = (id: ServiceId, entries: readonly KnownSpec[]) => {
		const bounded = entries.slice(0, bounds.perService);
		total += bounded.length - (known.get(id)?.length ?? 0);
		// The last one that was set is the last to be forgotten.
		known.delete(id);
		known.set(id, bounded);
	};
	const forget = () => {
		for (const [id, entries] of known) {
			if (total <= bounds.inAll) {
				return;
			}
			total -= Math.max(0, entries.length - 1);
			known.set(id, entries.slice(0, 1));
		}
	};
	const look = () => {
		const {snapshot} = cluster.getState();
		if (snapshot.services === services) {
			return;
		}
		services = snapshot.services;
		for (const [id, service] of snapshot.services?.items ?? []) {
			if (isNews(seen.get(id), service)) {
				set(id, withService(known.get(id) ?? [], service, now()));
			}
			seen.set(id, service);
		}
		forget();
	};
	look();
	const stop = cluster.subscribe(look);

	return {
		of: id => known.get(id) ?? [],
		noteWrite: ({id, spec}, operation) => {
			const entries = known.get(id) ?? [];
			known.set(
				id,
				entries.map(entry => (isSameTree(entry.spec, spec) ? {...entry, replacedBy: operation} : entry)),
			);
		},
		recall: kept => {
			for (const [id, entries] of kept) {
				set(id, withKept(known.get(id) ?? [], entries));
			}
			forget();
		},
		stop,
	};
};

const isNews = (before: Service | undefined, now: Service) =>
	before === undefined || before.spec !== now.spec || before.previousSpec !== now.previousSpec;
