import {createStore, type StoreApi} from 'zustand/vanilla';
import {type Happening, lookForHappenings, nothingSeen, type Seen} from '../swarm/happenings.ts';
import {joinBursts} from '../swarm/happenings-bursts.ts';
import {connectionHappening, elsewhereHappening} from '../swarm/happenings-connection.ts';
import type {Instant} from '../swarm/values.ts';
import type {Cluster, Connection} from './cluster.ts';
import {createRing, type GrowingRing, type Ring} from './ring.ts';

/** A happening in its place; what tasks do goes on being added to it for some seconds. */
export type Entry = Happening & {
	/** Counts up from the first that ever happened. */
	readonly id: string;
};

export type HappeningsState = {
	/** The last so many, as they were seen. Grows in place: `version` tells that it did. */
	readonly entries: Ring<Entry>;
	readonly version: number;
	readonly since: Instant;
};

export type Happenings = {
	readonly store: StoreApi<HappeningsState>;
	/** Takes in what only others know of: what was done from here, and how rollouts end. */
	readonly note: (happening: Happening) => void;
	readonly stop: () => void;
};

/** A day of a swarm in which something happens every half minute; 4 MB at most. */
const usualCapacity = 3000;
/** A burst is looked for among so many of the last: what came between may be of others. */
const lookBack = 40;

type Options = {readonly cluster: Cluster; readonly now: () => Instant; readonly capacity?: number};

/** Remembers what happened since skep looks: the engine keeps no account of it. Memory is bounded. */
export const createHappenings = ({cluster, now, capacity = usualCapacity}: Options): Happenings => {
	const ring = createRing<Entry>(capacity);
	const store = createStore<HappeningsState>(() => ({entries: ring, version: 0, since: now()}));
	let seen: Seen = nothingSeen;
	let connection: Connection = cluster.getState().connection;
	/** Of the last engine that answered. */
	let address: string | undefined;

	const add = (happening: Happening) => {
		const place = happening.burst === undefined ? -1 : latestOf(ring, happening);
		const before = ring.at(place);
		const joined = before && joinBursts(before, happening);

		if (before !== undefined && joined !== undefined) {
			return ring.replace(place, {...joined, id: before.id});
		}

		ring.push([{...happening, id: String(ring.first + ring.length)}]);
		close(ring, ring.length - 1 - lookBack);
	};
	const take = (happenings: readonly Happening[]) => {
		if (happenings.length > 0) {
			happenings.forEach(add);
			store.setState(({version}) => ({version: version + 1}));
		}
	};
	const moved = (): readonly Happening[] => {
		const {place, connection: heard} = cluster.getState();
		const before = address;
		address = heard.kind === 'live' ? place?.address : address;
		return before === undefined || address === undefined || before === address
			? []
			: [elsewhereHappening(before, address, now())];
	};
	const look = () => {
		const {snapshot, connection: heard} = cluster.getState();
		const news = connectionHappening(connection, heard, now());
		connection = heard;
		const {seen: next, happenings} = lookForHappenings(seen, snapshot, now());
		seen = next;
		take([...moved(), ...(news === undefined ? [] : [news]), ...happenings]);
	};
	look();

	return {store, note: happening => take([happening]), stop: cluster.subscribe(look)};
};

/** Nothing is added to it any more: what that would have taken is let go. */
const close = (ring: GrowingRing<Entry>, place: number) => {
	const entry = ring.at(place);

	if (entry?.burst !== undefined) {
		const {burst: _, ...rest} = entry;
		ring.replace(place, rest);
	}
};

/** The latest entry about the same: what else happened to it ends a burst of its tasks. */
const latestOf = (ring: Ring<Entry>, {about}: Happening) => {
	for (let place = ring.length - 1; place >= Math.max(0, ring.length - lookBack); place -= 1) {
		const entry = ring.at(place);

		if (entry !== undefined && entry.about?.id === about?.id && (about !== undefined || entry.kind === 'task')) {
			return place;
		}
	}

	return -1;
};
