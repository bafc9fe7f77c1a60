import {isSameTree} from './equal.ts';
import type {Service} from './service.ts';
import type {Instant, Json} from './values.ts';

/** A spec that a service has, or had. */
export type KnownSpec = {
	readonly spec: Json;
	/** Its image, digest included. */
	readonly image: string;
	/** When skep first saw the service with it; undefined where only the engine or an earlier run did. */
	readonly seenAt: Instant | undefined;
	/** When another took its place; undefined while the service has it, and where nobody saw that. */
	readonly replacedAt: Instant | undefined;
	/** The operation that took its place, where that was one of skep's. */
	readonly replacedBy: string | undefined;
};

const isOf = (spec: Json) => (known: KnownSpec) => isSameTree(known.spec, spec);

/** A service as it is now, on top of what was known of it: newest first, each spec once, the present one first. */
export const withService = (
	known: readonly KnownSpec[],
	{spec, image, previousSpec, previousImage}: Service,
	at: Instant,
): readonly KnownSpec[] => {
	const [head, ...older] = known;
	const isNew = head === undefined || !isSameTree(head.spec, spec);
	const present: KnownSpec = {
		spec,
		image,
		seenAt: isNew ? at : head.seenAt,
		replacedAt: undefined,
		replacedBy: undefined,
	};
	const replaced = isNew && head !== undefined ? [{...head, replacedAt: head.replacedAt ?? at}] : [];
	const before = [...replaced, ...older].filter(entry => !isOf(spec)(entry));

	if (previousSpec === undefined || isSameTree(previousSpec, spec) || before.some(isOf(previousSpec))) {
		return [present, ...before];
	}

	const previous = {spec: previousSpec, image: previousImage ?? '', ...nobodySaw};
	return [present, previous, ...before];
};

const nobodySaw = {seenAt: undefined, replacedAt: undefined, replacedBy: undefined};

/** What was kept from earlier runs, newest first, added to what this one knows: it fills in when and by what, and goes further back. */
export const withKept = (known: readonly KnownSpec[], kept: readonly KnownSpec[]): readonly KnownSpec[] => {
	const [present, ...before] = known;
	const isPresent = (entry: KnownSpec) => present !== undefined && isOf(present.spec)(entry);
	const filled = before.map(entry => {
		const same = entry.replacedAt === undefined ? kept.find(isOf(entry.spec)) : undefined;
		return same ?? entry;
	});
	const older = kept.filter(entry => !isPresent(entry) && !before.some(isOf(entry.spec)));

	return [...(present === undefined ? [] : [present]), ...filled, ...older];
};
