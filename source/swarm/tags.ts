/** What a registry listed of an image, as far as it was read. */
export type TagList = {
	readonly tags: readonly string[];
	/** Reading stopped early: there are more. */
	readonly isCut: boolean;
};

type Version = {
	readonly numbers: readonly number[];
	/** `rc1`, `alpine3.20`: what follows the numbers. */
	readonly suffix: string;
};

/** `v1.25.3-alpine`, `2024.10`, `3.13.0rc1`; not a commit's hash, which only begins like one. */
const versionOf = (tag: string): Version | undefined => {
	const [, digits, suffix = ''] = /^v?(\d+(?:\.\d+)*)(?:$|[-_.]?(?=[a-zA-Z])|[-_](?=\d))(.*)$/.exec(tag) ?? [];
	const isHash = /^[0-9a-f]{7,64}$/.test(tag) && /[a-f]/.test(tag);
	return digits === undefined || isHash ? undefined : {numbers: digits.split('.').map(Number), suffix};
};

/** Alike in all but their numbers: `1.25.3-alpine` and `1.26.0-alpine`, but not `1.26` or `1.26.0`. */
const shapeOf = (tag: string) => tag.replaceAll(/\d+/g, '0');

const early = /^(?:alpha|beta|canary|dev|nightly|pre|preview|rc|snapshot|[abm]\d)/i;

const rankOf = (suffix: string) => (suffix === '' ? 0 : early.test(suffix) ? 2 : 1);

/** Numbers count as numbers; the same order on every machine. */
const byText = new Intl.Collator('en', {numeric: true});

/** Of `1.25` and `1.25.3`, the one that says more comes first: the other moves. */
const byNumbers = (a: readonly number[], b: readonly number[]) => {
	const longest = Math.max(a.length, b.length);
	const index = Array.from({length: longest}).findIndex((_, place) => a[place] !== b[place]);
	return index === -1 ? 0 : (b[index] ?? -1) - (a[index] ?? -1);
};

const byVersion = (a: Version, b: Version) =>
	byNumbers(a.numbers, b.numbers) || rankOf(a.suffix) - rankOf(b.suffix) || byText.compare(b.suffix, a.suffix);

type Known = {readonly tag: string; readonly version: Version | undefined; readonly isAlike: boolean};

const byName = (a: string, b: string) => byText.compare(a, b) || (a < b ? -1 : 1);

/** `build-10` before `build-9`; of other words, hashes among them, no name tells the age. */
const byWord = (a: string, b: string) => {
	const [left, right] = [shapeOf(a), shapeOf(b)];
	return left === right ? byName(b, a) : byName(left, right);
};

const byAge = (a: Known, b: Known) => {
	if (a.isAlike !== b.isAlike) {
		return a.isAlike ? -1 : 1;
	}

	if (a.version !== undefined && b.version !== undefined) {
		return byVersion(a.version, b.version) || byName(a.tag, b.tag);
	}

	return a.version === b.version ? byWord(a.tag, b.tag) : a.version === undefined ? 1 : -1;
};

/**
Versions, the newest first, as far as names tell; first of all those that are named like `present`, the tag that runs.
Words come last, `latest` first among them.
*/
export const newestFirst = (tags: readonly string[], present: string | undefined): readonly string[] => {
	const shape = present !== undefined && versionOf(present) !== undefined ? shapeOf(present) : undefined;
	const known = tags
		.filter(tag => tag !== 'latest')
		.map(tag => ({tag, version: versionOf(tag), isAlike: shape !== undefined && shapeOf(tag) === shape}))
		.toSorted(byAge);
	const versions = known.filter(({version}) => version !== undefined);
	const words = known.filter(({version}) => version === undefined);
	const latest = tags.includes('latest') ? ['latest'] : [];
	return [...versions.map(({tag}) => tag), ...latest, ...words.map(({tag}) => tag)];
};
