import type {ServiceId} from '../swarm/ids.ts';
import {isRolling, type Service} from '../swarm/service.ts';
import type {Instant} from '../swarm/values.ts';
import {type Cadence, cadenceOf, paceOf} from './cadence.ts';
import type {Draft} from './draft.ts';
import type {Interest} from './interest.ts';
import type {Ledger} from './ledger.ts';

/** All that a decision about the next question looks at. */
export type Desk = {
	readonly draft: Draft;
	readonly ledger: Ledger;
	readonly interest: () => Interest;
	readonly now: () => Instant;
};

/** Milliseconds between two questions about a service. */
export type Wants = ReadonlyMap<ServiceId, number>;

/** So many moving services are followed closely, at so many bytes per second. */
const closely = 12;
const closeRate = 150_000;
/** Where somebody watches one as it moves. */
export const watchedRate = 600_000;
/** So many services off the screen are looked at more often than the whole list. */
const watchable = 30;
const watchEvery = 5000;
const restlessEvery = 15_000;
/** For so long after its tasks changed a service counts as moving. */
const afterglow = 3000;

export const servicesOf = ({draft}: Desk): ReadonlyMap<ServiceId, Service> =>
	draft.snapshot().services?.items ?? new Map();

/** What the tasks of these services weigh, in bytes. */
export const weightOf = ({draft}: Desk, ids: Iterable<ServiceId>) => {
	const {tasks, services} = draft.snapshot();
	let count = 0;
	for (const id of ids) {
		count += tasks.get(id)?.items.length ?? services?.items.get(id)?.serverCounts?.desired ?? 1;
	}
	return count * draft.sizes().perTask;
};

export const cadenceFor = (desk: Desk): Cadence => {
	const services = servicesOf(desk);
	const {visible, tasksOf, tasksOn, allTasks} = desk.interest();
	const {nodes, perService} = desk.draft.sizes();
	return cadenceOf({
		nodes,
		services: services.size * perService,
		visible: visible.length * perService,
		selected: weightOf(desk, tasksOf),
		onNode: tasksOn === undefined ? 0 : desk.ledger.onNodeBytes,
		allTasks,
		isSettled: tasksOf.every(id => isSettled(services.get(id))),
	});
};

const isSettled = (service: Service | undefined) => service === undefined || (!isRolling(service) && !isShort(service));

const isShort = ({serverCounts}: Service) => serverCounts !== undefined && serverCounts.running < serverCounts.desired;

/** Services of interest that move right now, the most important first, with the milliseconds since they last changed. */
const moving = (desk: Desk) => {
	const {underWay, tasksOf, visible} = desk.interest();
	const services = servicesOf(desk);
	const awaited = new Set(underWay);
	const now = desk.now();
	const found = new Map<ServiceId, number>();
	for (const id of new Set([...underWay, ...tasksOf, ...visible])) {
		const service = services.get(id);
		const changedAt = desk.ledger.tasksChangedAt.get(id);
		const isActive = awaited.has(id) || (service !== undefined && isRolling(service));
		const isGlowing = changedAt !== undefined && now - changedAt < afterglow;
		if (service !== undefined && found.size < closely && (isActive || isGlowing)) {
			found.set(id, awaited.has(id) ? 0 : now - Math.max(changedAt ?? 0, desk.ledger.openedAt));
		}
	}
	return found;
};

/** How often the rows of services are wanted. */
export const serviceWants = (desk: Desk, cadence: Cadence): Wants => {
	const services = servicesOf(desk);
	const {visible, tasksOf} = desk.interest();
	const wants = new Map<ServiceId, number>();
	const want = (id: ServiceId, every: number) => {
		if (services.has(id) && Number.isFinite(every)) {
			wants.set(id, Math.min(every, wants.get(id) ?? every));
		}
	};
	for (const id of restless(desk)) {
		want(id, restlessEvery);
	}
	for (const id of watched(desk)) {
		want(id, watchEvery);
	}
	for (const id of visible) {
		want(id, cadence.visible);
	}
	for (const id of tasksOf) {
		want(id, cadence.counts);
	}
	for (const [id, quietFor] of moving(desk)) {
		want(id, paceOf(quietFor).service);
	}
	return wants;
};

const restless = (desk: Desk) =>
	servicesOf(desk)
		.values()
		.filter(service => isShort(service) || isRolling(service))
		.take(watchable)
		.map(({id}) => id);

const watched = ({ledger, now}: Desk) => {
	for (const [id, until] of ledger.watchedUntil) {
		if (until < now()) {
			ledger.watchedUntil.delete(id);
		}
	}
	return ledger.watchedUntil.keys().take(watchable);
};

/** How often the tasks of services are wanted. */
export const taskWants = (desk: Desk, cadence: Cadence): Wants => {
	const services = servicesOf(desk);
	const wants = new Map<ServiceId, number>();
	const close = moving(desk);
	const {watched} = desk.interest();
	const closest = (weightOf(desk, close.keys()) / closeRate) * 1000;
	for (const [id, quietFor] of close) {
		const atBest = id === watched ? (weightOf(desk, [id]) / watchedRate) * 1000 : closest;
		wants.set(id, Math.max(paceOf(quietFor).tasks, atBest));
	}
	for (const id of desk.interest().tasksOf) {
		if (services.has(id)) {
			wants.set(id, Math.min(cadence.selected, wants.get(id) ?? cadence.selected));
		}
	}
	return wants;
};
