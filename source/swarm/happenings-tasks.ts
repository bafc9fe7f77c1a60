import type {Happening, Looks} from './happenings.ts';
import {happenedToTasks} from './happenings-bursts.ts';
import {deedsOf} from './happenings-deeds.ts';

/** Services of one look that get a line each. */
const mostServices = 8;

/** Tasks that started, ended or began to wait: a line for each service, or one for all where there are many. */
export const taskHappenings = (looks: Looks): readonly Happening[] => {
	const {before, after, now} = looks;

	if (before.tasks === after.tasks || before.services === undefined) {
		return [];
	}

	const groups = [...after.tasks].flatMap(([id, {items}]) => {
		const known = before.tasks.get(id)?.items;
		const service = after.services?.get(id);
		const isNews = known === undefined ? before.young.has(id) || !before.services?.has(id) : known !== items;
		const deeds = service && isNews ? deedsOf(service, known ?? [], items, looks) : [];
		return deeds.length === 0 ? [] : [{id, deeds}];
	});
	return groups.length > mostServices
		? [
				happenedToTasks(
					groups.flatMap(({deeds}) => deeds),
					undefined,
					now,
				),
			]
		: groups.map(({id, deeds}) => happenedToTasks(deeds, id, now));
};
