import {notFound, Refusal} from '../refusal.ts';

type Named = {readonly id: string};

/** By id, by name, else by the start of an id, as the engine looks things up. */
export const find = <T extends Named>(
	all: ReadonlyMap<string, T>,
	nameOf: (item: T) => string,
	text: string,
): T | undefined => {
	const exact = all.get(text);
	if (exact) {
		return exact;
	}
	const items = [...all.values()];
	const byName = items.filter(item => nameOf(item) === text);
	const found = byName.length > 0 || text === '' ? byName : items.filter(({id}) => id.startsWith(text));
	if (found.length > 1) {
		throw new Refusal(500, `${text} is ambiguous (${found.length} matches found)`);
	}
	return found[0];
};

export const get = <T extends Named>(
	kind: string,
	all: ReadonlyMap<string, T>,
	nameOf: (item: T) => string,
	text: string,
): T => {
	const found = find(all, nameOf, text);
	if (found === undefined) {
		throw notFound(kind, text);
	}
	return found;
};
