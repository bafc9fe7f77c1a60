import type {Demand} from '../placement/demand.ts';
import type {Task} from '../task.ts';
import type {Roll} from './party.ts';
import {isWaiting} from './waiting-tasks.ts';

/** What old tasks hold. An earlier update that didn't get to all leaves some that were made with something else. */
export const askedBefore = (demand: Demand, old: readonly Task[]): Pick<Roll, 'before' | 'isMixed'> => {
	const held = old.filter(task => !isWaiting(task)).map(({reservations}) => reservations);
	const [first] = held;

	if (first === undefined) {
		return {before: demand, isMixed: false};
	}

	const cpus = Math.max(...held.map(reservation => reservation.cpus));
	const memoryBytes = Math.max(...held.map(reservation => reservation.memoryBytes));
	const isMixed = held.some(one => one.cpus !== first.cpus || one.memoryBytes !== first.memoryBytes);
	return {before: {...demand, cpus, memoryBytes}, isMixed};
};
