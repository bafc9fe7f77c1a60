import type {EngineInfo, Listing} from '../engine/engine.ts';
import type {Config} from '../swarm/config.ts';
import type {ServiceId} from '../swarm/ids.ts';
import type {Network} from '../swarm/network.ts';
import type {Node} from '../swarm/node.ts';
import type {Secret} from '../swarm/secret.ts';
import type {Service} from '../swarm/service.ts';
import {emptySnapshot, type Snapshot, type SwarmFacts} from '../swarm/snapshot.ts';
import type {Task} from '../swarm/task.ts';
import type {Volume} from '../swarm/volume.ts';
import type {Clock} from './clock.ts';
import type {Cluster, Unreadable} from './cluster.ts';
import {isLeaderChange} from './leader-change.ts';
import {dropTasks, groupTasks, isEqual, mergeGroups, mergeList, mergeNodes, mergeServices, renew} from './merge.ts';
import {createTurns, type Turn} from './turns.ts';

/** What answers weighed lately, in bytes. */
export type Sizes = {
	readonly nodes: number;
	readonly perService: number;
	readonly perTask: number;
	/** All configs, with their contents. */
	readonly configs: number;
};

/** Puts answers into the cluster store, each as soon as it is here, and tells what they changed. */
export type Draft = ReturnType<typeof createDraft>;

export const createDraft = (cluster: Cluster, clock: Clock) => {
	let sizes: Sizes = {nodes: 2000, perService: 2500, perTask: 2000, configs: 0};
	const turns = createTurns();
	const {take} = turns;
	let pending: Snapshot | undefined;
	const snapshot = () => pending ?? cluster.getState().snapshot;

	const commit = (change: Partial<Snapshot>) => {
		const before = snapshot();
		const isNew = Object.entries(change).some(([key, value]) => before[key as keyof Snapshot] !== value);
		if (!isNew) {
			return;
		}
		if (pending !== undefined) {
			pending = {...before, ...change};
		} else {
			cluster.setState({snapshot: {...before, ...change}});
		}
	};
	const accept = (kind: Unreadable) => {
		const {[kind]: reason, ...unreadable} = cluster.getState().unreadable;
		if (reason !== undefined) {
			cluster.setState({unreadable});
		}
	};

	return {
		snapshot,
		sizes: () => sizes,
		nextTurn: turns.next,
		/** Whatever answers are taken meanwhile is put into the store at once: who watches it looks once. */
		together: (takeAll: () => void) => {
			const before = snapshot();
			pending = before;
			try {
				takeAll();
			} finally {
				const after = pending;
				pending = undefined;
				if (after !== before) {
					cluster.setState({snapshot: after});
				}
			}
		},
		takeInfo: (info: EngineInfo) => {
			const {self, nodes} = snapshot();
			cluster.setState({info});
			const isOther = self !== undefined && info.nodeId !== undefined && self !== info.nodeId;
			// Another node of the same engine: it left its swarm and is in one anew, maybe another. Nothing known holds there.
			// A node that is known is another manager of this swarm: all but what its engine has of its own still holds.
			if (isOther && nodes?.items.has(info.nodeId)) {
				cluster.setState({volumes: undefined});
			} else if (isOther) {
				turns.clear();
				cluster.setState({snapshot: emptySnapshot});
			}
			commit({self: info.nodeId ?? self});
		},
		/** Answers the nodes that changed. */
		takeNodes: (listing: Listing<Node>, turn: Turn): readonly Node[] => {
			if (!take('nodes', turn)) {
				return [];
			}
			sizes = {...sizes, nodes: listing.bytes};
			const before = snapshot();
			const items = mergeNodes(before.nodes?.items, listing.items);
			const hasNewLeader = isLeaderChange(before.nodes?.items, items);
			commit({
				nodes: renew(before.nodes, items, clock.now()),
				leaderChangedAt: hasNewLeader ? clock.now() : before.leaderChangedAt,
			});
			return changed(before.nodes?.items, items);
		},
		/** Answers the services that are new or changed. `asked` is absent for a list of all. */
		takeServices: (
			listing: Listing<Service>,
			turn: Turn,
			asked: readonly ServiceId[] | undefined,
		): readonly Service[] => {
			const wanted = asked === undefined ? undefined : new Set(asked);
			const isAnswered = (id: ServiceId) => (wanted === undefined || wanted.has(id)) && !turns.isServiceLate(id, turn);
			const before = snapshot();
			const items = mergeServices(before.services?.items, listing.items, isAnswered);
			turns.noteServices(asked, turn, items);
			sizes = {...sizes, perService: weigh(listing, sizes.perService)};
			commit({services: renew(before.services, items, clock.now()), tasks: dropTasks(before.tasks, items)});
			return changed(before.services?.items, items);
		},
		/** Answers the services whose tasks changed. `asked` is absent for a list of all. */
		takeTasks: (listing: Listing<Task>, turn: Turn, asked: readonly ServiceId[] | undefined): readonly ServiceId[] => {
			sizes = {...sizes, perTask: weigh(listing, sizes.perTask)};
			const before = snapshot();
			const services = before.services?.items;
			const groups = groupTasks(listing.items);
			const ids = (asked ?? [...new Set([...(services?.keys() ?? []), ...groups.keys()])]).filter(
				id => (services === undefined || services.has(id)) && turns.takeTasks(id, turn),
			);
			const {tasks, news} = mergeGroups(before.tasks, ids, groups, clock.now());
			commit({tasks, hasAllTasks: before.hasAllTasks || asked === undefined});
			return news;
		},
		takeNetworks: (listing: Listing<Network>, turn: Turn) => {
			if (take('networks', turn)) {
				const before = snapshot().networks;
				commit({networks: renew(before, mergeList(before?.items, listing.items), clock.now())});
			}
		},
		takeSecrets: (listing: Listing<Secret>, turn: Turn) => {
			if (take('secrets', turn)) {
				const before = snapshot().secrets;
				accept('secrets');
				commit({secrets: renew(before, mergeList(before?.items, listing.items), clock.now())});
			}
		},
		takeConfigs: (listing: Listing<Config>, turn: Turn) => {
			sizes = {...sizes, configs: listing.bytes};
			if (take('configs', turn)) {
				const before = snapshot().configs;
				accept('configs');
				commit({configs: renew(before, mergeList(before?.items, listing.items), clock.now())});
			}
		},
		/** Kept beside the snapshot: they are one engine's, not the swarm's. */
		takeVolumes: (items: readonly Volume[], turn: Turn) => {
			if (take('volumes', turn)) {
				cluster.setState({volumes: {at: clock.now(), items}});
			}
		},
		/** The engine, or what stands before it, lets nobody read this. */
		refuse: (kind: Unreadable, reason: string) => {
			const {unreadable} = cluster.getState();
			if (unreadable[kind] !== reason) {
				cluster.setState({unreadable: {...unreadable, [kind]: reason}});
			}
		},
		takeSwarm: (facts: SwarmFacts, turn: Turn) => {
			const before = snapshot().swarm;
			if (take('swarm', turn) && !isEqual(before, facts)) {
				commit({swarm: facts});
			}
		},
	};
};

const weigh = (listing: Listing<unknown>, otherwise: number) =>
	listing.items.length === 0 ? otherwise : listing.bytes / listing.items.length;

const changed = <Id, T>(before: ReadonlyMap<Id, T> | undefined, after: ReadonlyMap<Id, T>): readonly T[] =>
	before === after ? [] : [...after].filter(([id, item]) => before?.get(id) !== item).map(([, item]) => item);
