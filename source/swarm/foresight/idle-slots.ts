import type {Range} from './foresight.ts';
import type {Roll} from './party.ts';
import {sum} from './sum.ts';

export const allIdle = ({idle}: Roll) => [...idle.running, ...idle.nowhere];

/** Where nothing fits: new tasks first leaves all old ones, else those of slots that no worker comes to are left. */
export const neverReached = (roll: Roll, slots: number): Range => {
	const idle = allIdle(roll).toSorted((a, b) => a - b);
	const all = sum(idle);
	return roll.isStartFirst
		? {least: all, most: all}
		: {least: sum(idle.slice(0, slots)), most: sum(idle.slice(idle.length - slots))};
};

/** The waiting tasks in so many slots that run nowhere; not to be told where slots differ in that. */
export const idleIn = (roll: Roll, slots: Range): Range => {
	const {running, nowhere: still} = roll.idle;
	const [each = 0] = still;
	const isAlike = still.every(amount => amount === each) && sum(running) === 0;
	return isAlike ? {least: each * slots.least, most: each * slots.most} : {least: 0, most: sum(allIdle(roll))};
};
