import type {ImageInUse} from './images-in-use.ts';
import type {Instant} from './values.ts';

/** What a registry said of a tag when it was asked. */
export type TagAnswer =
	| {readonly kind: 'asking'}
	| {readonly kind: 'digest'; readonly digest: string; readonly at: Instant}
	| {readonly kind: 'failed'; readonly sentence: string; readonly at: Instant};

/** How what runs under a name stands to what the name means. */
export type Drift =
	/** Tasks run different images of that name: no registry has to be asked. */
	| {readonly kind: 'several'; readonly isRolling: boolean; readonly now: string | undefined}
	/** The tag points to another image now: a restart stays, an update takes it. */
	| {readonly kind: 'moved'; readonly now: string}
	| {readonly kind: 'current'}
	| {readonly kind: 'unpinned'; readonly now: string | undefined}
	/** By its digest alone: nothing can drift. */
	| {readonly kind: 'fixed'}
	/** The registry wasn't asked, didn't answer yet, or couldn't. */
	| {readonly kind: 'unknown'};

export const driftOf = ({versions, tag, isRolling}: ImageInUse, answer: TagAnswer | undefined): Drift => {
	const now = answer?.kind === 'digest' ? answer.digest : undefined;
	const digests = versions.flatMap(({digest}) => digest ?? []);

	if (digests.length > 1) {
		return {kind: 'several', isRolling, now};
	}

	if (tag === undefined) {
		return {kind: 'fixed'};
	}

	if (digests.length < versions.length) {
		return {kind: 'unpinned', now};
	}

	return now === undefined ? {kind: 'unknown'} : now === digests[0] ? {kind: 'current'} : {kind: 'moved', now};
};
