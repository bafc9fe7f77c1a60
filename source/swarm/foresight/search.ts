import type {NodeId} from '../ids.ts';
import type {Group, Placed, Room} from './bounds.ts';
import {holding, type Places} from './places.ts';
import {isContested, roomFor} from './room.ts';
import {sum} from './sum.ts';

/** How many tasks of each group were put on each node: rows of groups, columns of nodes. */
type Layout = readonly (readonly number[])[];

/** So many layouts are looked at, then it is left open. */
const patience = 4000;

/** Nodes times tasks: more than that isn't begun. */
const mostWork = 400;

type Hunt = {
	readonly groups: readonly Group[];
	readonly nodes: readonly NodeId[];
	readonly places: Places;
	/** Whether one more of a group fits on a node that holds these: asked again and again. */
	readonly answers: Map<string, boolean>;
};

const columnOf = (layout: Layout, node: number) => layout.map(row => row[node] ?? 0);

const isRoom = (hunt: Hunt, layout: Layout, group: number, node: number): boolean => {
	const column = columnOf(layout, node);
	const key = `${group} ${node} ${column}`;
	const known = hunt.answers.get(key);

	if (known !== undefined) {
		return known;
	}

	const answer = fits(hunt, column, group, node);
	hunt.answers.set(key, answer);
	return answer;
};

const fits = ({groups, nodes, places}: Hunt, column: readonly number[], at: number, node: number): boolean => {
	const id = nodes[node];
	const group = groups[at];
	let place = id && places.get(id);

	if (!place || !group || (group.only !== undefined && group.only !== id)) {
		return false;
	}

	for (const [index, amount] of column.entries()) {
		const other = groups[index];
		place = other && amount > 0 ? holding(place, other.service.id, other.demand, amount) : place;
	}

	return roomFor(group.demand, place, group.service.id) > 0;
};

const withOneMore = (layout: Layout, group: number, node: number): Layout =>
	layout.map((row, index) =>
		index === group ? row.map((amount, column) => (column === node ? amount + 1 : amount)) : row,
	);

const nextOf = (hunt: Hunt, layout: Layout): readonly Layout[] =>
	hunt.groups.flatMap(({count}, group) =>
		sum(layout[group] ?? []) < count
			? hunt.nodes.flatMap((_, node) => (isRoom(hunt, layout, group, node) ? [withOneMore(layout, group, node)] : []))
			: [],
	);

/**
Goes through every order and every choice, and answers the least and the most of each group that find a node. Undefined
where that would take too long. The scheduler chooses less freely; what is the same in all of these is certain.
*/
export const searchPlacements = (
	groups: readonly Group[],
	places: Places,
	room: Room,
): readonly Placed[] | undefined => {
	const nodes = [...new Set(room.flatMap((rooms, at) => (isOpen(groups[at]) ? [...rooms.keys()] : [])))];

	if (nodes.length * sum(groups.map(({count}) => count)) > mostWork) {
		return undefined;
	}

	const hunt: Hunt = {groups, nodes, places, answers: new Map()};
	const seen = new Set<string>();
	const stack: Layout[] = [groups.map(() => nodes.map(() => 0))];
	const found = groups.map(({count}) => ({least: count, most: 0}));

	for (let layout = stack.pop(); layout !== undefined; layout = stack.pop()) {
		const next = nextOf(hunt, layout);

		if (next.length === 0) {
			for (const [at, row] of layout.entries()) {
				const [range, placed] = [found[at], sum(row)];
				range && Object.assign(range, {least: Math.min(range.least, placed), most: Math.max(range.most, placed)});
			}
		}

		for (const following of next) {
			const key = following.join(';');

			if (!seen.has(key)) {
				seen.add(key);
				stack.push(following);
			}
		}

		if (seen.size > patience) {
			return undefined;
		}
	}

	return found;
};

const isOpen = (group: Group | undefined) => group !== undefined && isContested(group.demand);
