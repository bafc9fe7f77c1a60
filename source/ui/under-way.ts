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

export const createUnderWay = () => createStore<{readonly items: readonly UnderWay[]}>(() => ({items: []}));

export type UnderWayStore = ReturnType<typeof createUnderWay>;
