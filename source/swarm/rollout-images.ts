import type {RolloutSlot, Serving} from './rollout.ts';
import type {Service} from './service.ts';

/** Which image how many slots serve with, the current spec's first, then the one that most slots serve with. */
export const servingOf = (slots: readonly RolloutSlot[]): readonly Serving[] => {
	const bySpec = {new: new Map<string, number>(), old: new Map<string, number>()};

	for (const {serves, oldTask, newTask} of slots) {
		const image = serves && (serves === 'new' ? newTask : oldTask)?.image;

		if (serves && image !== undefined) {
			bySpec[serves].set(image, (bySpec[serves].get(image) ?? 0) + 1);
		}
	}

	const listed = (counts: ReadonlyMap<string, number>, isNew: boolean): readonly Serving[] =>
		[...counts].map(([image, count]) => ({image, isNew, slots: count})).sort((a, b) => b.slots - a.slots);

	return [...listed(bySpec.new, true), ...listed(bySpec.old, false)];
};

/** What most old slots serve with; else what was replaced last; else what the engine would roll back to. */
export const oldImageOf = (
	{previousImage}: Service,
	slots: readonly RolloutSlot[],
	serving: readonly Serving[],
): string | undefined => {
	const replaced = slots.reduce<RolloutSlot['oldTask']>(
		(latest, {oldTask}) =>
			oldTask && (latest === undefined || oldTask.updatedAt > latest.updatedAt) ? oldTask : latest,
		undefined,
	);
	return serving.find(({isNew}) => !isNew)?.image ?? replaced?.image ?? previousImage;
};
