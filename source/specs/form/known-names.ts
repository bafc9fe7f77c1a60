import {similar} from '../edit/similar.ts';

/** More than these nobody reads in the place of an error. */
const fewNames = 5;

/** What a name that is none could have been: the one that comes close, or all, where those are few. */
export const meantBy = (typed: string, names: readonly string[]): string => {
	const meant = similar(typed, names);

	if (meant !== undefined) {
		return `; is ${meant} meant?`;
	}

	if (names.length === 0 || names.length > fewNames) {
		return names.length === 0 ? '; there are none' : '';
	}

	return `; there ${names.length === 1 ? 'is' : 'are'} ${names.toSorted().join(', ')}`;
};
