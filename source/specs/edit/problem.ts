/** What is wrong with a text, and on which line of it, counted from 1. */
export type Problem = {readonly line: number; readonly sentence: string};

/** What is wrong with a spec, and where in it: list items go by their index. */
export type Fault = {readonly path: readonly (string | number)[]; readonly sentence: string};

/** `TaskTemplate.Networks[1].Target` */
export const placeText = (path: Fault['path']): string =>
	path.reduce<string>(
		(text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`),
		'',
	);
