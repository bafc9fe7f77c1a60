import type {Nodes} from '../living.ts';
import type {Service} from '../service.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Task} from '../task.ts';
import type {Fate, Waiting} from './foresight.ts';
import {forgottenTasks} from './forgotten.ts';
import {type Bystanders, bystandersOf, partiesOf, stillBehind, waitedBefore, waitingOf} from './parties.ts';
import type {Party} from './party.ts';
import {type Places, placesOf} from './places.ts';
import {type Settled, settle} from './settle.ts';

/** How it ended, as far as one service is concerned: `start` is without any task that was to go. */
export type Ended = {readonly mine: readonly Settled[]; readonly start: Places; readonly places: Places};

export type Told = {readonly fates: readonly Fate[]; readonly waiting: readonly Waiting[]};

/** One service's part in a change: what looks for room, and what there is to say of it once all that is settled. */
export type Share = {
	/** As it will be. */
	readonly service: Service;
	/** Tasks that go, now or as they are replaced. */
	readonly gone: readonly Task[];
	readonly own: readonly Party[];
	/** What waits goes on being tried: the service doesn't become newer than its tasks. */
	readonly isTriedOn?: boolean;
	readonly told: (end: Ended) => Told;
};

type Scene = {readonly snapshot: Snapshot; readonly nodes: Nodes};

/** What others wait for in the end: they may get room that the change makes. */
const othersWaiting = (settled: readonly Settled[], bystanders: Bystanders): readonly Waiting[] => [
	...settled.flatMap(entry => waitingOf(entry, only => waitedBefore(entry, bystanders, only))),
	...stillBehind(settled, bystanders.halfway),
];

/** From now on all that waits is older than its service's spec. */
const aged = (service: Service): Service => ({
	...service,
	previousSpec: service.spec,
	updatedAt: Infinity,
	updateStatus: undefined,
});

/** What becomes of everything that runs or waits when all these services are written, in whatever order. */
export const settleShares = ({snapshot, nodes}: Scene, shares: readonly Share[]): Told & {readonly places: Places} => {
	const ids = new Set(shares.map(({service}) => service.id));
	const isGone = (_task: Task, {id}: Service) => ids.has(id);
	const bystanders = bystandersOf({snapshot, nodes, services: new Map(), isGone});
	const gone = new Set([...shares.flatMap(share => share.gone), ...bystanders.old]);
	const start = placesOf(nodes, snapshot, {isGone: task => gone.has(task), counted: new Set(snapshot.tasks.keys())});
	const own = shares.flatMap(share => share.own);
	const {settled, places} = settle([...own, ...partiesOf(snapshot, new Map(), bystanders)], start);
	const told = shares.map(share =>
		share.told({mine: settled.filter(({group}) => share.own.includes(group)), start, places}),
	);
	const services = new Map(
		shares.filter(({isTriedOn}) => !isTriedOn).map(({service}) => [service.id, aged(service)] as const),
	);
	return {
		fates: told.flatMap(({fates}) => fates),
		waiting: [
			...told.flatMap(({waiting}) => waiting),
			...othersWaiting(settled.slice(own.length), bystanders),
			...forgottenTasks(snapshot, services, task => gone.has(task)),
		],
		places,
	};
};
