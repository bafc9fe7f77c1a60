import {afterOthers, type Group, type Room} from './bounds.ts';
import type {Waiting} from './foresight.ts';
import {holding, type Places} from './places.ts';
import {textBetween} from './words-of.ts';

type Contest = {
	readonly groups: readonly Group[];
	readonly places: Places;
	readonly room: Room;
	/** The places as they are likely in the end. */
	readonly likely: Places;
};

/** A group that is left over has filled what room it has; others come on top of that, or don't. */
export const wordsOfGroup = (
	{groups, places, room, likely}: Contest,
	at: number,
	placed: number,
): Pick<Waiting, 'text' | 'isTextSure'> => {
	const group = groups[at];
	const rooms = room[at];

	if (!group || placed >= group.count) {
		return {text: undefined, isTextSure: true};
	}

	const low = new Map(
		[...places].map(([id, place]) => {
			const own = Math.min(group.count, rooms?.get(id) ?? 0);
			return [id, own > 0 ? holding(place, group.service.id, group.demand, own) : place] as const;
		}),
	);
	const high = new Map([...low].map(([id, place]) => [id, afterOthers(place, at, groups, room)] as const));
	return textBetween(group, {low, high, likely});
};
