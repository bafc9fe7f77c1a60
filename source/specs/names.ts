/** What networks, secrets and configs are called, by id; kinds that weren't read are absent. */
export type Names = {
	readonly networks?: ReadonlyMap<string, string>;
	readonly secrets?: ReadonlyMap<string, string>;
	readonly configs?: ReadonlyMap<string, string>;
};

/** The name of an id; the id itself where nobody knows its name. */
export const nameOf = (known: ReadonlyMap<string, string> | undefined, id: string) => known?.get(id) ?? id;

/** The id of a name; an id stays what it is. Undefined where it is neither. */
export const idOf = (known: ReadonlyMap<string, string>, text: string): string | undefined =>
	known.has(text) ? text : [...known].find(([, name]) => name === text)?.[0];
