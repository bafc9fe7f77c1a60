const parts = new WeakMap<object, string>();

/** JSON of something that is replaced, never changed: written once, however many objects share it. */
export const sharedJson = (value: object): string => {
	const known = parts.get(value) ?? JSON.stringify(value);
	parts.set(value, known);
	return known;
};
