import type {Drift, TagAnswer} from '../../swarm/image-drift.ts';
import type {ImageInUse, ImageVersion} from '../../swarm/images-in-use.ts';
import {count} from '../format/plural.ts';
import {clean} from '../text/clean.ts';
import {namesOf} from './words.ts';

const shortDigest = (digest: string) => digest.replace(/^[^:]*:/, '').slice(0, 6);

/** Who runs any of these versions. */
const usersOf = (versions: readonly ImageVersion[]) => [
	...new Map(versions.flatMap(({users}) => users.map(({service}) => [service.id, service] as const))).values(),
];

/** More than three are counted: the page has them all. */
export function fewNames(versions: readonly ImageVersion[]) {
	const users = usersOf(versions);
	return users.length > 3 ? `${namesOf(users.slice(0, 2))} and ${users.length - 2} more` : namesOf(users);
}

/** For a column: the digest, or how many there are. */
export function digestWords(versions: readonly ImageVersion[]) {
	const digests = versions.flatMap(({digest}) => digest ?? []);
	const [first] = digests;
	return digests.length > 1 ? `${digests.length} digests` : first === undefined ? 'none' : shortDigest(first);
}

/** In a few words, for the row. */
export function stateWords(drift: Drift, answer: TagAnswer | undefined) {
	if (answer?.kind === 'asking') {
		return 'asking the registry...';
	}

	switch (drift.kind) {
		case 'several':
			return drift.isRolling ? 'rolling from one to the other' : 'different images under one name';
		case 'moved':
			return `the tag is ${shortDigest(drift.now)} now`;
		case 'current':
			return 'up to date with the tag';
		case 'unpinned':
			return drift.now === undefined ? 'not pinned' : `not pinned; the tag is ${shortDigest(drift.now)} now`;
		case 'fixed':
			return 'has no tag';
		case 'unknown':
			return answer?.kind === 'failed' ? 'could not be asked' : '';
	}
}

/** What it means and what to do, below the list. */
export function sentenceOf({versions}: ImageInUse, drift: Drift, answer: TagAnswer | undefined) {
	if (answer?.kind === 'failed') {
		return answer.sentence;
	}

	switch (drift.kind) {
		case 'several':
			return `${versions.map(versionWords).join('; ')}. u brings a service to what the tag is ${drift.now === undefined ? 'then' : `now, ${shortDigest(drift.now)}`}`;
		case 'moved':
			return `The tag points to another image now: a restart stays with ${digestWords(versions)}, u takes ${shortDigest(drift.now)}`;
		case 'unpinned':
			return 'Not pinned to a digest: each node runs what the tag was when it pulled it, and a restart may bring another';
		case 'current':
			return `Used by ${fewNames(versions)}`;
		case 'fixed':
		case 'unknown':
			return `Used by ${fewNames(versions)}${drift.kind === 'fixed' ? '' : '. v asks the registry what the tag is now'}`;
	}
}

const versionWords = ({digest, users}: ImageVersion) =>
	`${digest === undefined ? 'no digest' : shortDigest(digest)} in ${users
		.slice(0, 3)
		.map(({service, tasks}) => `${clean(service.name)} (${tasks === undefined ? '?' : count(tasks, 'task')})`)
		.join(', ')}${users.length > 3 ? ` and ${users.length - 3} more` : ''}`;
