import type {Snapshot, SwarmFacts} from '../../swarm/snapshot.ts';
import type {SwarmTarget} from '../target.ts';

export const swarmNow = ({saw}: SwarmTarget, snapshot: Snapshot): SwarmFacts => snapshot.swarm ?? saw;

/** What is rotated shows only in that the swarm was written: the new token or key is kept nowhere. */
export const isNewer = (now: SwarmFacts | undefined, over: SwarmFacts) =>
	(now?.settings?.version ?? 0) > (over.settings?.version ?? 0);

export const settingsUnknown = (target: SwarmTarget, snapshot: Snapshot) =>
	swarmNow(target, snapshot).settings === undefined ? 'how the swarm is set up is not known yet' : undefined;

export const isAutolocked = (target: SwarmTarget, snapshot: Snapshot) =>
	swarmNow(target, snapshot).settings?.isAutolocked === true;

/** Managers that can't hear of a new key now, by name. */
export const silentManagers = (snapshot: Snapshot): readonly string[] =>
	[...(snapshot.nodes?.items.values() ?? [])]
		.filter(({manager, state}) => manager !== undefined && (manager.reachability !== 'reachable' || state !== 'ready'))
		.map(({hostname}) => hostname)
		.sort();
