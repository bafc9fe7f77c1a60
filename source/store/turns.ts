import {forgetGone} from '../swarm/forgetting.ts';
import type {ServiceId} from '../swarm/ids.ts';

/** A question's place in the order in which questions were asked: an answer never replaces that to a later one. */
export type Turn = number;

/** To which questions the answers were that count: about each kind, and about single services and their tasks. */
export const createTurns = () => {
	let last: Turn = 0;
	const kinds = new Map<string, Turn>();
	const services = new Map<ServiceId, Turn>();
	const tasks = new Map<ServiceId, Turn>();

	/** True for the first answer, and for those to questions asked after the last one that counted. */
	const takeIn = <Key>(counted: Map<Key, Turn>, key: Key, turn: Turn) => {
		if ((counted.get(key) ?? 0) > turn) {
			return false;
		}
		counted.set(key, turn);
		return true;
	};

	return {
		next: (): Turn => ++last,
		take: (kind: string, turn: Turn) => takeIn(kinds, kind, turn),
		takeTasks: (id: ServiceId, turn: Turn) => takeIn(tasks, id, turn),
		isServiceLate: (id: ServiceId, turn: Turn) => Math.max(services.get(id) ?? 0, kinds.get('services') ?? 0) > turn,
		/** An answer about these services, or all of them, was taken in; `present` are those there are. */
		noteServices: (asked: readonly ServiceId[] | undefined, turn: Turn, present: ReadonlyMap<ServiceId, unknown>) => {
			for (const id of asked ?? []) {
				takeIn(services, id, turn);
			}
			if (asked === undefined && takeIn(kinds, 'services', turn)) {
				// What the list says of all of them needs no saying of each.
				for (const [id, known] of services) {
					known > turn || services.delete(id);
				}
			}
			forgetGone(tasks, present);
		},
		clear: () => {
			kinds.clear();
			services.clear();
			tasks.clear();
		},
	};
};
