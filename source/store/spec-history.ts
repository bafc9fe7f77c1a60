import {isSameTree} from '../swarm/equal.ts';
import {forgetGone} from '../swarm/forgetting.ts';
import type {ServiceId} from '../swarm/ids.ts';
import type {Service} from '../swarm/service.ts';
import type {Snapshot} from '../swarm/snapshot.ts';
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
Memory is bounded: services that are gone go first, then the oldest specs of those that haven't changed for longest.
*/
export const createSpecHistory = ({cluster, now, bounds = usualBounds}: Options): SpecHistory => {
	const known = new Map<ServiceId, readonly KnownSpec[]>();
	let seen: Snapshot['services'];
	const set = (id: ServiceId, entries: readonly KnownSpec[]) => {
		// The last one that was set is the last to be forgotten.
		known.delete(id);
		known.set(id, entries.slice(0, bounds.perService));
	};
	const forget = () => {
		const count = () => known.values().reduce((sum, entries) => sum + entries.length, 0);
		if (count() > bounds.inAll) {
			forgetGone(known, seen?.items ?? known);
		}
		let total = count();
		for (const [id, entries] of known) {
			if (total <= bounds.inAll) {
				return;
			}
			total -= Math.max(0, entries.length - 1);
			known.set(id, entries.slice(0, 1));
		}
	};
	const look = () => {
		const {services} = cluster.getState().snapshot;
		if (services === undefined || services === seen) {
			return;
		}
		for (const [id, service] of services.items) {
			if (isNews(seen?.items.get(id), service)) {
				set(id, withService(known.get(id) ?? [], service, now()));
			}
		}
		seen = services;
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
