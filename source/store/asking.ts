import type {Engine} from '../engine/engine.ts';
import type {ServiceId} from '../swarm/ids.ts';
import type {Instant} from '../swarm/values.ts';
import type {Dirt} from './dirt.ts';
import type {Desk, Wants} from './pace.ts';
import type {Questions} from './questions.ts';

/** What lanes are made from. */
export type Asking = {readonly desk: Desk; readonly engine: Engine; readonly questions: Questions};

export const never = Number.POSITIVE_INFINITY;

/** What was dirty stays so when the answer doesn't come. */
export const cleaning = async <Id>(
	dirt: Dirt<Id>,
	ids: readonly Id[],
	now: () => Instant,
	ask: () => Promise<unknown>,
) => {
	try {
		await ask();
	} catch (error) {
		dirt.mark(ids, now());
		throw error;
	}
};

/** When the first of what is wanted is due. */
export const firstDue = (wants: Wants, askedAt: ReadonlyMap<ServiceId, Instant>) =>
	wants.entries().reduce((due, [id, every]) => Math.min(due, (askedAt.get(id) ?? -never) + every), never);

/** What is due, or will be within a share of its interval. */
export const dueOf = (wants: Wants, askedAt: ReadonlyMap<ServiceId, Instant>, now: Instant, early = 0) =>
	[...wants].filter(([id, every]) => (askedAt.get(id) ?? -never) + every * (1 - early) <= now).map(([id]) => id);
