import {type Colours, colours} from './colours.ts';

/** Calm, and none of those that mean something: for telling one thing from another, where both are well. */
const tints: Readonly<Record<Colours, readonly string[]>> = {
	none: [],
	'16': ['34', '35', '32'],
	'256': ['38;5;67', '38;5;97', '38;5;65', '38;5;95', '38;5;61', '38;5;101', '38;5;132', '38;5;72'],
	truecolor: ['38;5;67', '38;5;97', '38;5;65', '38;5;95', '38;5;61', '38;5;101', '38;5;132', '38;5;72'],
};

/** The colour of that number; they begin again when they are used up. */
export const tint = (number: number, text: string): string => {
	const known = tints[colours()];
	const code = known[number % known.length];
	return code === undefined || text.trim() === '' ? text : `\u001b[${code}m${text}\u001b[39m`;
};
