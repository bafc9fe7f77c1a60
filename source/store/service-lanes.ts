import type {ServiceId} from '../swarm/ids.ts';
import {type Asking, cleaning, dueOf, firstDue, never} from './asking.ts';
import type {Lane} from './lanes.ts';
import {cadenceFor, type Desk, servicesOf, serviceWants} from './pace.ts';

/** What is due within this share of its interval goes along: no clock makes two questions meet by itself. */
const early = 0.3;

/** A list too big for one answer is read in parts, at most so far apart. */
const scanEvery = 4800;

export const allServicesLane = ({desk, questions}: Asking): Lane => {
	const {dirtyLists, dirtyServices, askedAt, service} = desk.ledger;
	return {
		dueAt: () => Math.min(dirtyLists.dueAt(), askedAt.services + cadenceFor(desk).services),
		ask: signal => {
			askedAt.services = desk.now();
			for (const id of servicesOf(desk).keys()) {
				service.set(id, desk.now());
			}
			dirtyServices.take();
			return cleaning(dirtyLists, [...dirtyLists.take(), 'all' as const], desk.now, () =>
				questions.services(undefined, signal),
			);
		},
	};
};

export const someServicesLane = ({desk, questions}: Asking): Lane => {
	const {dirtyServices, service, askedAt} = desk.ledger;
	return {
		dueAt: () => {
			const cadence = cadenceFor(desk);
			const scan = cadence.scan > 0 ? askedAt.someServices + scanEvery : never;
			return Math.min(dirtyServices.dueAt(), scan, firstDue(serviceWants(desk, cadence), service));
		},
		ask: signal => {
			const now = desk.now();
			const dirty = dirtyServices.dueAt() <= now ? dirtyServices.take() : [];
			const wanted = dueOf(serviceWants(desk, cadenceFor(desk)), service, now, early);
			const ids = [...new Set([...dirty, ...wanted, ...scanned(desk)])];
			askedAt.someServices = now;
			for (const id of ids) {
				service.set(id, now);
			}
			return cleaning(dirtyServices, dirty, desk.now, () => questions.services(ids, signal));
		},
	};
};

/** The services that were read longest ago, as many as the budget has room for. */
const scanned = (desk: Desk): readonly ServiceId[] => {
	const {ledger, draft, now} = desk;
	const since = Math.min(now() - ledger.askedAt.someServices, 2 * scanEvery);
	const count = Math.floor((cadenceFor(desk).scan * since) / 1000 / draft.sizes().perService);
	const askedAt = (id: ServiceId) => ledger.service.get(id) ?? -never;
	return count === 0 ? [] : [...servicesOf(desk).keys()].sort((a, b) => askedAt(a) - askedAt(b)).slice(0, count);
};
