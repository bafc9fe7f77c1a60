import type {NodeId} from '../ids.ts';
import type {Range} from './foresight.ts';
import {idleIn} from './idle-slots.ts';
import {nowhere, placeWith, type RollOut, type RollOutEnd} from './roll-out.ts';
import {roomFor} from './room.ts';
import {sum} from './sum.ts';

/** How many of each are on each node, and how many wait for one, by the node of the task they replace. */
type Stage = {readonly old: readonly number[]; readonly fresh: readonly number[]; readonly waiting: readonly number[]};

const patience = 4000;

/** Nodes times tasks: more than that isn't begun. */
const mostWork = 200;

const plus = (row: readonly number[], at: number, amount: number) =>
	row.map((value, index) => (index === at ? value + amount : value));

/** Old tasks make room before the new ones need it, except where the new ones are to be up first. */
const picked = (roll: RollOut, stage: Stage, at: number): Stage => ({
	...stage,
	old: roll.isStartFirst ? stage.old : plus(stage.old, at, -1),
	waiting: plus(stage.waiting, at, 1),
});

const nextOf = (roll: RollOut, nodes: readonly NodeId[], stage: Stage, fits: (stage: Stage, at: number) => boolean) => {
	const isFree = sum(stage.waiting) < roll.parallelism;
	const starts = nodes.flatMap((_, at) => {
		const left = (stage.old[at] ?? 0) - (roll.isStartFirst ? (stage.waiting[at] ?? 0) : 0);
		return isFree && left > 0 ? [picked(roll, stage, at)] : [];
	});
	const arrivals = nodes.flatMap((_, to) =>
		fits(stage, to)
			? nodes.flatMap((_, from) => ((stage.waiting[from] ?? 0) > 0 ? [arrived(roll, stage, from, to)] : []))
			: [],
	);
	return [...starts, ...arrivals];
};

const arrived = (roll: RollOut, stage: Stage, from: number, to: number): Stage => ({
	old: roll.isStartFirst ? plus(stage.old, from, -1) : stage.old,
	fresh: plus(stage.fresh, to, 1),
	waiting: plus(stage.waiting, from, -1),
});

const none: Range = {least: 0, most: 0};

const unseen: Range = {least: Infinity, most: 0};

const wider = ({least, most}: Range, amount: number): Range => ({
	least: Math.min(least, amount),
	most: Math.max(most, amount),
});

/** Every order and every choice; undefined where that would take too long. */
export const searchRollOut = (roll: RollOut): RollOutEnd | undefined => {
	const nodes = [...new Set([...roll.old.keys(), ...openFor(roll)])];

	if (nodes.length * sum(roll.old.values()) > mostWork) {
		return undefined;
	}

	const places = nodes.map(id => roll.places.get(id));
	const fits = ({old, fresh}: Stage, at: number) => {
		const place = places[at];
		const full = place && placeWith(roll, place, old[at] ?? 0, fresh[at] ?? 0);
		return full !== undefined && roomFor(roll.demand, full, roll.service.id) > 0;
	};
	const zeros = nodes.map(() => 0);
	const stack: Stage[] = [{old: nodes.map(id => roll.old.get(id) ?? 0), fresh: zeros, waiting: zeros}];
	const seen = new Set<string>();
	const at = nodes.indexOf(nowhere);
	let [stuck, left] = [unseen, unseen];

	for (let stage = stack.pop(); stage !== undefined; stage = stack.pop()) {
		const next = nextOf(roll, nodes, stage, fits);

		if (next.length === 0) {
			stuck = wider(stuck, sum(stage.waiting));
			left = wider(left, stage.old[at] ?? 0);
		}

		for (const following of next) {
			const key = `${following.old};${following.fresh};${following.waiting}`;
			seen.has(key) || stack.push(following);
			seen.add(key);
		}

		if (seen.size > patience) {
			return undefined;
		}
	}

	return {stuck, left: stuck.most === 0 ? none : idleIn(roll, left)};
};

const openFor = ({places, demand, service}: RollOut) =>
	[...places.values()].filter(place => roomFor(demand, place, service.id) > 0).map(({node}) => node.id);
