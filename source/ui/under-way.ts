import {createStore} from 'zustand/vanilla';
import type {Operation} from '../operations/operation.ts';
import type {Target} from '../operations/target.ts';
import type {Instant} from '../swarm/values.ts';

/** Something started here that no snapshot has shown yet. */
export type UnderWay = {
	readonly operation: Operation;
	readonly target: Target;
	readonly name: string;
	readonly input: unknown;
	readonly since: Instant;
};

type UnderWayState = {
	readonly items: readonly UnderWay[];
	/** What the engine hasn't answered yet, by title: its dialog may be closed. */
	readonly sending: readonly string[];
};

export const createUnderWay = () => createStore<UnderWayState>(() => ({items: [], sending: []}));

export type UnderWayStore = ReturnType<typeof createUnderWay>;

/** Known to be under way until it settles. */
export async function whileSending<T>(store: UnderWayStore, title: string, run: () => Promise<T>): Promise<T> {
	store.setState(({sending}) => ({sending: [...sending, title]}));

	try {
		return await run();
	} finally {
		store.setState(({sending}) => ({sending: sending.toSpliced(sending.indexOf(title), 1)}));
	}
}
