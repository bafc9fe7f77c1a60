/** Engine JSON that a test may change in place. Fields read as present: the builders fill in what an engine would. */
export type Editable<T> = T extends readonly (infer Item)[]
	? Editable<Item>[]
	: T extends object
		? {-readonly [Key in keyof T]-?: Editable<T[Key]>}
		: T;

/** Some fields of an object, at any depth. */
export type Some<T> = T extends readonly unknown[]
	? T
	: T extends object
		? {readonly [Key in keyof T]?: Some<T[Key]> | undefined}
		: T;

const isPlain = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const merged = (base: unknown, over: unknown): unknown => {
	if (!isPlain(base) || !isPlain(over)) {
		// Most of what is replaced are texts and numbers, and cloning one of those takes longer than all the rest.
		return typeof over === 'object' ? structuredClone(over) : over;
	}
	const result: Record<string, unknown> = {...base};
	for (const [key, value] of Object.entries(over)) {
		if (value === undefined) {
			delete result[key];
		} else {
			result[key] = merged(base[key], value);
		}
	}
	return result;
};

/** `base` with some fields replaced, at any depth; `undefined` takes a field out, lists are replaced whole. */
export const withSome = <T>(base: unknown, over: Some<T> | undefined) => merged(base, over ?? {}) as Editable<T>;
