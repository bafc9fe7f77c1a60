import type {ServiceId} from '../../swarm/ids.ts';
import {type Rollout, rolloutOf} from '../../swarm/rollout.ts';
import type {Service} from '../../swarm/service.ts';
import {type Snapshot, serviceOf, tasksOf} from '../../swarm/snapshot.ts';
import type {Instant} from '../../swarm/values.ts';

type Kept = {readonly on: readonly unknown[]; readonly rollout: Rollout | undefined};

/** Phases end with time, too: so often, in milliseconds, the same answers are looked at again. */
const lasts = 250;

/** A service's rollout, worked out again only when what it depends on changed. */
export const createRollouts = () => {
	const kept = new WeakMap<Service, Kept>();
	return (id: ServiceId, snapshot: Snapshot, now: Instant): Rollout | undefined => {
		const service = serviceOf(snapshot, id);

		if (service === undefined) {
			return undefined;
		}

		const {nodes, leaderChangedAt} = snapshot;
		const on = [tasksOf(snapshot, id), nodes?.items, leaderChangedAt, Math.floor(now / lasts)];
		const known = kept.get(service);

		if (known?.on.every((part, index) => part === on[index])) {
			return known.rollout;
		}

		const rollout = rolloutOf(service, tasksOf(snapshot, id), snapshot, now);
		kept.set(service, {on, rollout});
		return rollout;
	};
};
